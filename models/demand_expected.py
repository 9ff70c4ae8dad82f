"""What is expected of each day ahead, and what would have been said of days that are over.

Old items are forecast by their own weeks, new ones by what the old ones of their category sell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.demand_analogues import NEW_DAYS, borrowed
from models.demand_backtest import Panel, Progress, backtest
from models.demand_choice import Chosen, choose
from models.demand_history import Days, Matrix
from models.demand_ordinary import Ordinary

#: A year is a season. The backtest forecasts from so many points of the past.
SEASON_WEEKS, ORIGINS = 52, 3
#: What a new item is said to be forecast by.
ANALOGUES = "analogues"


@dataclass(frozen=True, slots=True)
class Expected:
    """All items' real days, effects multiplied in.

    Args:
        mean: (n, horizon) pieces of each day ahead.
        past, actual: (n, origins, horizon) what the choice would have said from each origin and
            what was sold, stock-outs filled in; NaN where unknown and for new items.
        error: (n,) the backtest's scaled error; a new item's is the mean of the others'.
        doubt: (n,) a new item's standard error of its level, as a part of it; 0 for others.
        models: what forecasts each item.
    """

    mean: Matrix
    past: Matrix
    actual: Matrix
    error: Matrix
    doubt: Matrix
    models: tuple[str, ...]


def expected_days(
    ordinary: Ordinary,
    days: Days,
    groups: NDArray[np.int64],
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Expected:
    """Every item's days, by the weeks of the old ones; `groups` (n,) numbers the categories."""
    old, new = np.flatnonzero(days.age >= NEW_DAYS), np.flatnonzero(days.age < NEW_DAYS)
    horizon, some = days.ahead, ordinary.rows(old)
    origins, chosen = _by_week(some, horizon, jobs, progress)
    mean = np.empty((len(groups), horizon))
    mean[old] = some.by_day(chosen.mean)[:, :horizon]
    pieces, age = np.nansum(ordinary.values[new], axis=1), days.age[new].astype(np.float64)
    mean[new], doubt = borrowed(pieces, age, groups[new], mean[old], groups[old])
    said = np.full((len(groups), len(origins), horizon), np.nan)
    said[old] = some.by_day(chosen.past)[:, :, :horizon]
    past, actual = _real(ordinary, said, origins)
    return Expected(
        mean=mean * ordinary.factors[:, -horizon:],
        past=past,
        actual=actual,
        error=_everyones(_spread_out(chosen.error, old, len(groups))),
        doubt=np.nan_to_num(_spread_out(doubt, new, len(groups))),
        models=_names(chosen, old, len(groups)),
    )


def _by_week(
    some: Ordinary, horizon: int, jobs: int, progress: Progress | None
) -> tuple[tuple[int, ...], Chosen]:
    """The origins, in weeks, and the choice."""
    weeks, ahead = some.weeks(), -(-horizon // 7)
    panel = Panel(weeks, SEASON_WEEKS, np.ones((len(weeks), weeks.shape[1] + ahead)))
    tested = backtest(panel, ahead, ORIGINS, jobs=jobs, progress=progress)
    return tested.origins, choose(tested)


def _real(ordinary: Ordinary, said: Matrix, origins: tuple[int, ...]) -> tuple[Matrix, Matrix]:
    """Ordinary days said from each origin as real ones, and the real days they speak of."""
    horizon = said.shape[2]
    real = ordinary.values * ordinary.factors[:, :-horizon]
    past, actual = said.copy(), np.full(said.shape, np.nan)
    for place, origin in enumerate(origins):
        past[:, place] *= ordinary.factors[:, 7 * origin : 7 * origin + horizon]
        there = real[:, 7 * origin : 7 * origin + horizon]
        actual[:, place, : there.shape[1]] = there
    return past, actual


def _spread_out(found: Matrix, rows: NDArray[np.int64], items: int) -> Matrix:
    whole = np.full(items, np.nan)
    whole[rows] = found
    return whole


def _everyones(error: Matrix) -> Matrix:
    """Unknown errors as the mean of the known ones; 1 where none is known."""
    known = error[~np.isnan(error)]
    return np.where(np.isnan(error), known.mean() if len(known) else 1.0, error)


def _names(chosen: Chosen, old: NDArray[np.int64], items: int) -> tuple[str, ...]:
    names = [ANALOGUES] * items
    for place, row in enumerate(old):
        names[row] = chosen.name(place)
    return tuple(names)
