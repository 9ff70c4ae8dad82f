"""How long the shelves last: every item by what runs out first, and one item's days ahead."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.rules.policy import Policy
from bot.rules.reorder import Outlook
from bot.supply.item_facts import reorder_points
from bot.supply.outlooks import FORECAST_HOLDS
from bot.supply.shelves import Shelf, read_shelves, says
from knowledge.queries import forecasts, supply
from knowledge.queries.stock_ahead import stocked
from knowledge.records import Forecast, utcnow
from knowledge.store import Store

#: So much of the past stands in an item's chart.
PAST_DAYS = 182
#: The list is looked through once in this while, seconds: it is long, and paged through.
_FRESH_S = 20.0
#: Items read at a time.
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Shelves:
    """A page of the list, each with its reorder point; `found` in all; `more` follow."""

    rows: Sequence[tuple[Shelf, int]]
    found: int
    more: bool


@dataclass(frozen=True, slots=True)
class ItemAhead:
    """One item's chart: pieces sold on each past day, and what is expected from today on.

    Args:
        today: the first of the days ahead; `sold[-1]` is of the day before it.
        mean: pieces a day. low, high: the 90 % interval, empty where there is no forecast.
        left: pieces on the shelf at the end of each day, with what comes on its day; None where
            nobody keeps count.
    """

    shelf: Shelf
    point: int
    today: date
    sold: Sequence[int]
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    left: Sequence[float] | None
    forecast: Forecast | None


class StockOutlook:
    """Tells how long the shelves last.

    Args:
        timer: seconds, for how long what was looked at is kept.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._policy, self._zone = store, policy, zone
        self._clock, self._timer = clock, timer
        self._kept: list[Shelf] = []
        self._until = -math.inf
        self._looking = asyncio.Lock()

    async def shelves(
        self, words: str = "", after: tuple[float, int] | None = None, limit: int = 50
    ) -> Shelves:
        """The items that a search finds by code or name, what runs out first on top.

        Args:
            after: `place` of the last one of the page before.
        """
        wanted = words.casefold().split()
        found = [one for one in await self._all() if says(one.item, wanted)]
        left = [one for one in found if after is None or one.place > after]
        rows = left[:limit]
        async with self._store.reading() as unit:
            items = [one.item for one in rows]
            points = await reorder_points(unit, items, self._policy, self._now())
        page = [(one, points[one.item.sku.key]) for one in rows]
        return Shelves(page, len(found), len(left) > limit)

    async def item(self, sku_id: int) -> ItemAhead:
        """One item's past and days ahead. Raises LookupError where there is none."""
        now = self._now()
        today = now.date()
        since = today - timedelta(days=PAST_DAYS)
        async with self._store.reading() as unit:
            items = await stocked(unit, [sku_id])
            if not items:
                raise LookupError(f"There is no item {sku_id}.")
            sold = (await supply.daily_sales(unit, [sku_id], since)).get(sku_id, {})
            known = await forecasts.forecasts_of(unit, [sku_id], today - FORECAST_HOLDS)
            ((shelf, outlook),) = await read_shelves(unit, items, today)
            points = await reorder_points(unit, items, self._policy, now)
        days = [since + timedelta(days=day) for day in range(PAST_DAYS)]
        forecast = known.get(sku_id)
        ahead = _daily(outlook)
        low, high = _interval(forecast, today)
        return ItemAhead(
            shelf=shelf,
            point=points[sku_id],
            today=today,
            sold=[sold.get(day, 0) for day in days],
            mean=ahead,
            low=low,
            high=high,
            left=_left(shelf, ahead, today, self._zone),
            forecast=forecast,
        )

    async def _all(self) -> list[Shelf]:
        """Every item for sale, in order; as it was a moment ago, if it was looked at then."""
        async with self._looking:
            if self._timer() >= self._until:
                self._kept = await self._look()
                self._until = self._timer() + _FRESH_S
            return self._kept

    async def _look(self) -> list[Shelf]:
        found: list[Shelf] = []
        after, today = 0, self._now().date()
        async with self._store.reading() as unit:
            while items := await supply.active_skus(unit, after, _PAGE):
                found += [shelf for shelf, _ in await read_shelves(unit, items, today)]
                after = items[-1].sku.key
                # Customers are answered between two pages.
                await asyncio.sleep(0)
        return sorted(found, key=lambda one: one.place)

    def _now(self) -> datetime:
        return self._clock().astimezone(self._zone)


def _daily(outlook: Outlook) -> list[float]:
    sums = outlook.mean
    return [sums[0], *(later - sooner for sooner, later in pairwise(sums))]


def _interval(forecast: Forecast | None, today: date) -> tuple[list[float], list[float]]:
    """The 90 % interval of each day from today on; the days that are over fall away."""
    if forecast is None:
        return [], []
    over = max(0, (today - forecast.first_day).days)
    return [max(one, 0.0) for one in forecast.low[over:]], forecast.high[over:]


def _left(shelf: Shelf, ahead: Sequence[float], today: date, zone: ZoneInfo) -> list[float] | None:
    """What the shelf holds at the end of each day; an empty one sells nothing."""
    if shelf.stock is None:
        return None
    comes: Counter[date] = Counter()
    for one in shelf.coming:
        if one.expected_at is not None:
            # What is overdue may come any day: it is drawn today.
            comes[max(one.expected_at.astimezone(zone).date(), today)] += one.pieces
    left, holds = [], float(shelf.stock)
    for day, pieces in enumerate(ahead):
        holds += comes[today + timedelta(days=day)]
        holds = max(holds - pieces, min(holds, 0.0))
        left.append(holds)
    return left
