"""How sure each day ahead is, from what the choice would have said of days that are over.

The unit of error of a day is the square root of its expected pieces times the item's dispersion,
the variance by the mean: 1 for chance purchases of single pieces (Poisson), more where people buy
several or demand swings. An item's dispersion is drawn to that of items that sell about as much.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.demand_history import Matrix
from models.demand_intervals import conformal_bounds, spread_of_sums

#: Items that sell alike many pieces a week are judged together: up to 1, 7, 70 and more.
VOLUMES = (1.0, 7.0, 70.0)
#: An item that sells nothing may yet sell a piece a quarter.
_LEAST_RATE = 1 / 91
#: The like items' dispersion counts like so many of the item's own pieces.
_TEMPER = 30.0
_WEEK = 7


def day_bounds(
    past: Matrix, actual: Matrix, mean: Matrix, doubt: Matrix
) -> tuple[Matrix, Matrix, Matrix]:
    """The lower and upper bounds of each day, and the spread of running sums, (n, horizon) each.

    Args:
        past, actual: (n, origins, horizon) what was said of days that are over, and what was sold;
            NaN where unknown, all of it for a new item.
        mean: (n, horizon) what is expected.
        doubt: (n,) a new item's standard error of its level, as a part of it; 0 for others.
    """
    groups = np.digitize(mean.mean(1) * _WEEK, VOLUMES).astype(np.int64)
    errors = actual - past
    dispersion = _dispersion(errors, np.maximum(past, _LEAST_RATE), groups)
    variance_past = np.maximum(past, _LEAST_RATE) * dispersion[:, None, None]
    variance = np.maximum(mean, _LEAST_RATE) * dispersion[:, None]
    unit = np.sqrt(variance + (doubt[:, None] * mean) ** 2)
    low, high = conformal_bounds(errors / np.sqrt(variance_past), mean, unit, groups, _WEEK)
    spread = spread_of_sums(errors, variance_past, variance, groups)
    level = doubt[:, None] * np.cumsum(mean, axis=1)
    return low, high, np.sqrt(spread**2 + level**2)


def _dispersion(errors: Matrix, rate: Matrix, groups: NDArray[np.int64]) -> Matrix:
    """The variance by the mean, (n,). 60 squared error over 20 pieces, alike 2 → (60 + 60) / 50."""
    squares = np.nansum(errors**2, axis=(1, 2))
    pieces = np.where(np.isnan(errors), 0.0, rate).sum((1, 2))
    found = np.ones(len(errors))
    for group in np.unique(groups):
        rows = groups == group
        alike = squares[rows].sum() / pieces[rows].sum() if pieces[rows].any() else 1.0
        found[rows] = (squares[rows] + _TEMPER * alike) / (pieces[rows] + _TEMPER)
    return np.maximum(found, 1e-6)
