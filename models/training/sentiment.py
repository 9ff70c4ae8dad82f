"""Training the sentiment model: any encoder, one head, calibration, conversion."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel

from models.batches import in_batches
from models.graph_files import TOKENIZER_FILE, file_sha256
from models.long_texts import LongTexts
from models.sentiment_config import OUTPUTS, REBUILD, SentimentConfig
from models.training.base import own_base
from models.training.by_length import ByLengthTrainer
from models.training.calibration import best_temperature
from models.training.corpus import CORPUS
from models.training.graph_export import Graph, export_graph, graph_outputs
from models.training.intents import base_tokenizer
from models.training.network import LabelledNetwork
from models.training.optimizer import two_rates
from models.training.progress import (
    Schedule,
    base_digest,
    digest,
    quiet_libraries,
    train_or_resume,
    training_arguments,
)
from models.training.review_split import balanced, split_by_category, to_train_with
from models.training.reviews import Review, own_reviews, read_reviews
from models.training.sentiment_data import POLARITIES, ReviewRows, RowCollator

_BATCH = 32
#: Of a review this many tokens are read, its head and its tail; half of the reviews are shorter
#: than 30.
MAX_TOKENS = 96


def train_sentiment(
    *,
    build: Path,
    output: Path,
    text: Path,
    corpus: Path = CORPUS,
    base: str | Path | None = None,
    seed: int = 7,
    epochs: float = 2,
    rate: float = 1e-4,
) -> Path:
    """Train the sentiment model on reviews and write it, converted and calibrated, to `output`.

    It learns from public reviews and from those of the corpus. `text` is the folder of public
    text with the reviews; `base` as in `train_intents`.

    Raises:
        ReviewsMissing: `text` lacks a set of reviews.
        ConversionRefused: the converted model differs from the trained one.
    """
    quiet_libraries()
    parts = split_by_category(read_reviews(text))
    torch.manual_seed(seed)
    start = str(base or own_base(build, corpus, text, seed))
    tokenizer = base_tokenizer(start)
    assert tokenizer.padding is not None and tokenizer.truncation is not None
    most = min(MAX_TOKENS, int(tokenizer.truncation["max_length"]))
    reader = LongTexts(tokenizer, most, int(tokenizer.padding["pad_id"]))
    encoder = AutoModel.from_pretrained(start, dtype=torch.float32)
    network = LabelledNetwork(encoder, len(POLARITIES))
    train = balanced(to_train_with(parts, own_reviews(corpus), seed))
    run = build / "runs" / "sentiment"
    trainer = ByLengthTrainer(
        model=network,
        args=training_arguments(run, Schedule(epochs, _BATCH, rate), seed),
        train_dataset=ReviewRows(train, reader),
        data_collator=RowCollator(reader),
        lengths=[len(review.text.encode()) for review in train],
        optimizers=(two_rates(network, rate), None),
    )
    facts = {
        "base": base_digest(start),
        "seed": seed,
        "epochs": epochs,
        "rate": rate,
        "data": digest(train),
    }
    train_or_resume(trainer, run, facts)
    folder = ship(network, reader, parts.validation, output)
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    return folder


def ship(
    network: LabelledNetwork, reader: LongTexts, validation: Sequence[Review], output: Path
) -> Path:
    """Convert `network` and calibrate it on `validation`; write graph and config to `output`."""
    rows = list(ReviewRows(validation, reader))
    batches = [RowCollator(reader)(part) for part in in_batches(rows, _BATCH)]
    file = export_graph(sentiment_graph(network), batches, output)
    logits = np.concatenate([found for (found,) in graph_outputs(file, OUTPUTS, REBUILD, batches)])
    golds = [(review.polarity,) for review in validation]
    temperature, _ = best_temperature(logits, golds, POLARITIES)
    SentimentConfig(
        polarities=POLARITIES,
        temperature=temperature,
        max_tokens=reader.most,
        pad_id=reader.pad_id,
        model_sha256=file_sha256(file),
    ).save(output)
    return output


def sentiment_graph(network: LabelledNetwork) -> Graph:
    """The network as the graph that `models.sentiment` runs."""
    return Graph(_Logits(network), OUTPUTS, {OUTPUTS[0]: "polarities"}, REBUILD)


class _Logits(nn.Module):  # type: ignore[misc]
    def __init__(self, network: LabelledNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor]:
        return (self.network.logits(input_ids, attention_mask),)
