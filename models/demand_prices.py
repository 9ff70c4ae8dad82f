"""What an item's price does to its demand: a constant elasticity, for each item.

Source: the log-log model of demand (Talluri & van Ryzin, The Theory and Practice of Revenue
Management, 7.3): pieces go with price to the power β. β comes from the steps between neighbouring
periods, in which the level and most of the season cancel, and each item's is drawn to that of its
group by how surely either is known (empirical Bayes, normal; Efron & Morris 1975).

A tenth off with β = -1.5 → 0.9^-1.5 = 1.17 times the pieces.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.demand_history import Matrix

#: Steps between fewer pieces are mostly chance; their logarithms are left out.
FEWEST_PIECES = 5.0
#: Elasticities outside are taken for chance: demand hardly ever rises with the price.
LEAST, MOST = -5.0, 0.0
#: A group in which prices moved less often tells nothing: β is 0 then, no effect.
_FEWEST_STEPS = 10


def price_factors(prices: Matrix, beta: Matrix) -> Matrix:
    """What each price (n, T) multiplies demand by: 1 at the item's usual (median) price.

    An unknown price (NaN) multiplies by 1. `beta` (n,) is what `elasticities` found.
    """
    factors: Matrix = np.exp(beta[:, None] * np.nan_to_num(_relative(prices)))
    return factors


def elasticities(values: Matrix, prices: Matrix, groups: NDArray[np.int64]) -> Matrix:
    """β of each item, (n,).

    Args:
        values, prices: (n, T) pieces and price of each period, NaN where unknown.
        groups: (n,) whose items' elasticities are alike.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.where(values >= FEWEST_PIECES, np.log(values), np.nan)
    moved, by = np.diff(logs, axis=1), np.diff(_relative(prices), axis=1)
    usable = ~np.isnan(moved) & ~np.isnan(by)
    moved, by = np.where(usable, moved, 0.0), np.where(usable, by, 0.0)
    beta = np.zeros(len(values))
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        beta[rows] = _shrunk(moved[rows], by[rows], usable[rows])
    return np.clip(beta, LEAST, MOST)


def _relative(prices: Matrix) -> Matrix:
    """The logarithm of each price by the item's median one; NaN where unknown."""
    relative = np.full(prices.shape, np.nan)
    if (some := (~np.isnan(prices)).any(1)).any():
        usual = np.nanmedian(prices[some], axis=1, keepdims=True)
        relative[some] = np.log(prices[some] / usual)
    return relative


def _shrunk(moved: Matrix, by: Matrix, usable: NDArray[np.bool_]) -> Matrix:
    """The items' slopes, each drawn to their common one by its own uncertainty."""
    weight = (by**2).sum(1)
    told = weight > 0
    if (np.abs(by) > 0).sum() < _FEWEST_STEPS:
        return np.zeros(len(moved))
    own = np.where(told, (moved * by).sum(1) / np.where(told, weight, 1.0), 0.0)
    common = float((own * weight).sum() / weight.sum())
    left = np.where(usable, moved - own[:, None] * by, 0.0)
    noise = float((left**2).sum() / max(usable.sum() - told.sum(), 1))
    # Between the items: what their slopes differ by beyond what noise explains (DerSimonian-Laird).
    beyond = (weight * (own - common) ** 2).sum() - noise * (told.sum() - 1)
    between = max(0.0, float(beyond / weight.sum()))
    if not between:
        return np.full(len(moved), common)
    trust = between / (between + noise / np.where(told, weight, np.inf))
    return np.where(told, common + trust * (own - common), common)
