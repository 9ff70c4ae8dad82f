"""The great days, compared with the moon and with the calendar."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pytest

from models.demand_calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    PHASES,
    black_friday,
    phase_days,
    spring_festival,
)


def _new_moon(number: int) -> datetime:
    """The new moon `number` lunations after 6 January 2000, in China's time, to a few minutes.

    Source: Meeus, Astronomical Algorithms (2nd ed.), chapter 49, the largest terms.
    """
    t = number / 1236.85
    sun = math.radians(2.5534 + 29.10535670 * number)
    moon = math.radians(201.5643 + 385.81693528 * number + 0.0107582 * t**2)
    node = math.radians(160.7108 + 390.67050284 * number)
    days = (
        5.09766
        + 29.530588861 * number
        - 0.40720 * math.sin(moon)
        + 0.17241 * math.sin(sun)
        + 0.01608 * math.sin(2 * moon)
        + 0.01039 * math.sin(2 * node)
        + 0.00739 * math.sin(moon - sun)
        - 0.00514 * math.sin(moon + sun)
    )
    # 5.09766 days after 1 January 2000, 12:00 minus half a day: JDE 2451550.09766.
    return datetime(2000, 1, 1, 12) + timedelta(days=days, hours=8, minutes=-1)


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_spring_festival_is_a_new_moon_between_21_january_and_20_february(year: int) -> None:
    moons = [_new_moon(n).date() for n in range(180, 410)]
    possible = [one for one in moons if date(year, 1, 21) <= one <= date(year, 2, 20)]
    assert spring_festival(year) in possible


def test_outside_the_table_no_spring_festival_is_made_up() -> None:
    assert spring_festival(2033) is None
    assert spring_festival(2014) is None


@pytest.mark.parametrize(("year", "month_day"), [(2024, "11-29"), (2025, "11-28"), (2026, "11-27")])
def test_black_friday_follows_thanksgiving(year: int, month_day: str) -> None:
    assert black_friday(year) == date.fromisoformat(f"{year}-{month_day}")


def test_no_day_belongs_to_two_phases() -> None:
    first, last = date(2015, 1, 1), date(2032, 12, 31)
    days = [day for phase in PHASES for day in phase_days(phase, first, last)]
    assert len(days) == len(set(days))


def test_a_phase_is_cut_to_the_days_asked_for() -> None:
    singles = next(one for one in PHASES if one.name == "双11")
    found = list(phase_days(singles, date(2025, 11, 11), date(2026, 11, 10)))
    assert found == [date(2025, 11, 11), date(2026, 11, 10)]
