"""How far off a forecast may be: conformal bounds of a period, and the error of a running sum.

Bounds are split conformal with a unit of error for each item (Lei et al. 2018, 5.2): the backtest
errors of all like items, each in its item's unit, are pooled for each step ahead; their quantiles
times the unit are the bounds. Below and above are apart, since demand is not symmetrical.

What a reorder point needs is the error of the demand over the whole lead time. Daily errors go
together (a rise that was not foreseen lasts), so it is measured on sums, not added up from days.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.demand_history import Matrix

LEVEL = 0.9
#: Fewer pooled errors than this say nothing of their outer twentieth: all groups' are taken then.
ENOUGH_ERRORS = 100
#: All like items' errors of a sum count like those of so many origins of the item itself.
_TEMPER = 3.0
#: A single item's squared error counts at most so many times its expectation when pooled.
_MOST_RATIO = 25.0


def conformal_bounds(
    errors: Matrix, mean: Matrix, unit: Matrix, groups: NDArray[np.int64], pooled_steps: int = 1
) -> tuple[Matrix, Matrix]:
    """The lower and upper bound of each period ahead, (n, horizon) each, not below nought.

    Args:
        errors: (n, origins, horizon) actual less forecast, in units; NaN where unknown.
        mean, unit: (n, horizon) the forecast from today and its unit of error, pieces.
        groups: (n,) which items' errors are pooled.
        pooled_steps: so many neighbouring steps are pooled as well: 7 for days of a week.

    Errors from -1.2 to 2 units in nine of ten cases, 10 pieces expected, unit 3 → 6.4 to 16.
    """
    horizon = mean.shape[1]
    low, high = np.empty_like(mean), np.empty_like(mean)
    for first in range(0, horizon, pooled_steps):
        steps = slice(first, min(first + pooled_steps, horizon))
        for group in np.unique(groups):
            rows = np.flatnonzero(groups == group)
            lower, upper = _quantiles(errors, rows, steps)
            low[rows, steps] = mean[rows, steps] + lower * unit[rows, steps]
            high[rows, steps] = mean[rows, steps] + upper * unit[rows, steps]
    return np.clip(low, 0.0, mean), np.maximum(high, mean)


def _quantiles(errors: Matrix, rows: NDArray[np.int64], steps: slice) -> tuple[float, float]:
    """The group's outer quantiles at these steps, or everyone's, or those of any step."""
    for some in (errors[rows, :, steps], errors[:, :, steps], errors):
        found = np.sort(some[~np.isnan(some)])
        if len(found) >= ENOUGH_ERRORS:
            break
    if not len(found):
        return -1.645, 1.645  # nothing was tried yet: as if errors were normal
    # The rank with the finite-sample correction of split conformal: ceil((n + 1) · level).
    count, tail = len(found), (1 - LEVEL) / 2
    out = min(count - 1, int(np.ceil((count + 1) * (1 - tail))) - 1)
    return float(found[count - 1 - out]), float(found[out])


def spread_of_sums(
    errors: Matrix, variance_past: Matrix, variance: Matrix, groups: NDArray[np.int64]
) -> Matrix:
    """The standard deviation of the error of the sum of the first 1, 2, … periods, (n, horizon).

    Args:
        errors: (n, origins, horizon) actual less forecast, pieces; NaN where unknown.
        variance_past, variance: (n, origins, horizon) and (n, horizon): what the variance of each
            period's error would be if periods had nothing to do with each other.

    An item's own squared errors of sums, relative to that expectation, are averaged with those of
    its group. Expected 4 a day, sums off twice as much as independent days → day 9: 2 · 6 = 12.
    """
    ratio = np.cumsum(errors, axis=2) ** 2 / np.cumsum(variance_past, axis=2)
    seen = ~np.isnan(ratio)
    capped = np.where(seen, np.minimum(ratio, _MOST_RATIO), 0.0)
    found = np.empty_like(variance)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        counted = seen[rows].sum((0, 1))
        everyone = _carried(capped[rows].sum((0, 1)), counted)
        own, tries = capped[rows].sum(1), seen[rows].sum(1)
        found[rows] = (own + _TEMPER * everyone) / (tries + _TEMPER)
    sums: Matrix = np.sqrt(np.cumsum(variance, axis=1) * found)
    return np.maximum.accumulate(sums, axis=1)


def _carried(total: Matrix, counted: NDArray[np.int64]) -> Matrix:
    """The mean of each step; a step that nobody saw goes on as the last one that was seen."""
    mean = np.where(counted > 0, total / np.maximum(counted, 1), np.nan)
    for step in range(len(mean)):
        if np.isnan(mean[step]):
            mean[step] = mean[step - 1] if step else 1.0
    return mean
