"""What the overview asks: today's numbers live, finished days as charts, and what is behind them.

Finished days are kept by `keep_figures.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.figure_days import KEPT_DAYS, SETTLED, TOPICS, day_span, open_time
from bot.rules.figures import FIGURES, Figure, Unit, figure_named
from bot.rules.headlines import headline, period
from bot.rules.policy import Policy
from knowledge.queries import figures, figures_behind
from knowledge.queries.figures import Number
from knowledge.records import utcnow
from knowledge.store import Store
from knowledge.store import Unit as UnitOfWork

#: How long today's numbers are good for.
_FRESH = timedelta(minutes=1)

DayParts = dict[str, dict[tuple[str, str], float]]


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
            unit, day_span(day, self._zone), TOPICS, open_time(self._policy, self._zone)
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
                TOPICS,
                part=part,
                language=language,
                before=before,
                limit=limit,
            )


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
