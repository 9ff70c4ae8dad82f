"""When staff are there, in the shop's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

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
