"""When a supplier is written to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.rules.supplier_hours import next_moment, works_at
from knowledge.records import Supplier

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: Friday, 27 November 2026, 18:30 in Shanghai.
FRIDAY_EVENING = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)


def supplier(**more: Any) -> Supplier:
    return Supplier(code="JADE", name="Jade", **more)


def local(moment: datetime, zone: str = "Asia/Shanghai") -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%a %d %H:%M}"


def test_a_message_of_a_friday_evening_waits_for_monday_morning() -> None:
    assert local(next_moment(supplier(), SHANGHAI, FRIDAY_EVENING)) == "Mon 30 09:00"


def test_within_working_hours_it_leaves_at_once() -> None:
    noon = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
    assert next_moment(supplier(), SHANGHAI, noon) == noon
    assert works_at(supplier(), SHANGHAI, noon)


def test_before_the_hour_it_waits_for_it_and_at_the_last_hour_for_the_next_day() -> None:
    early = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)  # Friday 06:00
    assert local(next_moment(supplier(), SHANGHAI, early)) == "Fri 27 09:00"
    six = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)  # Thursday 18:00
    assert local(next_moment(supplier(), SHANGHAI, six)) == "Fri 27 09:00"


def test_the_hours_are_those_of_the_supplier_s_own_zone() -> None:
    swede = supplier(timezone="Europe/Stockholm")
    assert local(next_moment(swede, SHANGHAI, FRIDAY_EVENING), swede.timezone) == "Fri 27 11:30"


def test_summer_time_moves_the_hour_and_not_the_clock() -> None:
    swede = supplier(timezone="Europe/Stockholm", works_on="7")
    saturday = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert next_moment(swede, SHANGHAI, saturday).hour == 7  # 09:00, which is 08:00 UTC in winter


def test_own_working_days_hold() -> None:
    sunday_to_thursday = supplier(works_on="71234")
    assert local(next_moment(sunday_to_thursday, SHANGHAI, FRIDAY_EVENING)) == "Sun 29 09:00"


def test_midnight_ends_a_day_that_works_until_24() -> None:
    late = supplier(works_from=20, works_until=24)
    at = datetime(2026, 11, 27, 15, 59, tzinfo=UTC)  # Friday 23:59
    assert next_moment(late, SHANGHAI, at) == at


@pytest.mark.parametrize(
    "odd", [{"works_on": ""}, {"timezone": "Mars/Base"}, {"works_from": 18, "works_until": 9}]
)
def test_senseless_records_never_hold_a_message_for_good(odd: dict[str, Any]) -> None:
    found = next_moment(supplier(**odd), SHANGHAI, FRIDAY_EVENING)
    assert (found - FRIDAY_EVENING).days < 4
