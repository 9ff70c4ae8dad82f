"""Training the understanding model: any encoder, four heads, calibration, conversion."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer

from models.graph_files import file_sha256
from models.training.answers import read_answers
from models.training.augment import Augmenter
from models.training.base import own_base
from models.training.by_length import ByLengthTrainer
from models.training.corpus import CORPUS, LabelledMessage, read_messages
from models.training.intent_data import (
    Collator,
    Messages,
    head_sizes,
    out_of_scope,
)
from models.training.network import UnderstandingNetwork
from models.training.ngram_training import train_ngrams
from models.training.opinions import Opinion, opinions
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
from models.training.served_network import restore
from models.training.shipping import ship
from models.training.split import split_by_writer

_BATCH = 64
#: Public out-of-scope lines a language, beside some four thousand of the corpus's own.
_PUBLIC_OUT_OF_SCOPE = 2000
#: How often an epoch shows each answer to a form: there are few, and each value is rare.
_ANSWERS_TIMES = 4
NETWORK_FILE = "network.pt"


def train_intents(
    *,
    build: Path,
    output: Path,
    corpus: Path = CORPUS,
    text: Path | None = None,
    base: str | Path | None = None,
    teacher: Path | None = None,
    begin: Path | None = None,
    extra: Sequence[LabelledMessage] = (),
    most: int | None = None,
    seed: int = 7,
    epochs: float = 8,
    rate: float = 2e-4,
) -> Path:
    """Train the understanding model and write it, converted and calibrated, to `output`.

    `base` is any Hugging Face encoder by name or path; by default the shipped base, or the one
    that `train_base` left in `build/base`. `text` is the folder of public text, `teacher` that
    of a trained understanding model whose opinions are learned beside the written labels,
    `begin` the network that an earlier training left in its build folder, or the folder of a
    served model, to be trained on; `extra` are messages to train with beside the corpus's, of
    which at most `most` lines are read, drawn by the seed.
    Raises ConversionRefused when the converted model differs from the trained one, ModelMissing
    or ModelCorrupt when the teacher or the model to begin from does not load.
    """
    quiet_libraries()
    torch.manual_seed(seed)
    start = str(base or own_base(build, corpus, text, seed))
    tokenizer = base_tokenizer(start)
    encoder = AutoModel.from_pretrained(start, dtype=torch.float32)
    network = UnderstandingNetwork(encoder, head_sizes())
    if begin is not None:
        _begin(network, begin)
    parts = split_by_writer(read_messages(corpus))
    written = [*parts.train, *_public(text, seed)]
    answers = split_by_writer(read_answers(corpus)).train * _ANSWERS_TIMES
    lines = _drawn([*written, *answers], most, seed)
    train = [*lines, *extra]
    # What staff corrected the teacher may well have read wrongly: there the label alone counts.
    found = [*_opinions(teacher, lines), *[None] * len(extra)] if teacher else None
    run = build / "runs" / "intents"
    trainer = ByLengthTrainer(
        model=network,
        args=training_arguments(run, Schedule(epochs, _BATCH, rate), seed),
        train_dataset=Messages(train, Augmenter(parts.train, seed), found),
        data_collator=Collator(tokenizer),
        lengths=[len(message.text.encode()) for message in train],
        optimizers=(two_rates(network, rate), None),
    )
    facts = {
        "base": start,
        "base_digest": base_digest(start),
        "teacher": base_digest(teacher),
        "begin": _begun(begin),
        "seed": seed,
        "epochs": epochs,
        "rate": rate,
        "data": digest(train),
    }
    train_or_resume(trainer, run, facts)
    torch.save(network.state_dict(), run / NETWORK_FILE)
    return ship(network, tokenizer, train_ngrams([*written, *extra]), parts.validation, output)


def _begin(network: UnderstandingNetwork, begin: Path) -> None:
    if begin.is_dir():
        restore(network, begin)
    else:
        network.load_state_dict(torch.load(begin, weights_only=True))


def _begun(begin: Path | None) -> str | None:
    """What tells one beginning from another."""
    if begin is None or begin.is_dir():
        return base_digest(begin) if begin else None
    return file_sha256(begin)


def _drawn(
    lines: Sequence[LabelledMessage], most: int | None, seed: int
) -> Sequence[LabelledMessage]:
    if most is None or most >= len(lines):
        return lines
    return random.Random(seed).sample(lines, most)


def _opinions(teacher: Path, lines: Sequence[LabelledMessage]) -> list[Opinion | None]:
    """The teacher's opinion of each message; of an answer to a form it has none."""
    said = iter(opinions(teacher, [line for line in lines if line.intents]))
    return [next(said) if line.intents else None for line in lines]


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
