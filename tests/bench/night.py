"""How long a large shop's night takes, and how much memory: every item forecast from two years of
daily sales, the forecasts kept, every item judged, and the orders proposed to the buyer.

The run is a process of its own (`python -m tests.bench.night DATABASE`), with two processes for the
backtest, as `python -m bot forecast` has; memory is that of all of them together.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil

from bot.rules.policy import Policy
from bot.supply.forecasts import ForecastDesk
from bot.supply.report import Course
from bot.supply.restock import RestockDesk
from knowledge.records import utcnow
from knowledge.store import Store
from models.demand import forecast_demand
from models.values import Language
from tests.bench.demand import DAYS, fill_shop
from tests.bench.shop import url
from tests.bench.table import Row

ITEMS, QUICK_ITEMS = 10_000, 1_000
#: Processes: the target is set for two cores.
JOBS = 2
MOST_S, MOST_MB = 600.0, 2_000.0
_ZONE = ZoneInfo("Asia/Shanghai")
_LOOK_S = 0.2


async def night_row(shop: Path, items: int, seed: int) -> Row:
    """Fill a copy of the demo shop, then watch its night."""
    store = Store(url(shop))
    await fill_shop(store, items, _yesterday(), seed)
    await store.close()
    told, peak = await asyncio.to_thread(_watched, shop)
    seconds = told["forecast_s"] + told["reorder_s"]
    return Row(
        f"a night: {items:,} items x {DAYS // 365} years forecast and reordered, {JOBS} processes",
        f"{seconds:.0f} s, {peak:.0f} MB",
        f"<= {MOST_S:.0f} s, <= {MOST_MB:.0f} MB",
        seconds <= MOST_S and peak <= MOST_MB,
        [
            f"{told['forecasts']:,.0f} forecasts of 91 days read, made and kept in "
            f"{told['forecast_s']:.0f} s; {told['ordered']:,.0f} items in {told['orders']:.0f} "
            f"proposed orders in {told['reorder_s']:.0f} s; memory of all processes together"
        ],
    )


def _watched(shop: Path) -> tuple[dict[str, float], float]:
    command = [sys.executable, "-m", "tests.bench.night", str(shop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        peak = _peak_mb(run)
        assert run.stdout is not None
        told = run.stdout.read()
    if run.returncode:
        raise RuntimeError("The night was not gone through; its words stand above.")
    return json.loads(told), peak


def _peak_mb(run: subprocess.Popen[str]) -> float:
    watched, peak = psutil.Process(run.pid), 0.0
    while run.poll() is None:
        with suppress(psutil.NoSuchProcess):
            alive = [watched, *watched.children(recursive=True)]
            peak = max(peak, sum(one.memory_info().rss for one in alive) / 1e6)
        time.sleep(_LOOK_S)
    return peak


class _NoWords:
    """Proposed orders wait for the buyer: nothing is worded before."""

    async def word(self, act: str, facts: dict[str, str], language: Language) -> str:
        raise AssertionError(f"{act} was worded")


async def _night(shop: Path) -> dict[str, float]:
    store = Store(url(shop))
    policy = Policy.model_validate({"stock": {"send_without_asking": False}})
    start = time.perf_counter()
    desk = ForecastDesk(store, forecast_demand, _ZONE, jobs=JOBS)
    forecasts = await desk.run(_tell)
    middle = time.perf_counter()
    restock = RestockDesk(store, _NoWords(), policy=policy, shop_name="Bench", zone=_ZONE)
    report = await restock.run()
    end = time.perf_counter()
    await store.close()
    return {
        "forecasts": forecasts,
        "forecast_s": middle - start,
        "reorder_s": end - middle,
        "orders": len(report.proposed),
        "ordered": sum(1 for one in report.lines if one.course is Course.PROPOSED),
    }


def _yesterday() -> date:
    return utcnow().astimezone(_ZONE).date() - timedelta(days=1)


def _tell(done: int, items: int) -> None:
    if done % 1_000 == 0 or done == items:
        sys.stderr.write(f"  forecast: {done:,} of {items:,} items\n")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_night(Path(sys.argv[1])))))
