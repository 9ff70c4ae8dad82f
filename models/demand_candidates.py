"""The models that may forecast an item, each over all items at once or one after another.

Sources: Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), for naive,
seasonal naive and AutoETS; Assimakopoulos & Nikolopoulos 2000 (Theta); Syntetos & Boylan 2005
(Croston-SBA); Teunter, Syntetos & Babai 2011 (TSB); Petropoulos & Kourentzes 2015 (IMAPA). All but
the naive ones are statsforecast's, which is heavy and imported when the first of them runs.

`seasonal level` is seasonal naive carried to today's level: last year's value times how the last
periods compare with those a year before, and that fades to 1 the further ahead it looks: an AR(1)
in the seasonal differences of the logarithms, of sums, so that noughts do no harm.
Last year 80, these periods 20 % above last year's, 1 ahead → 80 · 1.2^0.9 = 94.3.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from models.demand_history import Matrix

#: How much of the difference from last year is left after one period.
FADING = 0.9
#: The rates at which TSB forgets: how often the item sells, and how much at a time.
TSB_RATES = (0.1, 0.1)
#: AutoETS and AutoTheta take no longer season (Hyndman's ets does not either).
LONGEST_SEASON = 24
#: A shorter history is not given to models that are fitted.
FEWEST_PERIODS = 8
#: Of one period of the season, so many are compared with those a year before.
_COMPARED = 12
_MOST_RATIO = 4.0

NAIVE, SEASONAL_NAIVE, SEASONAL_LEVEL = "naive", "seasonal naive", "seasonal level"
ETS, THETA, SBA, TSB, IMAPA = "AutoETS", "AutoTheta", "Croston-SBA", "TSB", "IMAPA"
NAMES = (NAIVE, SEASONAL_NAIVE, SEASONAL_LEVEL, ETS, THETA, SBA, TSB, IMAPA)


def candidates(values: Matrix, horizon: int, season: int) -> Matrix:
    """What each of `NAMES` expects after `values` (n, T): (len(NAMES), n, horizon).

    Values are at or above nought, NaN before an item's first period. NaN comes back where a model
    cannot speak: a season it has not seen, a history that is too short, a fit that failed.
    """
    found = np.full((len(NAMES), len(values), horizon), np.nan)
    found[0] = values[:, -1:]
    found[1] = seasonal_naive(values, horizon, season)
    found[2] = found[1] * _level(values, horizon, season)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about series that are short or constant
        for place, model in enumerate(_models(season), start=3):
            for row, one in enumerate(values):
                found[place, row] = _fitted(model, one[~np.isnan(one)], horizon)
    least: Matrix = np.maximum(found, 0.0)
    return least


def seasonal_naive(values: Matrix, horizon: int, season: int) -> Matrix:
    """What was a season before, (n, horizon); NaN where the season is 1 or was not seen."""
    if season < 2 or values.shape[1] < season:
        return np.full((len(values), horizon), np.nan)
    return values[:, values.shape[1] - season + np.arange(horizon) % season]


def _level(values: Matrix, horizon: int, season: int) -> Matrix:
    """How the last periods compare with those a season before, fading: (n, horizon)."""
    width = max(1, min(season // _COMPARED, values.shape[1] - season))
    now = values[:, -width:]
    before = values[:, -width - season : -season] if values.shape[1] > season else now
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = now.sum(1) / before.sum(1)
    ratio = np.where(np.isfinite(ratio), np.clip(ratio, 1 / _MOST_RATIO, _MOST_RATIO), 1.0)
    fading: Matrix = ratio[:, None] ** (FADING ** np.arange(1, horizon + 1))
    return fading


def _models(season: int) -> list[Callable[[], Any]]:
    """The fitted models in the order of `NAMES`, each made anew for a series."""
    from statsforecast import models

    length = season if season <= LONGEST_SEASON else 1
    return [
        lambda: models.AutoETS(season_length=length),
        lambda: models.AutoTheta(season_length=length),
        models.CrostonSBA,
        lambda: models.TSB(*TSB_RATES),
        models.IMAPA,
    ]


def _fitted(model: Callable[[], Any], series: Matrix, horizon: int) -> Matrix:
    if len(series) < FEWEST_PERIODS:
        return np.full(horizon, np.nan)
    if not series.any():
        return np.zeros(horizon)
    try:
        ahead: Matrix = np.asarray(model().forecast(y=series, h=horizon)["mean"], dtype=np.float64)
    except Exception:  # a fit that fails takes this model out of the choice, whatever the reason
        return np.full(horizon, np.nan)
    return np.where(np.isfinite(ahead), ahead, np.nan)
