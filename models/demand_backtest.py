"""Rolling origins: each candidate forecasts from several points of the past, and is held to it.

Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), 5.10 (rolling
origins) and 5.8 (errors scaled by the mean step from one period to the next, Hyndman & Koehler
2006): 1 means as wrong as repeating the last period, one period ahead, on the known past.

Items are independent in here, so they go in batches to `jobs` processes. They are spawned, since
a fork of a process with threads, such as the running desk, may hang.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from models.demand_candidates import FEWEST_PERIODS, NAMES, candidates
from models.demand_history import Matrix

#: Items a batch; one batch is done within a few seconds.
BATCH = 100
#: Fewer items are not worth starting processes for, which takes two seconds.
_WORTH_PROCESSES = 400

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Panel:
    """Many items' periods, alike in length.

    Args:
        values: (n, T) pieces a period, NaN before an item's first; known effects divided out.
        season: periods after which a season repeats; 1: none.
        factors: (n, T + horizon) known effects; real pieces are values times factors.
        held: where True, an effect of a period ahead is not known: the last one goes on.
    """

    values: Matrix
    season: int
    factors: Matrix
    held: bool = False

    def ahead(self, origin: int, horizon: int) -> Matrix:
        """The factors of the periods from `origin` on, as they were known before it."""
        if self.held:
            return np.repeat(self.factors[:, origin - 1 : origin], horizon, axis=1)
        return self.factors[:, origin : origin + horizon]


@dataclass(frozen=True, slots=True)
class Backtest:
    """What each candidate said, in real pieces, k candidates in the order of `NAMES`.

    Shapes: `past` (k, n, origins, horizon); `actual` (n, origins, horizon), NaN where the past ends
    or the item was not for sale; `ahead` (k, n, horizon); `scale` (n,) the mean step, `scale_then`
    (n, origins) the mean step as it was known at each origin.
    """

    origins: tuple[int, ...]
    past: Matrix
    actual: Matrix
    ahead: Matrix
    scale: Matrix
    scale_then: Matrix


def rolling_origins(periods: int, horizon: int, least: int, most: int) -> tuple[int, ...]:
    """How many periods are known at each origin, at most `most` of them, the oldest first.

    A long history gives whole horizons, half a horizon apart: 104 weeks, 13 ahead, 3 → 79, 85, 91.
    A short one gives what there is, from `least` on: 18 months, 6 ahead, least 12, 6 → 12 to 17.
    """
    last = periods - horizon
    first = max(least, last - max(1, horizon // 2) * (most - 1))
    if last <= first:
        first, last = min(least, periods - 1), periods - 1
    return tuple(sorted({round(float(one)) for one in np.linspace(first, last, most)}))


def scales(values: Matrix) -> Matrix:
    """The mean absolute step between neighbouring periods, (n,); 1 for one that never moved."""
    steps = np.abs(np.diff(values, axis=1))
    counted = np.maximum((~np.isnan(steps)).sum(1), 1)
    mean: Matrix = np.nansum(steps, axis=1) / counted
    return np.where(mean > 0, mean, 1.0)


def backtest(
    panel: Panel,
    horizon: int,
    most: int,
    *,
    least: int = FEWEST_PERIODS,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Backtest:
    """Every candidate from at most `most` origins with `least` known periods, and from today."""
    items, periods = panel.values.shape
    origins = rolling_origins(periods, horizon, least, most)
    said = np.full((len(NAMES), items, len(origins) + 1, horizon), np.nan)
    done = 0
    for rows, found in _batches(panel, horizon, origins, jobs):
        said[:, rows] = found
        done += found.shape[1]
        if progress is not None:
            progress(done, items)
    for place, origin in enumerate((*origins, periods)):
        said[:, :, place] *= panel.ahead(origin, horizon)
    real = panel.values * panel.factors[:, :periods]
    actual = np.full((items, len(origins), horizon), np.nan)
    for place, origin in enumerate(origins):
        there = real[:, origin : origin + horizon]
        actual[:, place, : there.shape[1]] = there
    then = np.stack([scales(real[:, :origin]) for origin in origins], axis=1)
    return Backtest(origins, said[:, :, :-1], actual, said[:, :, -1], scales(real), then)


def _batches(
    panel: Panel, horizon: int, origins: tuple[int, ...], jobs: int
) -> Iterator[tuple[slice, Matrix]]:
    """Each batch's rows and what was said of them, (k, rows, origins + 1, horizon)."""
    items = len(panel.values)
    parts = [slice(first, min(first + BATCH, items)) for first in range(0, items, BATCH)]
    if jobs < 2 or items < _WORTH_PROCESSES:
        yield from (
            (rows, _batch(panel.values[rows], horizon, panel.season, origins)) for rows in parts
        )
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        asked = {
            pool.submit(_batch, panel.values[rows], horizon, panel.season, origins): rows
            for rows in parts
        }
        yield from ((asked[done], done.result()) for done in as_completed(asked))


def _batch(values: Matrix, horizon: int, season: int, origins: tuple[int, ...]) -> Matrix:
    known = (*origins, values.shape[1])
    return np.stack([candidates(values[:, :n], horizon, season) for n in known], axis=2)
