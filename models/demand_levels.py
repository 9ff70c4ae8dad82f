"""What an ordinary day sells, and the days without stock, which are filled in by it.

A day without stock is censored demand: what would have been sold is at least what was sold, and is
not known (Nahmias 1994). It is taken as an ordinary day's sales, or what was sold if that is more;
never as nought, which would make the shop order less of what it runs out of.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.demand_history import Mask, Matrix

#: The level of a day is the mean of so many days before and after it.
HALF_WINDOW = 28
#: The group's weekdays count like so many of the item's own pieces.
_TEMPER = 70.0


def weekday_shares(sold: Matrix, usable: Mask, groups: NDArray[np.int64]) -> Matrix:
    """How a week's demand falls on its days, (n, 7), summing to 1, the first column's day first.

    Each item's is drawn to that of its group: 14 pieces, all on one day, group even → 16 + 84 / 7
    of 84, about a third on that day.
    """
    by_day = np.empty((len(sold), 7))
    for day in range(7):
        there = usable[:, day::7]
        by_day[:, day] = (sold[:, day::7] * there).sum(1) / np.maximum(there.sum(1), 1)
    pieces = (sold * usable).sum(1, keepdims=True)
    own = _shares(by_day)
    found = np.empty_like(own)
    for group in np.unique(groups):
        rows = groups == group
        common = _shares((own[rows] * pieces[rows]).sum(0, keepdims=True))
        found[rows] = (own[rows] * pieces[rows] + common * _TEMPER) / (pieces[rows] + _TEMPER)
    return found


def ordinary_days(sold: Matrix, usable: Mask, shares: Matrix) -> Matrix:
    """What each day would sell if it were like the usable days around it, (n, T)."""
    weekday = np.resize(np.arange(7), sold.shape[1])
    counted = _around(usable.astype(np.float64))
    # Weighted by their weekdays, so that a window of two weekends is not a higher level.
    weight = _around(usable * shares[:, weekday] * 7)
    level = _around(sold * usable)
    whole = (sold * usable).sum(1) / np.maximum(usable.sum(1), 1)
    level = np.where(counted > 0, level / np.maximum(weight, 1e-9), whole[:, None])
    ordinary: Matrix = level * shares[:, weekday] * 7
    return ordinary


def filled(sold: Matrix, known: Mask, since: Mask, ordinary: Matrix) -> Matrix:
    """The days with the stock-outs filled in, NaN before the item was for sale (`since` False)."""
    demand = np.where(known, sold, np.maximum(sold, ordinary))
    return np.where(since, demand, np.nan)


def _around(values: Matrix) -> Matrix:
    """The sum over `HALF_WINDOW` days before and after each day."""
    days = values.shape[1]
    sums = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    at = np.arange(days)
    last, first = np.minimum(at + HALF_WINDOW + 1, days), np.maximum(at - HALF_WINDOW, 0)
    around: Matrix = sums[:, last] - sums[:, first]
    return around


def _shares(by_day: Matrix) -> Matrix:
    total = by_day.sum(1, keepdims=True)
    return np.where(total > 0, by_day / np.where(total > 0, total, 1.0), 1 / 7)
