"""Forecasting by hand: make it, keep it, print it, draw it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from bot.commands.forecast_chart import draw
from bot.commands.progress import progress
from bot.commands.shop import migrate, say
from bot.errors import CommandFailed
from bot.settings import Settings
from bot.wiring import open_desk
from knowledge.queries import forecasts, supply
from knowledge.queries.forecasts import Named
from knowledge.store import Store
from models.errors import ModelError

#: So much of the past is drawn.
_DRAWN_PAST = timedelta(days=180)


async def forecast(settings: Settings, codes: Sequence[str], plot: Path | None) -> int:
    """Forecast every item, keep what came out, and print some or all of it.

    Raises:
        CommandFailed: an item is not known, an item's past cannot be, or the drawing cannot be
            written.
    """
    async with open_desk(settings, {}) as desk:
        await migrate(desk.store)
        try:
            made = await desk.forecasts(jobs=os.cpu_count() or 1).run(progress("items"))
        except ModelError as error:
            raise CommandFailed(str(error)) from error
        async with desk.store.reading() as unit:
            found = await forecasts.named_forecasts(unit, codes)
        missing = set(codes) - {one.sku.code for one in found}
        if missing:
            raise CommandFailed(f"No forecast of {', '.join(sorted(missing))}: never sold.")
        sys.stdout.write(f"{told(found)}\n")
        if plot is not None and found:
            await _plot(desk.store, found[0], plot)
    say(f"{made} forecasts kept.")
    return 0


def check(data: Path) -> int:
    """Print how the forecasts do on public data.

    Raises:
        CommandFailed: the data is not there.
    """
    from models.demand_check import check_demand

    try:
        sys.stdout.write(f"{check_demand(data)}\n")
    except ModelError as error:
        raise CommandFailed(str(error)) from error
    return 0


def told(found: Sequence[Named]) -> str:
    """A line an item: the model, its error, and what the next week and four weeks sell."""
    width = max([len(one.sku.code) for one in found], default=4)
    lines = [f"{'item':{width}}  {'week':>8}  {'28 days':>8}  {'±':>6}  {'error':>5}  model"]
    for one in found:
        mean, spread = one.forecast.mean, one.forecast.spread
        lines.append(
            f"{one.sku.code:{width}}  {sum(mean[:7]):8.1f}  {sum(mean[:28]):8.1f}  "
            f"{spread[27]:6.1f}  {one.forecast.error:5.2f}  {one.forecast.model}"
        )
    lines.append(
        "week, 28 days: pieces expected. ±: standard deviation of the 28 days' error. error: of "
        "the backtest, scaled; 1 is as wrong as repeating the week before."
    )
    return "\n".join(lines)


async def _plot(store: Store, named: Named, file: Path) -> None:
    first = named.forecast.first_day
    async with store.reading() as unit:
        ids = [named.sku.key]
        sold = (await supply.daily_sales(unit, ids, first - _DRAWN_PAST)).get(named.sku.key, {})
    drawing = draw(named, _filled(sold, first))
    try:
        await asyncio.to_thread(file.write_text, drawing, encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"{file} cannot be written: {error.strerror}.") from error
    say(f"{named.sku.code} is drawn in {file}.")


def _filled(sold: dict[date, int], first: date) -> list[int]:
    days = _DRAWN_PAST.days
    return [sold.get(first - timedelta(days=ago), 0) for ago in range(days, 0, -1)]
