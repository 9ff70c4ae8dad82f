"""The encoder alone as it is served, in int8, against the float32 network it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from models.batches import in_batches
from models.encoder import Encoder
from models.ngrams import NgramModel
from models.training.calibration import best_temperature
from models.training.checkpoint import trained_encoder
from models.training.corpus import LabelledMessage
from models.training.first_choices import first_choices
from models.training.readings import Reading, first_found, found_in, messages_of, readings
from models.training.scores import intent_scores, share
from models.training.split import Split
from models.understanding import UnderstandingModel
from models.understanding_config import NGRAM_FILE

_BATCH = 32


def precision_lines(weights: Path, build: Path | None, parts: Split) -> Iterator[str]:
    """The section of the page; one line where `build` holds no trained network."""
    served = Encoder.load(weights)
    trained = trained_encoder(build, served.config) if build else None
    if trained is None:
        yield "not measured: the float32 network is kept in the build folder of a training only"
        return
    ngrams = NgramModel.load(weights / NGRAM_FILE, len(served.config.intents))
    small, exact = (
        readings(parts.test, alone(encoder, ngrams, parts.validation).predict)
        for encoder in (served, trained)
    )
    yield "without the n-grams, each with a temperature of its own from the validation writers"
    for language in small:
        yield f"{language}, the same first choice in {_agreement(small[language], exact[language])}"
        yield from _lines("int8", small[language])
        yield from _lines("fp32", exact[language])


def alone(
    encoder: Encoder, ngrams: NgramModel, validation: Sequence[LabelledMessage]
) -> UnderstandingModel:
    """The understanding that this encoder has by itself, calibrated on `validation`."""
    batches = in_batches([message.text for message in validation], _BATCH)
    logits = np.concatenate([encoder.encode(batch).intents for batch in batches])
    golds = [message.intents for message in validation]
    temperature, _ = best_temperature(logits, golds, encoder.config.intents)
    encoder.config = encoder.config.with_mixture(0.0, temperature)
    return UnderstandingModel(encoder, ngrams)


def _agreement(small: Sequence[Reading], exact: Sequence[Reading]) -> str:
    pairs = zip(first_found(small), first_found(exact), strict=True)
    return f"{share(a == b for a, b in pairs):.1%} of {len(small)} messages"


def _lines(name: str, read: Sequence[Reading]) -> Iterator[str]:
    gold = messages_of(read)
    scores = intent_scores(gold, found_in(read))
    yield f"  {name}: {first_choices(gold, first_found(read))}"
    yield (
        f"        calibration error {scores.error:.3f}, entity F1 {scores.entity_f1:.1%}, "
        f"mood macro F1 {scores.mood_f1:.1%}"
    )
