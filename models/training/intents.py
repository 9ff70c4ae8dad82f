"""Training the understanding model: any encoder, four heads, calibration, conversion."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer

from models.batches import in_batches
from models.encoder import Floats
from models.graph_files import TOKENIZER_FILE, file_sha256
from models.intent_decision import decide, mixed
from models.ngrams import NgramModel
from models.training import calibration
from models.training.augment import Augmenter
from models.training.base import own_base
from models.training.by_length import ByLengthTrainer
from models.training.corpus import CORPUS, LabelledMessage, read_messages
from models.training.encoder_export import export_encoder, graph_outputs
from models.training.intent_data import INTENTS, LABELS, MOODS, Collator, Messages, out_of_scope
from models.training.network import HeadSizes, UnderstandingNetwork
from models.training.ngram_training import train_ngrams
from models.training.optimizer import two_rates
from models.training.packed_bert import MAX_TOKENS
from models.training.progress import (
    Schedule,
    base_digest,
    digest,
    quiet_libraries,
    train_or_resume,
    training_arguments,
)
from models.training.public_text import out_of_scope_messages
from models.training.split import split_by_writer
from models.understanding_config import NGRAM_FILE, Thresholds, UnderstandingConfig

_BATCH = 64
#: Public out-of-scope lines a language, beside some two thousand of the corpus's own.
_PUBLIC_OUT_OF_SCOPE = 1000
NETWORK_FILE = "network.pt"


def train_intents(
    *,
    build: Path,
    output: Path,
    corpus: Path = CORPUS,
    text: Path | None = None,
    base: str | Path | None = None,
    extra: Sequence[LabelledMessage] = (),
    seed: int = 7,
    epochs: float = 4,
    rate: float = 2e-4,
) -> Path:
    """Train the understanding model and write it, converted and calibrated, to `output`.

    `base` is any Hugging Face encoder by name or path; by default the shipped base, or the one
    that `train_base` left in `build/base`. `text` is the folder of public text,
    `extra` are messages to train with beside the corpus's.
    Raises ConversionRefused when the converted model differs from the trained one.
    """
    quiet_libraries()
    torch.manual_seed(seed)
    start = str(base or own_base(build, corpus, text, seed))
    tokenizer = base_tokenizer(start)
    encoder = AutoModel.from_pretrained(start, dtype=torch.float32)
    network = UnderstandingNetwork(encoder, HeadSizes(len(INTENTS), len(MOODS), len(LABELS)))
    parts = split_by_writer(read_messages(corpus))
    train = [*parts.train, *_public(text, seed), *extra]
    run = build / "runs" / "intents"
    trainer = ByLengthTrainer(
        model=network,
        args=training_arguments(run, Schedule(epochs, _BATCH, rate), seed),
        train_dataset=Messages(train, Augmenter(parts.train, seed)),
        data_collator=Collator(tokenizer),
        lengths=[len(message.text.encode()) for message in train],
        optimizers=(two_rates(network, rate), None),
    )
    facts = {
        "base": start,
        "base_digest": base_digest(start),
        "seed": seed,
        "epochs": epochs,
        "rate": rate,
        "data": digest(train),
    }
    train_or_resume(trainer, run, facts)
    torch.save(network.state_dict(), run / NETWORK_FILE)
    return ship(network, tokenizer, train_ngrams(train), parts.validation, output)


def ship(
    network: UnderstandingNetwork,
    tokenizer: Tokenizer,
    ngrams: NgramModel,
    validation: Sequence[LabelledMessage],
    output: Path,
) -> Path:
    """Convert `network`, calibrate it with `ngrams` on `validation`; write the folder `output`."""
    batches = [Collator(tokenizer)(part) for part in in_batches(validation, _BATCH)]
    file = export_encoder(network, batches, output)
    outputs = graph_outputs(file, batches)
    intents = np.concatenate([output[0] for output in outputs])
    several = np.concatenate([output[1] for output in outputs])
    ngrams.save(output / NGRAM_FILE)
    second = ngrams.logits([message.text for message in validation])
    golds = [message.intents for message in validation]
    mixture = calibration.best_mixture(intents, second, golds, INTENTS)
    tokenizer.save(str(output / TOKENIZER_FILE), pretty=False)
    config = _config(network, tokenizer, file).with_mixture(*mixture)
    config = _calibrated(config, mixed(intents, second, mixture[0]), several, validation)
    config.save(output)
    return output


def base_tokenizer(base: str) -> Tokenizer:
    """The tokenizer of an encoder by name or path, set to cut and pad."""
    wrapped = AutoTokenizer.from_pretrained(base)
    tokenizer: Tokenizer = wrapped.backend_tokenizer
    tokenizer.enable_truncation(min(MAX_TOKENS, wrapped.model_max_length))
    tokenizer.enable_padding(pad_id=wrapped.pad_token_id, pad_token=wrapped.pad_token)
    return tokenizer


def _public(text: Path | None, seed: int) -> list[LabelledMessage]:
    if text is None:
        return []
    chance = random.Random(seed)
    found = out_of_scope_messages(text)
    return out_of_scope(
        {
            language: chance.sample(lines, min(_PUBLIC_OUT_OF_SCOPE, len(lines)))
            for language, lines in found.items()
        }
    )


def _config(network: UnderstandingNetwork, tokenizer: Tokenizer, file: Path) -> UnderstandingConfig:
    padding, truncation = tokenizer.padding, tokenizer.truncation
    assert padding is not None and truncation is not None
    return UnderstandingConfig(
        intents=INTENTS,
        moods=MOODS,
        entity_labels=LABELS,
        ngram_share=0.0,
        temperature=1.0,
        thresholds=Thresholds(several=0.5, carry=0.2, reject=0.0, margin=0.0),
        max_tokens=int(truncation["max_length"]),
        pad_id=int(padding["pad_id"]),
        dimension=int(network.encoder.config.hidden_size),
        model_sha256=file_sha256(file),
    )


def _calibrated(
    config: UnderstandingConfig,
    intents: Floats,
    several: Floats,
    validation: Sequence[LabelledMessage],
) -> UnderstandingConfig:
    """`config` with its thresholds chosen on `validation`."""
    golds = [message.intents for message in validation]
    pair = calibration.best_carry(intents, several, golds, config)
    config = config.with_thresholds(Thresholds(*pair, reject=0.0, margin=0.0))
    decisions = [
        decide(row, float(more), config) for row, more in zip(intents, several, strict=True)
    ]
    confidences = np.array([decision.carried[0].confidence for decision in decisions], np.float32)
    margins = np.array([decision.margin for decision in decisions], np.float32)
    right = [
        decision.carried[0].intent in gold for decision, gold in zip(decisions, golds, strict=True)
    ]
    asking = calibration.asking_thresholds(confidences, margins, right)
    return config.with_thresholds(Thresholds(*pair, *asking))
