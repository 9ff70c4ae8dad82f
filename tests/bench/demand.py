"""How long a night's forecast of a large shop takes, and how much memory: two years by day.

The run is a process of its own (`python -m tests.bench.demand ITEMS SEED`), with two processes for
the backtest, as `python -m bot forecast` has; memory is that of all three together.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import numpy as np
import psutil

from models.demand import forecast_demand
from models.demand_history import ItemHistory
from tests.bench.table import Row

ITEMS, QUICK_ITEMS = 10_000, 1_000
#: Processes: the target is set for two cores.
JOBS = 2
MOST_S, MOST_MB = 600.0, 2_000.0
_DAYS, _LAST = 730, date(2026, 6, 30)
_LOOK_S = 0.2


def demand_row(items: int, seed: int) -> Row:
    """Forecast `items` items in a process and watch it."""
    command = [sys.executable, "-m", "tests.bench.demand", str(items), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        peak = _peak_mb(run)
        assert run.stdout is not None
        told = json.loads(run.stdout.read())
    return Row(
        f"forecast of {items:,} items x 2 years, {JOBS} processes",
        f"{told['seconds']:.0f} s, {peak:.0f} MB",
        f"<= {MOST_S:.0f} s, <= {MOST_MB:.0f} MB",
        told["seconds"] <= MOST_S and peak <= MOST_MB,
        [f"{told['told']:,} forecasts of 91 days; peak of the resident memory of all processes"],
    )


def _peak_mb(run: subprocess.Popen[str]) -> float:
    watched, peak = psutil.Process(run.pid), 0.0
    while run.poll() is None:
        with suppress(psutil.NoSuchProcess):
            alive = [watched, *watched.children(recursive=True)]
            peak = max(peak, sum(one.memory_info().rss for one in alive) / 1e6)
        time.sleep(_LOOK_S)
    return peak


def mixed_demand(items: int, seed: int) -> Iterator[ItemHistory]:
    """Made-up items of mixed kinds: steady, seasonal, drifting, rare, lumpy, promoted, new."""
    rng = np.random.default_rng(seed)
    start, day = _LAST - timedelta(_DAYS - 1), np.arange(_DAYS)
    weekdays = np.resize([0.9, 0.9, 0.9, 0.9, 1.0, 1.3, 1.1], _DAYS)
    for number in range(items):
        rate = float(np.exp(rng.normal(0.0, 1.5))) * weekdays
        kind = ("steady", "seasonal", "drifting", "rare", "lumpy", "promoted", "new")[number % 7]
        promoted, new = np.zeros(_DAYS, bool), 0
        if kind == "seasonal":
            rate = rate * (1 + 0.6 * np.sin(2 * np.pi * (day / 365 + rng.random())))
        elif kind == "drifting":
            rate = rate * np.exp(np.cumsum(rng.normal(0.0, 0.02, _DAYS)))
        elif kind == "rare":
            rate = rate * 0.05
        elif kind == "lumpy":
            rate = rate * rng.binomial(1, 0.05, _DAYS) * 8
        elif kind == "promoted":
            promoted = np.isin(day // 7 % 13, (4,))
            rate = rate * np.where(promoted, 2.0, 1.0)
        else:
            new = _DAYS - int(rng.integers(5, 120)) if kind == "new" else 0
        pieces, out = rng.poisson(rate), rng.random(_DAYS) < 0.01
        yield ItemHistory(
            key=f"item {number}",
            category=f"category {number % 50}",
            first_day=start + timedelta(new),
            sold={start + timedelta(int(n)): float(pieces[n]) for n in _sold(pieces, out, new)},
            stock_outs=frozenset(start + timedelta(int(n)) for n in np.flatnonzero(out)),
            promotions=frozenset(start + timedelta(int(n)) for n in np.flatnonzero(promoted)),
        )


def _sold(pieces: np.ndarray, out: np.ndarray, new: int) -> np.ndarray:
    return np.flatnonzero((pieces > 0) & ~out & (np.arange(len(pieces)) >= new))


def main() -> None:
    """Forecast, and tell how long it took."""
    items, seed = int(sys.argv[1]), int(sys.argv[2])
    histories = list(mixed_demand(items, seed))
    start = time.perf_counter()
    found = forecast_demand(histories, _LAST, jobs=JOBS, progress=_tell)
    told = sum(1 for _ in found)
    print(json.dumps({"seconds": time.perf_counter() - start, "told": told}))


def _tell(done: int, items: int) -> None:
    if done % 1_000 == 0 or done == items:
        sys.stderr.write(f"  forecast: {done:,} of {items:,} items\n")


if __name__ == "__main__":
    main()
