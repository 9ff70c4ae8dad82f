"""New items: what their category's analogues sell, and more and more what they sell themselves.

The level is the mean of a gamma prior worth `WORTH_DAYS` days of the category's middle item,
updated by the item's own days (Gelman et al., Bayesian Data Analysis, 2.6); the shape over the
weeks is the category's.

Its category sells 2 a day, itself 12 in 4 days → (12 + 28 · 2) / (4 + 28) = 2.1 a day.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.demand_history import Matrix

#: An item with fewer days is new: eight weeks, what fitted models need at least.
NEW_DAYS = 56
#: The analogues' level counts like so many days of the item's own.
WORTH_DAYS = 28.0
#: Fewer analogues do not tell how much their levels differ.
_FEWEST = 3
#: How much levels differ, by their mean, where that is not known, and at most.
_ASSUMED_DIFFERENCE, _MOST_DIFFERENCE = 1.0, 1.5


def borrowed(
    pieces: Matrix,
    days: Matrix,
    groups: NDArray[np.int64],
    known_ahead: Matrix,
    known_groups: NDArray[np.int64],
) -> tuple[Matrix, Matrix]:
    """New items' ordinary days ahead, (n, horizon), and the standard error of their level, (n,), as
    a part of the level.

    Args:
        pieces, days: (n,) what each new item sold on ordinary terms, on how many days.
        groups: (n,) their categories.
        known_ahead, known_groups: (m, horizon) and (m,) the others' ordinary days ahead. Those of
            its category are taken, else all of them; without any its own level goes on.
    """
    horizon = known_ahead.shape[1]
    mean, doubt = np.empty((len(pieces), horizon)), np.empty(len(pieces))
    for group in np.unique(groups):
        rows = groups == group
        alike = known_ahead[known_groups == group]
        level, shape, differ = _middle(alike if len(alike) else known_ahead)
        own = pieces[rows] / np.maximum(days[rows], 1)
        prior = own if level is None else np.full(own.shape, level)
        rate = (pieces[rows] + WORTH_DAYS * prior) / (days[rows] + WORTH_DAYS)
        mean[rows] = rate[:, None] * shape
        doubt[rows] = differ * np.sqrt(WORTH_DAYS / (WORTH_DAYS + days[rows]))
    return mean, doubt


def _middle(ahead: Matrix) -> tuple[float | None, Matrix, float]:
    """The middle item's pieces a day, the items' common shape (mean 1), how much they differ."""
    total = ahead.sum(0)
    shape = total / total.mean() if total.any() else np.ones(ahead.shape[1])
    if not len(ahead):
        return None, shape, _ASSUMED_DIFFERENCE
    levels = ahead.mean(1)
    if len(ahead) < _FEWEST or not levels.any():
        return float(np.median(levels)), shape, _ASSUMED_DIFFERENCE
    return (
        float(np.median(levels)),
        shape,
        min(float(levels.std() / levels.mean()), _MOST_DIFFERENCE),
    )
