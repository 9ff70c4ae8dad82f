"""What promotions and the year's great days multiply demand by, for each item.

An effect is the pieces sold on its days by what ordinary days would have sold. Few items sell
enough on one day to tell, so each is drawn to its category's effect and that to everyone's: the
mean of a gamma prior worth `TEMPER` pieces, updated by Poisson counts (Gelman et al., Bayesian Data
Analysis, 2.6). Known effects are divided out of the past and multiplied into the days ahead.

An item sold 90 where 30 were ordinary, its category doubles → (90 + 2 · 30) / (30 + 30) = 2.5.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from models.demand_calendar import PHASES, phase_days
from models.demand_history import Days, Matrix
from models.demand_levels import ordinary_days, weekday_shares

#: A prior effect counts like so many pieces.
TEMPER = 30.0
LEAST, MOST = 0.1, 20.0


def event_factors(days: Days, sold: Matrix, groups: NDArray[np.int64]) -> Matrix:
    """The effects of all days, (n, T + ahead); 1 on ordinary ones and where nothing was learned.

    Args:
        sold: (n, T) the pieces, price effects divided out.
        groups: (n,) whose items' effects are alike.
    """
    past = sold.shape[1]
    occasions = _occasions(days)
    great = np.zeros(past + days.ahead, bool)
    for columns in occasions:
        great[columns] = True
    plain = days.known & ~days.promoted[:, :past]
    quiet = plain & ~great[:past]
    ordinary = ordinary_days(sold, quiet, weekday_shares(sold, quiet, groups))
    factors = np.ones((len(sold), past + days.ahead))
    for columns in occasions:
        before = columns[columns < past]
        there = plain[:, before]
        effect = _effects(sold[:, before] * there, ordinary[:, before] * there, groups)
        factors[:, columns] = effect[:, None]
    if days.promoted.any():
        there = days.known & days.promoted[:, :past]
        effect = _effects(sold * there, ordinary * factors[:, :past] * there, groups)
        factors *= np.where(days.promoted, effect[:, None], 1.0)
    return factors


def _occasions(days: Days) -> list[NDArray[np.int64]]:
    """The columns of each phase that falls into the days."""
    start = days.first_day
    end = days.last_day + timedelta(days.ahead)
    found = [[(day - start).days for day in phase_days(one, start, end)] for one in PHASES]
    return [np.array(columns, np.int64) for columns in found if columns]


def _effects(sold: Matrix, ordinary: Matrix, groups: NDArray[np.int64]) -> Matrix:
    """One effect an item, (n,), from the sums over its days."""
    pieces, expected = sold.sum(1), ordinary.sum(1)
    everyone = (pieces.sum() + TEMPER) / (expected.sum() + TEMPER)
    effect = np.empty(len(sold))
    for group in np.unique(groups):
        rows = groups == group
        common = (pieces[rows].sum() + TEMPER * everyone) / (expected[rows].sum() + TEMPER)
        effect[rows] = (pieces[rows] + TEMPER * common) / (expected[rows] + TEMPER)
    return np.clip(effect, LEAST, MOST)
