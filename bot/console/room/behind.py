"""The conversations behind a number of the overview, of a day or of many, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.console.parts import Figures
from bot.console.room.page import Unusable, text
from bot.desk.figures import Overview

#: Conversations of a page, and days that are looked through for one.
PAGE, _DAYS = 30, 20
_LONGEST = 92


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: at this day, before this conversation."""

    day: date
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number: a figure's part and language over days, the last one included."""

    figure: str
    part: str
    language: str
    first: date
    last: date
    after: Place | None = None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Wanted:
        """What a page asks for. Raises Unusable."""
        first, last = _day(given.get("first")), _day(given.get("last"))
        if not timedelta() <= last - first <= timedelta(days=_LONGEST):
            raise Unusable("error_unusable")
        after = _place(given.get("after"))
        if after is not None and not first <= after.day <= last:
            raise Unusable("error_unusable")
        figure, part = text(given, "figure", 40), text(given, "part", 60)
        return cls(figure, part, text(given, "language", 8), first, last, after)

    def __str__(self) -> str:
        return " ".join(filter(None, [f"{self.first}..{self.last}", self.part, self.language]))


Behind = list[tuple[date, int]]


async def behind(
    figures: Figures, wanted: Wanted, counts: Callable[[date], bool]
) -> tuple[Behind, Place | None]:
    """A page of them with their days, the latest first, and where the next one begins.

    Args:
        counts: whether a day has anything of the number; only those are looked through.

    Raises:
        LookupError: there is no such figure or part, or nothing stands behind it.
    """
    found: Behind = []
    place, looked = wanted.after or Place(wanted.last), 0
    while place.day >= wanted.first:
        if looked == _DAYS:
            return found, place
        if counts(place.day):
            looked += 1
            room = PAGE - len(found)
            keys = await figures.behind(
                wanted.figure,
                place.day,
                wanted.part,
                language=wanted.language,
                before=place.before,
                limit=room + 1,
            )
            found.extend((place.day, key) for key in keys[:room])
            if len(keys) > room:
                return found, Place(place.day, keys[room - 1] if room else place.before)
        place = Place(place.day - timedelta(days=1))
    return found, None


def counting(wanted: Wanted, overview: Overview | None) -> Callable[[date], bool]:
    """Tells of a day whether the number is none on it, as far as the overview knows."""
    if overview is None or wanted.first == wanted.last:
        return lambda _day: True
    days = {day: place for place, day in enumerate(overview.days)}
    lines = [
        line.values
        for chart in overview.charts
        if chart.figure.name == wanted.figure
        for line in chart.lines
        if wanted.part in ("", line.part) and wanted.language in ("", line.language)
    ]
    return lambda day: day not in days or any(values[days[day]] for values in lines)


def _day(given: object) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise Unusable("error_unusable") from None


def _place(given: object) -> Place | None:
    if given is None:
        return None
    match given:
        case [str(day), None]:
            return Place(_day(day))
        case [str(day), int(before)] if not isinstance(before, bool) and 0 < before < 2**31:
            return Place(_day(day), before)
    raise Unusable("error_unusable")
