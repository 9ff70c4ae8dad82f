"""Leaving out what is probably labelled wrongly: labels that the rest of the data contradict.

Every review is judged by a linear model that learned from the others; one whose given
polarity that model finds very unlikely is left out of training (the filter of Northcutt et
al. 2021, "Confident Learning", arXiv:1911.00068, with one threshold for both classes). In a
set whose whole reviews were cut at their lines, a complaint out of a content review carries
the content review's label.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from models.training.baseline import bare, character_classifier
from models.training.reviews import Review

#: A label less probable than this is doubted.
LEAST = 0.3
_FOLDS = 5


def without_doubtful(reviews: Sequence[Review], seed: int, least: float = LEAST) -> list[Review]:
    """`reviews`, in order, without those whose polarity is less probable than `least`."""
    texts = [bare(review.text) for review in reviews]
    given = [str(review.polarity) for review in reviews]
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    shares = cross_val_predict(
        character_classifier(fewest=2), texts, given, cv=folds, method="predict_proba"
    )
    names = sorted(set(given))  # the order of scikit-learn's columns
    likely = shares[np.arange(len(given)), [names.index(name) for name in given]]
    return [review for review, share in zip(reviews, likely, strict=True) if share >= least]
