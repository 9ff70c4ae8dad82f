"""The days that move everybody's demand: 春节, 618, 双11 and Black Friday, 2015 to 2032.

618 and 双11 have fixed dates; Black Friday is the day after the fourth Thursday of November
(5 U.S.C. § 6103 fixes Thanksgiving). 春节 is the first day of the lunar year: the table is that of
the Hong Kong Observatory (Gregorian-Lunar Calendar Conversion Table); the tests compare it with
computed new moons.

An occasion has phases, since the weeks before sell differently from the days themselves: before
春节 people stock up, and during it neither shops nor couriers work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2015, 2032

#: Month and day of the lunar new year, from 2015 on. Source: Hong Kong Observatory.
_SPRING_FESTIVALS = (
    "02-19 02-08 01-28 02-16 02-05 01-25 02-12 02-01 01-22 "
    "02-10 01-29 02-17 02-06 01-26 02-13 02-03 01-23 02-11"
).split()


@dataclass(frozen=True, slots=True)
class Phase:
    """Some days around an occasion: from `first` to `last`, days from its day, both included."""

    name: str
    day: Callable[[int], date | None]
    first: int
    last: int


def spring_festival(year: int) -> date | None:
    """The lunar new year's day; None outside 2015 to 2032. 2026 → 17 February."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date.fromisoformat(f"{year}-{_SPRING_FESTIVALS[year - FIRST_YEAR]}")


def black_friday(year: int) -> date:
    """The day after the fourth Thursday of November. 2026 → 27 November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 22)


PHASES = (
    Phase("春节 before", spring_festival, -21, -3),
    Phase("春节", spring_festival, -2, 6),
    Phase("618 before", lambda year: date(year, 6, 18), -17, -3),
    Phase("618", lambda year: date(year, 6, 18), -2, 0),
    Phase("双11 before", lambda year: date(year, 11, 11), -11, -2),
    Phase("双11", lambda year: date(year, 11, 11), -1, 0),
    Phase("Black Friday", black_friday, 0, 3),
)


def phase_days(phase: Phase, first: date, last: date) -> Iterator[date]:
    """The days of a phase from `first` to `last`, in order.

    Black Friday in 2026 → 27, 28, 29 and 30 November.
    """
    for year in range(first.year - 1, last.year + 2):
        if (around := phase.day(year)) is None:
            continue
        days = (around + timedelta(days=n) for n in range(phase.first, phase.last + 1))
        yield from (day for day in days if first <= day <= last)
