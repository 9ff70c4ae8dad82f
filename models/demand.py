"""What will be sold of each item on each of the days ahead, and how sure that is.

    an item's past as days                       models/demand_history.py
    prices, promotions and great days out        models/demand_prices.py, demand_events.py
    days without stock filled in                 models/demand_levels.py
    week by week, several models backtested      models/demand_candidates.py, demand_backtest.py
    the best of them for each item               models/demand_choice.py
    new items from their category's analogues    models/demand_analogues.py
    weeks to days, effects back in               models/demand_ordinary.py, demand_expected.py
    intervals, and the error of running sums     models/demand_bounds.py, demand_intervals.py

Weeks are what is modelled: a day of most items is a matter of chance, and a hundred weeks take a
fraction of the time that seven hundred days do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from models.demand_backtest import Progress
from models.demand_bounds import day_bounds
from models.demand_expected import Expected, expected_days
from models.demand_history import ItemHistory, Matrix, laid_out
from models.demand_ordinary import ordinary_demand

#: Days ahead: a quarter, the longest lead time that is at all usual.
HORIZON = 91
#: So much of the past is looked at, weeks; a shop with less is filled up with days before it.
PAST_WEEKS, FEWEST_WEEKS = 104, 9


@dataclass(frozen=True, slots=True)
class DemandForecast:
    """One item's days ahead; the first entry is `first_day`'s.

    Args:
        key: the item. model: what forecasts it, such as `AutoETS + IMAPA`.
        error: the scaled error of the backtest, 1 as wrong as repeating the last week is a week
            ahead; a new item's is that of all others, and 1 where nothing could be tried yet.
        mean: expected pieces of each day. low, high: nine of ten days lie between them.
        spread: standard deviation of the error of the pieces sold through that day.
    """

    key: str
    model: str
    error: float
    first_day: date
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    spread: tuple[float, ...]


def forecast_demand(
    items: Iterable[ItemHistory],
    last_day: date,
    *,
    horizon: int = HORIZON,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Iterator[DemandForecast]:
    """Each item's forecast, in the order given; all are computed before the first comes.

    Args:
        last_day: the last day that is over.
        horizon: days ahead, at least 1.
        jobs: processes for the backtest; more than one pays from some hundred items on.
        progress: told (items done, items) of the backtest, which takes nearly all of the time.

    Raises:
        HistoryUnusable: an item comes twice, or its past does not end by `last_day`.
        ValueError: the horizon is below 1.
    """
    if horizon < 1:
        raise ValueError(f"A forecast looks at least a day ahead, not {horizon}.")
    given = tuple(items)
    days = laid_out(given, last_day, 7 * _weeks(given, last_day), horizon)
    groups = np.unique(np.array(days.categories, dtype=str), return_inverse=True)[1]
    ordinary = ordinary_demand(days, groups)
    found = expected_days(ordinary, days, groups, jobs=jobs, progress=progress)
    bounds = day_bounds(found.past, found.actual, found.mean, found.doubt)
    return _told(days.keys, last_day + timedelta(days=1), found, *bounds)


def _weeks(items: tuple[ItemHistory, ...], last_day: date) -> int:
    """Whole weeks of the past that are looked at."""
    oldest = min((one.first for one in items), default=last_day)
    return min(PAST_WEEKS, max(FEWEST_WEEKS, ((last_day - oldest).days + 1) // 7))


def _told(
    keys: tuple[str, ...],
    first_day: date,
    found: Expected,
    low: Matrix,
    high: Matrix,
    spread: Matrix,
) -> Iterator[DemandForecast]:
    for row, key in enumerate(keys):
        days = (tuple(one[row].tolist()) for one in (found.mean, low, high, spread))
        yield DemandForecast(key, found.models[row], float(found.error[row]), first_day, *days)
