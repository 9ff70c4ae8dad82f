"""Train, validation and test reviews: whole kinds of products are held out.

The shipped weights are measured on kinds that they were never trained on, because a shop
sells others than the reviews are about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.training.doubtful import without_doubtful
from models.training.review_categories import Category, mentions
from models.training.reviews import Review
from models.training.split import NearDuplicates, trigrams
from models.values import Language, Polarity

VALIDATION = frozenset({Category.CHILDRENS_BOOKS, Category.PHONES})
TEST = frozenset({Category.COMPUTERS, Category.CAMERAS})
HELD_OUT = VALIDATION | TEST


@dataclass(frozen=True, slots=True)
class ReviewSplit:
    """The reviews in three parts, each text once."""

    train: list[Review]
    validation: list[Review]
    test: list[Review]


def split_by_category(reviews: Sequence[Review]) -> ReviewSplit:
    """The three parts, without duplicates.

    A review of unknown kind trains only where it names no kind that is held out, and none
    trains that nearly repeats a held-out one.
    """
    once = without_duplicates(reviews)
    test = [review for review in once if review.category in TEST]
    validation = [review for review in once if review.category in VALIDATION]
    alike = NearDuplicates(review.text for review in (*test, *validation))
    train = [review for review in once if _may_train(review) and not alike.has(review.text)]
    return ReviewSplit(train, validation, test)


def to_train_with(parts: ReviewSplit, own: Sequence[Review], seed: int) -> list[Review]:
    """What the model learns from: the public sets, and our own reviews.

    Of the Chinese set, which was cut at its lines, doubtful labels are left out; every English
    one is the mean of twenty people's. None of our own trains that nearly repeats a held-out
    review.
    """
    alike = NearDuplicates(review.text for review in (*parts.test, *parts.validation))
    chinese, english = (
        [review for review in parts.train if review.language == language] for language in Language
    )
    return [
        *without_doubtful(chinese, seed),
        *english,
        *(review for review in own if not alike.has(review.text)),
    ]


def without_duplicates(reviews: Iterable[Review]) -> list[Review]:
    """Each text once, the first of those that differ in signs, case or repetition only.

    Texts that are called positive in one place and negative in another say nothing for
    sure: they are left out.
    """
    called: dict[frozenset[str], set[Polarity]] = defaultdict(set)
    first: dict[frozenset[str], Review] = {}
    for review in reviews:
        grams = trigrams(review.text)
        called[grams].add(review.polarity)
        first.setdefault(grams, review)
    return [review for grams, review in first.items() if len(called[grams]) == 1]


def balanced(reviews: Sequence[Review], share: float = 1 / 3) -> list[Review]:
    """`reviews` with those of the rarer language repeated until they are `share` of the whole.

    900 zh and 150 en, a third -> 900 zh and 450 en.
    """
    by_language = [
        [review for review in reviews if review.language == language] for language in Language
    ]
    few, many = sorted(by_language, key=len)
    wanted = len(many) * share / (1 - share)
    times = max(1, round(wanted / len(few))) if few else 1
    return [*many, *few * times]


def _may_train(review: Review) -> bool:
    if review.category == Category.UNKNOWN:
        return not any(mentions(review.text, category) for category in HELD_OUT)
    return review.category not in HELD_OUT
