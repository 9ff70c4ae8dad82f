"""The page's section on understanding: every figure of the shipped model, by language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.training.bootstrap import RESAMPLES
from models.training.first_choices import first_choices
from models.training.readings import Reading, first_found, found_in, messages_of
from models.training.scores import intent_scores
from models.training.speed import speed
from models.training.split import Split
from models.understanding import UnderstandingModel
from models.values import Language


def understanding_lines(
    model: UnderstandingModel, parts: Split, read: dict[Language, list[Reading]]
) -> Iterator[str]:
    """The section, a line at a time; `read` is what the model made of `parts.test`."""
    yield (
        f"messages: {len(parts.train)} train, {len(parts.validation)} validation, "
        f"{len(parts.test)} test; none of the test writers was trained on"
    )
    yield f"in brackets: 95% intervals of {RESAMPLES:,} bootstrap resamples"
    for language, mine in read.items():
        yield f"{language}, {len(mine)} messages"
        yield from _language_lines(mine)
    texts = [message.text for message in parts.test]
    yield f"speed: {speed(texts, lambda text: model.predict([text]))}"


def _language_lines(read: Sequence[Reading]) -> Iterator[str]:
    gold = messages_of(read)
    scores = intent_scores(gold, found_in(read))
    yield f"  {first_choices(gold, first_found(read))}"
    yield (
        f"  expected calibration error {scores.error:.3f}, carried sets F1 {scores.sets:.1%}, "
        f"several exactly right {scores.several:.1%}"
    )
    yield (
        f"  entity F1 {scores.entity_f1:.1%} of exact spans, {scores.touched_f1:.1%} of spans that "
        f"overlap; mood macro F1 {scores.mood_f1:.1%}"
    )
