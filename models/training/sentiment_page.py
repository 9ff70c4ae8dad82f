"""The page's section on sentiment: the shipped model on kinds of products it never trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.errors import ModelMissing
from models.sentiment import SentimentModel
from models.training.baseline import bare, character_classifier
from models.training.bootstrap import bootstrapped
from models.training.review_categories import Category
from models.training.review_split import ReviewSplit, split_by_category, to_train_with
from models.training.reviews import Review, missing_files, own_reviews, read_reviews
from models.training.scores import calibration_error, macro_f1, share
from models.training.speed import speed
from models.values import Language, Polarity, Sentiment

OURS, CHARACTERS = "shipped", "character n-grams"
#: That of the shipped weights.
_SEED = 7


@dataclass(frozen=True, slots=True)
class Judged:
    """A review with what the shipped model and the yardstick made of it."""

    review: Review
    said: Sentiment
    characters: Polarity

    @property
    def right(self) -> bool:
        return self.said.polarity == self.review.polarity


def sentiment_lines(weights: Path, data: Path | None) -> Iterator[str]:
    """The section, a line at a time; one line where the reviews or the model are missing."""
    if data is None:
        yield "not measured; `--data FOLDER` names the public sets"
        return
    missing = missing_files(data)
    if missing:
        yield f"not measured: {missing[0].relative_to(data)} is missing in the folder of --data"
        return
    try:
        model = SentimentModel.load(weights)
    except ModelMissing:
        yield "not measured: no weights; `python -m bot train sentiment --text FOLDER` makes them"
        return
    yield from _measured(model, split_by_category(read_reviews(data)))


def _measured(model: SentimentModel, parts: ReviewSplit) -> Iterator[str]:
    train = to_train_with(parts, own_reviews(), _SEED)
    own = sum(review.category == Category.OTHERS for review in train)
    yield (
        f"reviews: {len(train)} train (of {len(parts.train)} public ones the doubtful are left "
        f"out; {own} are our own), {len(parts.validation)} validation, {len(parts.test)} test; "
        "no kind of product tested on was trained on"
    )
    every = judged(model, train, [*parts.test, *parts.validation])
    tested, validated = every[: len(parts.test)], every[len(parts.test) :]
    for language in Language:
        mine = [one for one in tested if one.review.language == language]
        if mine:
            yield f"{language}, {len(mine)} reviews of {_kinds(mine)}"
            yield from _language_lines(mine)
    yield f"each kind held out, accuracy ({CHARACTERS})"
    for name, part in (("test", tested), ("validation", validated)):
        yield from _kind_lines(name, part)
    texts = [review.text for review in parts.test]
    yield f"speed: {speed(texts, lambda text: model.classify([text]))}"


def judged(
    model: SentimentModel, train: Sequence[Review], reviews: Sequence[Review]
) -> list[Judged]:
    """What the model makes of `reviews`, and n-grams that learned from `train`, as it did."""
    classifier = character_classifier(fewest=2)
    classifier.fit([bare(one.text) for one in train], [str(one.polarity) for one in train])
    others = classifier.predict([bare(review.text) for review in reviews])
    said = model.classify([review.text for review in reviews])
    return [
        Judged(review, one, Polarity(other))
        for review, one, other in zip(reviews, said, others, strict=True)
    ]


def _language_lines(mine: Sequence[Judged]) -> Iterator[str]:
    gold = [one.review.polarity for one in mine]
    right = [one.right for one in mine]
    error = calibration_error([one.said.confidence for one in mine], right)
    yield (
        f"  {OURS}: {_accuracy(right)}, {_f1(gold, [one.said.polarity for one in mine])}, "
        f"expected calibration error {error:.3f}"
    )
    others = [one.characters for one in mine]
    hits = [found == meant for found, meant in zip(others, gold, strict=True)]
    yield f"  {CHARACTERS}: {_accuracy(hits)}, {_f1(gold, others)}"
    frequent = max(share(one == polarity for one in gold) for polarity in Polarity)
    yield f"  always the more frequent: {frequent:.1%}"


def _kind_lines(name: str, part: Sequence[Judged]) -> Iterator[str]:
    for kind in dict.fromkeys(one.review.category for one in part):
        mine = [one for one in part if one.review.category == kind]
        ours = share(one.right for one in mine)
        others = share(one.characters == one.review.polarity for one in mine)
        yield f"  {name}, {kind}, {len(mine)} reviews: {ours:.1%} ({others:.1%})"


def _kinds(mine: Sequence[Judged]) -> str:
    return ", ".join(dict.fromkeys(one.review.category for one in mine))


def _accuracy(right: Sequence[bool]) -> str:
    hits = np.array(right, dtype=float)
    return f"accuracy {bootstrapped(lambda places: float(hits[places].mean()), len(hits))}"


def _f1(gold: Sequence[Polarity], found: Sequence[Polarity]) -> str:
    return f"macro F1 {macro_f1(gold, found):.1%}"
