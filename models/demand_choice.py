"""Which models forecast an item: by their backtest, tempered by what all items together say.

A few origins tell little about one item, so its error with a model is taken together with all
items' mean error with that model, as if that had been seen `TEMPER` times more. The models are then
weighted by the inverse power of these errors, and the best few are averaged: averages of a few
good forecasts beat the best of them more often than not (Bates & Granger 1969; Makridakis et al.
2020, the M4 competition).

How well the choice does is measured without looking: from an origin the item's models are weighted
by its errors in the periods before that origin only. (Leaving one origin out is not enough: its
neighbours are judged by the same periods.) These errors are what the intervals rest on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.demand_backtest import Backtest
from models.demand_candidates import NAMES
from models.demand_history import Mask, Matrix

#: All items' mean error counts like so many of the item's own forecasts.
TEMPER = 20.0
#: At most so many models are averaged, by the inverse of their errors to this power.
MOST_MODELS, POWER = 3, 4.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choice for each item.

    Shapes: `weights` (k, n), summing to 1 over the models; `mean` (n, horizon) from today; `past`
    (n, origins, horizon) from each origin, chosen by the others; `error` (n,) its scaled error.
    """

    weights: Matrix
    mean: Matrix
    past: Matrix
    error: Matrix

    def name(self, row: int) -> str:
        """The models of an item, the heaviest first: `seasonal level + AutoETS`."""
        order = np.argsort(-self.weights[:, row], kind="stable")
        return " + ".join(NAMES[place] for place in order if self.weights[place, row] > 0)


def choose(tested: Backtest) -> Chosen:
    """The weights by all that is known today, and what would have been said from each origin."""
    scale = tested.scale[:, None, None]
    errors = np.abs(tested.past - tested.actual) / scale
    everyone = _everyone(errors)
    past = np.full(tested.actual.shape, np.nan)
    for place, origin in enumerate(tested.origins):
        before = np.where(_before(tested, origin), errors, np.nan)
        weights = _weights(before, everyone, tested.past[:, :, place])
        past[:, place] = _blend(weights, tested.past[:, :, place])
    weights = _weights(errors, everyone, tested.ahead)
    error = _mean(np.abs(past - tested.actual) / scale, (1, 2))
    return Chosen(weights, _blend(weights, tested.ahead), past, error)


def _before(tested: Backtest, origin: int) -> Mask:
    """Which (origins, horizon) lie before an origin."""
    steps = np.arange(tested.actual.shape[2])
    return np.array([one + steps < origin for one in tested.origins])


def _everyone(errors: Matrix) -> Matrix:
    """Each model's mean error over all items, (k, 1)."""
    return _mean(_mean(errors, (2, 3)), (1,))[:, None]


def _weights(errors: Matrix, everyone: Matrix, said: Matrix) -> Matrix:
    """(k, n) from errors (k, n, origins, horizon), for those models that spoke in `said`."""
    seen = (~np.isnan(errors)).sum((2, 3))
    own = np.nan_to_num(_mean(errors, (2, 3)))
    tempered = (own * seen + everyone * TEMPER) / (seen + TEMPER)
    speaks = ~np.isnan(said).any(axis=2)
    ranked = np.where(speaks & ~np.isnan(tempered), np.maximum(tempered, 1e-6), np.inf)
    # Without any backtest the plainest model speaks: repeat the last period.
    ranked[0] = np.where(np.isinf(ranked).all(0), 1.0, ranked[0])
    place = np.argsort(np.argsort(ranked, axis=0, kind="stable"), axis=0, kind="stable")
    best = ranked.min(0)
    weights = np.where(place < MOST_MODELS, (best / ranked) ** POWER, 0.0)
    shared: Matrix = weights / weights.sum(0)
    return shared


def _blend(weights: Matrix, said: Matrix) -> Matrix:
    """The weighted mean, (n, horizon); NaN where no model speaks, as before an item's first day."""
    mean = np.einsum("kn,knh->nh", weights, np.nan_to_num(said))
    return np.where(np.isnan(said).all(0), np.nan, mean)


def _mean(errors: Matrix, axes: tuple[int, ...]) -> Matrix:
    """The mean of what is there; NaN where nothing is (numpy's own would warn)."""
    counted = (~np.isnan(errors)).sum(axes)
    total = np.nansum(errors, axis=axes)
    return np.where(counted > 0, total / np.maximum(counted, 1), np.nan)
