"""Forecasting what is going to be sold, each night, and noting what could not be bought.

A forecast rests on the days that are over. A day on which an item had run out says little about
what was wanted, so those are noted as they happen: nobody could tell them afterwards.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from knowledge.queries import forecasts, supply
from knowledge.queries.forecasts import Forecastable
from knowledge.records import Forecast, SalesEvent, utcnow
from knowledge.store import Store
from models.demand import HORIZON, PAST_WEEKS, DemandForecast
from models.demand_history import ItemHistory

#: How much of the past is read.
PAST = timedelta(weeks=PAST_WEEKS)
#: Items whose sales are read at a time.
_PAGE = 500

#: Told (items done, items).
Progress = Callable[[int, int], None]


class Forecaster(Protocol):
    """`models.demand.forecast_demand`, as this side needs it."""

    def __call__(
        self,
        items: Iterable[ItemHistory],
        last_day: date,
        *,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> Iterator[DemandForecast]: ...


class ForecastDesk:
    """Makes the forecasts of all items for sale, and keeps them.

    Args:
        jobs: processes that share the work.
    """

    def __init__(
        self,
        store: Store,
        forecaster: Forecaster,
        zone: ZoneInfo,
        *,
        jobs: int = 1,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._forecaster = forecaster
        self._zone = zone
        self._jobs = jobs
        self._clock = clock

    async def run(self, progress: Progress | None = None) -> int:
        """Forecast every item that was ever sold; how many there are. Running it again is safe.

        Raises:
            StoreUnavailable: nothing was changed.
            HistoryUnusable: what is on record of an item cannot be; nothing was changed.
        """
        now = self._clock()
        last_day = now.astimezone(self._zone).date() - timedelta(days=1)
        items, histories = await self._histories(last_day)
        if not items:
            return 0
        # In a thread: the desk answers customers meanwhile.
        made = await asyncio.to_thread(
            lambda: list(self._forecaster(histories, last_day, jobs=self._jobs, progress=progress))
        )
        ids = {item.sku.code: item.sku.key for item in items}
        kept = [_record(one, ids[one.key], now) for one in made]
        async with self._store.writing() as unit:
            await forecasts.keep_forecasts(unit, kept)
        return len(kept)

    async def run_if_due(self) -> int:
        """Forecast unless that was done today; how many items were."""
        today = self._clock().astimezone(self._zone).date()
        async with self._store.reading() as unit:
            newest = await forecasts.newest_first_day(unit)
        return 0 if newest is not None and newest >= today else await self.run()

    async def _histories(
        self, last_day: date
    ) -> tuple[Sequence[Forecastable], Sequence[ItemHistory]]:
        since = last_day - PAST
        async with self._store.reading() as unit:
            found = await forecasts.forecastable(unit)
            items = [item for item in found if item.first_sold <= last_day]
            out = await forecasts.stock_out_days(unit, since)
            events = await forecasts.sales_events(unit, since)
            sold: dict[int, dict[date, int]] = {}
            for at in range(0, len(items), _PAGE):
                ids = [item.sku.key for item in items[at : at + _PAGE]]
                sold |= await supply.daily_sales(unit, ids, since)
        until = last_day + timedelta(days=HORIZON)
        return items, [
            ItemHistory(
                key=item.sku.code,
                category=item.category,
                first_day=item.first_sold,
                sold={
                    day: float(pieces)
                    for day, pieces in sold.get(item.sku.key, {}).items()
                    if day <= last_day
                },
                stock_outs=frozenset(out.get(item.sku.key, ())),
                promotions=frozenset(_promoted(events, item.sku.product_id, since, until)),
            )
            for item in items
        ]


class ForecastJob:
    """The nightly forecast, as a job: a run that was missed is made up for, and none is doubled."""

    def __init__(self, desk: ForecastDesk) -> None:
        self._desk = desk

    async def run(self) -> int:
        """How many items were forecast."""
        return await self._desk.run_if_due()


class StockOutWatch:
    """Notes, as a job, which items cannot be bought at this moment of the day."""

    def __init__(
        self, store: Store, zone: ZoneInfo, clock: Callable[[], datetime] = utcnow
    ) -> None:
        self._store = store
        self._zone = zone
        self._clock = clock

    async def run(self) -> int:
        """How many were noted for today that were not before."""
        today = self._clock().astimezone(self._zone).date()
        async with self._store.writing() as unit:
            return await forecasts.note_stock_outs(unit, today)


def _promoted(
    events: Sequence[SalesEvent], product_id: int, since: date, until: date
) -> Iterator[date]:
    for event in events:
        if event.product_id in (None, product_id):
            day = max(event.first_day, since)
            while day <= min(event.last_day, until):
                yield day
                day += timedelta(days=1)


def _record(made: DemandForecast, sku_id: int, now: datetime) -> Forecast:
    return Forecast(
        sku_id=sku_id,
        made_at=now,
        first_day=made.first_day,
        model=made.model[:60],
        error=made.error,
        mean=[round(value, 3) for value in made.mean],
        low=[round(value, 3) for value in made.low],
        high=[round(value, 3) for value in made.high],
        spread=[round(value, 3) for value in made.spread],
    )
