"""When staff are there, in the shop's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.rules.hours import OpeningHours
from tests.fakes import ZONE

_HOURS = OpeningHours(opens=time(9), closes=time(21))


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("hour", "minute", "is_open"),
    [(8, 59, False), (9, 0, True), (20, 59, True), (21, 0, False), (0, 0, False)],
)
def test_is_open_from_the_first_minute_and_not_at_closing(
    hour: int, minute: int, is_open: bool
) -> None:
    assert _HOURS.is_open(_at(hour, minute)) is is_open


def test_asks_the_shop_clock_and_not_utc() -> None:
    evening_in_london = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert not _HOURS.is_open(evening_in_london.astimezone(ZONE))


@pytest.mark.parametrize(("hour", "day"), [(3, 23), (9, 23), (22, 24)])
def test_opens_today_before_opening_and_tomorrow_after(hour: int, day: int) -> None:
    opening = _HOURS.next_opening(_at(hour))
    assert (opening.date(), opening.time()) == (date(2026, 11, day), time(9))
    assert opening.tzinfo is ZONE


# --- holidays ---

#: Closed from Monday the 23rd to Sunday the 29th, and on Tuesday, 1 December.
_WEEK = OpeningHours(holidays=("2026-11-23/2026-11-29", "2026-12-01"))


def test_nobody_is_there_on_a_holiday() -> None:
    days = [_at(12) + timedelta(days=offset) for offset in range(-1, 10)]
    assert [day.day for day in days if _WEEK.is_open(day)] == [22, 30, 2]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 22, 21, 0, tzinfo=ZONE), date(2026, 11, 30)),
        (datetime(2026, 11, 23, 8, 0, tzinfo=ZONE), date(2026, 11, 30)),
        (datetime(2026, 11, 26, 12, 0, tzinfo=ZONE), date(2026, 11, 30)),
        (datetime(2026, 11, 29, 23, 59, tzinfo=ZONE), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 8, 0, tzinfo=ZONE), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 22, 0, tzinfo=ZONE), date(2026, 12, 2)),
    ],
)
def test_after_a_closed_week_staff_are_back_on_the_first_day_that_is_none(
    at: datetime, day: date
) -> None:
    opening = _WEEK.next_opening(at)
    assert (opening.date(), opening.time()) == (day, time(9))
    assert _WEEK.is_open(opening)


def test_a_closed_week_is_no_time_at_all() -> None:
    evening = datetime(2026, 11, 22, 20, 50, tzinfo=ZONE)
    assert _WEEK.open_time(evening, _at(12) + timedelta(days=6)) == timedelta(minutes=10)
    assert _WEEK.open_time(evening, datetime(2026, 11, 30, 9, 5, tzinfo=ZONE)) == timedelta(
        minutes=15
    )


def test_what_is_left_of_the_day_is_nothing_outside_hours_and_on_holidays() -> None:
    assert _HOURS.until_closing(_at(20, 30)) == timedelta(minutes=30)
    assert _HOURS.until_closing(_at(21)) == _WEEK.until_closing(_at(12)) == timedelta()


def test_a_holiday_is_a_day_of_the_shop_and_not_of_utc() -> None:
    new_york = ZoneInfo("America/New_York")
    closed = OpeningHours(holidays=("2026-11-26",))
    assert not closed.is_open(datetime(2026, 11, 26, 20, 0, tzinfo=new_york))
    assert closed.is_open(datetime(2026, 11, 25, 20, 0, tzinfo=new_york))


def test_a_date_without_quotes_is_a_holiday_too() -> None:
    assert OpeningHours.model_validate({"holidays": [date(2027, 1, 1)]}).holidays == ("2027-01-01",)


@pytest.mark.parametrize(
    ("holiday", "why"),
    [
        ("1 January", "is no date such as"),
        ("2027-02-30", "is no date such as"),
        ("2027-01-01/", "is no date such as"),
        ("2027-01-01/2027-01-03/2027-01-05", "is no date such as"),
        ("2027-02-05/2027-02-01", "ends before it begins"),
        ("2027-01-01/2037-01-01", "is longer than"),
        (7, "valid string"),
        (datetime(2027, 1, 1, 9), "valid string"),
    ],
)
def test_what_is_no_holiday_is_refused(holiday: object, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        OpeningHours.model_validate({"holidays": [holiday]})


def test_one_text_is_no_list_of_holidays() -> None:
    with pytest.raises(ValidationError):
        OpeningHours.model_validate({"holidays": "2027-01-01"})
