"""The overview's figures: kept day by day, counted live for today, and put together as charts."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.desk.words import LockCounts
from bot.rules.figures import (
    FIGURES,
    TALK,
    UNREAD,
    Figure,
    Unit,
    figure_named,
    headline,
    period,
)
from bot.rules.policy import Policy
from knowledge.queries import figures, figures_behind
from knowledge.queries.contacts import Topics
from knowledge.queries.figures import Number, Span
from knowledge.records import utcnow
from knowledge.store import Store
from knowledge.store import Unit as UnitOfWork

log = logging.getLogger(__name__)

#: How far back missed days are made up for.
KEPT_DAYS = 90
#: After so many days nothing that a day's figures tell changes any more.
SETTLED = timedelta(days=4)
#: How long the shelves' state and today's numbers are good for.
_LOOK_EVERY = timedelta(hours=1)
_FRESH = timedelta(minutes=1)
_TOPICS = Topics(TALK, UNREAD)

DayParts = dict[str, dict[tuple[str, str], float]]


class Shelves(Protocol):
    """How the shelves stand, as counts by name (`bot.supply.state.RestockWatch`)."""

    async def state(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a figure over days; None where a day was not computed."""

    part: str
    language: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure over days: its headline each day and over all of them, and its parts."""

    figure: Figure
    headlines: tuple[float | None, ...]
    period: float | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Finished days, oldest first. `settled`: whether a day's numbers may still change."""

    days: tuple[date, ...]
    settled: tuple[bool, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The numbers of the day under way, up to `at`: each figure's headline and parts."""

    day: date
    at: datetime
    headlines: Mapping[str, float | None]
    parts: Mapping[str, Mapping[tuple[str, str], float]]


class FiguresDesk:
    """Answers what the overview asks."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._policy = policy
        self._zone = zone
        self._clock = clock
        self._today: Today | None = None

    async def today(self) -> Today:
        """Today's numbers, at most a minute old, however many look.

        Raises:
            StoreUnavailable: the records cannot be read.
        """
        now = self._clock().astimezone(self._zone)
        known = self._today
        if known is None or known.day != now.date() or now - known.at >= _FRESH:
            self._today = known = await self._count_today(now)
        return known

    async def _count_today(self, now: datetime) -> Today:
        day = now.date()
        async with self._store.reading() as unit:
            counted = await self._count(unit, day)
            waiting = await figures.waiting_numbers(unit, now)
            noted = await figures.kept_between(unit, day, day, figures.NOTED)
        parts = _by_name([*counted, *waiting, *(kept.number for kept in noted)])
        headlines = {figure.name: headline(figure.name, parts) for figure in FIGURES}
        return Today(day, now, headlines, parts)

    async def _count(self, unit: UnitOfWork, day: date) -> list[Number]:
        return await figures.day_numbers(
            unit, day_span(day, self._zone), _TOPICS, _counting(self._policy, self._zone)
        )

    async def overview(self, days: int = KEPT_DAYS) -> Overview:
        """The last finished days as charts, one a figure that is kept.

        Raises:
            ValueError: fewer than one day or more than ten years.
        """
        if not 1 <= days <= 3650:
            raise ValueError("An overview is of 1 to 3650 days.")
        today = self._clock().astimezone(self._zone).date()
        asked = tuple(today - timedelta(days=back) for back in range(days, 0, -1))
        async with self._store.reading() as unit:
            kept = await figures.kept_between(unit, asked[0], asked[-1])
        by_day: dict[date, list[Number]] = {}
        for one in kept:
            by_day.setdefault(one.day, []).append(one.number)
        parts = {day: _by_name(numbers) for day, numbers in by_day.items()}
        return Overview(
            days=asked,
            settled=tuple(_is_settled(parts.get(day, {}), day) for day in asked),
            charts=tuple(_chart(one, asked, parts) for one in FIGURES if not one.live),
        )

    async def behind(
        self,
        name: str,
        day: date,
        part: str = "",
        *,
        language: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> list[int]:
        """The conversations behind a number, newest first; the next page is `before` the last.

        Of a live figure it is who is behind it now, whatever the day.

        Raises:
            LookupError: there is no such figure or part, or no conversations stand behind it.
        """
        figure = figure_named(name)
        async with self._store.reading() as unit:
            if figure.live:
                return await figures_behind.waiting_behind(
                    unit, self._clock(), part=part, before=before, limit=limit
                )
            return await figures_behind.conversations_behind(
                unit,
                name,
                day_span(day, self._zone),
                _TOPICS,
                part=part,
                language=language,
                before=before,
                limit=limit,
            )


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
        span, counting = day_span(day, self._zone), _counting(self._policy, self._zone)
        # Counted in a unit that reads: nobody who writes waits for it.
        async with self._store.reading() as unit:
            numbers = await figures.day_numbers(unit, span, _TOPICS, counting)
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


def day_span(day: date, zone: ZoneInfo) -> Span:
    """A day of the shop, from its midnight to the next; 23 or 25 hours when clocks change."""
    start, end = (
        datetime.combine(one, time(), tzinfo=zone) for one in (day, day + timedelta(days=1))
    )
    return Span(start, end)


def _counting(policy: Policy, zone: ZoneInfo) -> figures.OpenTime:
    return lambda start, end: policy.hours.open_time(start.astimezone(zone), end.astimezone(zone))


def _by_name(numbers: Iterable[Number]) -> DayParts:
    parts: DayParts = {}
    for one in numbers:
        parts.setdefault(one.name, {})[one.part, one.language] = one.value
    return parts


def _is_settled(parts: DayParts, day: date) -> bool:
    mark = parts.get(figures.COMPUTED, {}).get(("", ""))
    return mark is not None and date.fromordinal(int(mark)) >= day + SETTLED


def _chart(figure: Figure, days: Sequence[date], parts: Mapping[date, DayParts]) -> Chart:
    known = {day: parts[day] for day in days if _knows(figure, parts.get(day))}
    keys = sorted({key for day in known.values() for key in day.get(figure.name, {})})
    # What was not counted happened no times; a time that nobody waited is not one of none.
    missing = None if figure.unit is Unit.MINUTES else 0.0
    lines = (
        Line(
            *key,
            tuple(
                known[day].get(figure.name, {}).get(key, missing) if day in known else None
                for day in days
            ),
        )
        for key in keys
    )
    return Chart(
        figure,
        tuple(headline(figure.name, known[day]) if day in known else None for day in days),
        period(figure.name, known.values()),
        tuple(lines),
    )


def _knows(figure: Figure, parts: DayParts | None) -> bool:
    """Whether a day tells of a figure: it was computed, or the figure was noted on it."""
    if parts is None:
        return False
    return figure.name in parts if figure.name in figures.NOTED else figures.COMPUTED in parts
