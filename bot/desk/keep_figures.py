"""The job that keeps the figures of finished days, and what can only be counted as it happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.desk.figure_days import KEPT_DAYS, SETTLED, TOPICS, day_span, open_time
from bot.desk.words import LockCounts
from bot.rules.policy import Policy
from knowledge.queries import figures
from knowledge.queries.figures import Number
from knowledge.records import utcnow
from knowledge.store import Store

#: How long the shelves' state is good for.
_LOOK_EVERY = timedelta(hours=1)


class Shelves(Protocol):
    """How the shelves stand, as counts by name (`bot.supply.state.RestockWatch`)."""

    async def state(self) -> Mapping[str, int]: ...


class FiguresJob:
    """Keeps the figures of finished days, and what can only be counted as it happens.

    It may run at any time and as often as one likes: a day is computed from the records, and
    what is there is put in its place. Each day is computed once after its end and once on each
    of the days on which its numbers may still change; days that were missed, as the process
    was down, are made up for, 90 at most.
    """

    def __init__(
        self,
        store: Store,
        counts: LockCounts,
        shelves: Shelves,
        policy: Policy,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._counts = counts
        self._shelves = shelves
        self._policy = policy
        self._zone = zone
        self._clock = clock
        self._looked: datetime | None = None

    async def run(self) -> int:
        """Keep what is due and return how many days were computed.

        Raises:
            StoreUnavailable: the days kept before it stand, counts are not lost; the rest
                comes next time.
        """
        now = self._clock().astimezone(self._zone)
        await self._keep_refusals()
        days = await self._due(now.date())
        for day in days:
            await self._keep(day, now.date())
        # Last: a shelf that cannot be judged must not cost the days.
        await self._look_at_shelves(now)
        return len(days)

    async def _keep_refusals(self) -> None:
        taken = self._counts.take()
        by_day: dict[date, dict[str, float]] = {}
        for (quarter, verdict), count in taken.items():
            told = by_day.setdefault(quarter.astimezone(self._zone).date(), {})
            told[verdict] = told.get(verdict, 0.0) + count
        try:
            async with self._store.writing() as unit:
                for day, told in sorted(by_day.items()):
                    numbers = [Number("fact_lock", part, "", n) for part, n in told.items()]
                    await figures.note(unit, day, numbers, adding=True)
        except BaseException:
            self._counts.give_back(taken)
            raise

    async def _due(self, today: date) -> list[date]:
        """The days to be computed, the latest first: they are looked at most."""
        yesterday, oldest = today - timedelta(days=1), today - timedelta(days=KEPT_DAYS)
        async with self._store.reading() as unit:
            first = await figures.first_contact(unit)
            known = await figures.computed_days(unit, oldest, yesterday)
        if first is None:
            return []
        since = max(oldest, first.astimezone(self._zone).date())
        days = (today - timedelta(days=back) for back in range(1, (today - since).days + 1))
        return [day for day in days if is_due(day, known.get(day), today)]

    async def _keep(self, day: date, today: date) -> None:
        span, counting = day_span(day, self._zone), open_time(self._policy, self._zone)
        # Counted in a unit that reads: nobody who writes waits for it.
        async with self._store.reading() as unit:
            numbers = await figures.day_numbers(unit, span, TOPICS, counting)
        async with self._store.writing() as unit:
            await figures.keep_day(unit, day, numbers, today)

    async def _look_at_shelves(self, now: datetime) -> None:
        is_known = self._looked is not None and self._looked.date() == now.date()
        if is_known and self._looked is not None and now - self._looked < _LOOK_EVERY:
            return
        state = await self._shelves.state()
        numbers = [Number("restock", part, "", float(count)) for part, count in state.items()]
        async with self._store.writing() as unit:
            await figures.note(unit, now.date(), numbers, adding=False)
        self._looked = now


def is_due(day: date, computed_on: date | None, today: date) -> bool:
    """Whether a finished day has to be computed (again): missed, or not settled when it was.

    Monday, computed on Tuesday → due on Wednesday, and never again after Friday.
    """
    return computed_on is None or computed_on < min(day + SETTLED, today)
