"""The shop's vehicles as the policy file has them."""

from __future__ import annotations

from datetime import time

import pytest
from pydantic import ValidationError

from bot.rules.delivery import Delivery, Shift, shift_of


def test_a_shop_without_vehicles_does_not_deliver() -> None:
    assert Delivery().shifts == ()


def test_a_vehicle_is_read() -> None:
    assert shift_of("Van 1, 60, 8:30-17:00") == Shift("Van 1", 60, time(8, 30), time(17))
    assert shift_of("小面包车,40,09:00 - 18:00").name == "小面包车"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Van 1", "no vehicle such as"),
        ("Van 1, many, 08:30-17:00", "no vehicle such as"),
        ("Van 1, 0, 08:30-17:00", "takes nothing"),
        ("Van 1, 60, 17:00-08:30", "ends before it begins"),
        ("Van 1, 60, 08:30-25:00", "no time of day"),
    ],
)
def test_what_is_no_vehicle_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Delivery(vehicles=(written,), depot_latitude=30, depot_longitude=120)


def test_vehicles_need_a_depot_and_names_of_their_own() -> None:
    van = "Van 1, 60, 08:30-17:00"
    with pytest.raises(ValidationError, match="depot_latitude and depot_longitude"):
        Delivery(vehicles=(van,))
    with pytest.raises(ValidationError, match="the name of two vehicles"):
        Delivery(vehicles=(van, van), depot_latitude=30, depot_longitude=120)
