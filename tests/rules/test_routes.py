"""How long the way is, and what a route must keep to."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.routes import Left, Stop, Unserved, Vehicle, hindrance, plan_of, route_of
from bot.rules.travel import EARTH_KM, Place, Travel, great_circle_km

DEPOT = Place(30.0, 120.0)
#: 60 km/h by straight roads: a kilometre a minute.
TRAVEL = Travel(60.0, 1.0)
VAN = Vehicle(
    "Van", 10, datetime(2026, 11, 23, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)
)
_DEGREE_KM = EARTH_KM * math.pi / 180


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def stop(km: float, number: str = "A", **known: object) -> Stop:
    """A stop so many kilometres north of the depot."""
    given = {
        "pieces": 1,
        "opens": at(0),
        "closes": at(23),
        "service": timedelta(minutes=5),
        **known,
    }
    return Stop(number, Place(30.0 + km / _DEGREE_KM, 120.0), **given)  # type: ignore[arg-type]


def test_the_great_circle_agrees_with_the_law_of_cosines() -> None:
    berlin, tokyo = Place(52.52, 13.405), Place(35.6895, 139.6917)
    north, south = math.radians(berlin.latitude), math.radians(tokyo.latitude)
    across = math.radians(tokyo.longitude - berlin.longitude)
    angle = math.acos(
        math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * math.cos(across)
    )
    assert great_circle_km(berlin, tokyo) == pytest.approx(EARTH_KM * angle)
    assert great_circle_km(Place(0, 0), Place(0, 180)) == pytest.approx(EARTH_KM * math.pi)


PLACES = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))


@given(PLACES, PLACES)
def test_the_way_back_is_as_long(one: Place, other: Place) -> None:
    assert great_circle_km(one, other) == pytest.approx(great_circle_km(other, one))
    assert great_circle_km(one, one) == 0
    assert 0 <= great_circle_km(one, other) <= 20015.2


def test_roads_are_longer_and_take_time() -> None:
    travel, there = Travel(26.0, 1.3), Place(30.0 + 10 / _DEGREE_KM, 120.0)
    assert travel.road_km(DEPOT, there) == pytest.approx(13, abs=0.01)
    assert travel.time(DEPOT, there) == pytest.approx(
        timedelta(minutes=30), abs=timedelta(seconds=2)
    )


def test_a_place_off_the_earth_is_refused() -> None:
    with pytest.raises(ValueError, match="no place on the Earth"):
        Place(91, 0)


def test_a_vehicle_waits_for_a_window_and_leaves_as_late_as_it_can() -> None:
    route = route_of(VAN, [stop(30, opens=at(2)), stop(60, "B")], DEPOT, TRAVEL)
    assert route is not None
    assert [f"{visit.at:%H:%M}" for visit in route.visits] == ["02:00", "02:35"]
    assert abs(route.leaves - at(1, 30)) <= timedelta(seconds=1)
    assert (f"{route.returns:%H:%M}", round(route.road_km), route.pieces) == ("03:40", 120, 2)


@pytest.mark.parametrize(
    "stops",
    [
        [stop(30, closes=at(0, 20))],
        [stop(30, pieces=11)],
        [stop(250)],
        [stop(30), stop(60, closes=at(1))],
        [],
    ],
    ids=["too late", "too much", "back after the shift", "the second too late", "no stop"],
)
def test_a_route_that_passes_a_limit_is_none(stops: list[Stop]) -> None:
    assert route_of(VAN, stops, DEPOT, TRAVEL) is None


@pytest.mark.parametrize(
    ("meant", "why"),
    [
        (stop(30), None),
        (stop(30, pieces=11), Unserved.TOO_LARGE),
        (stop(300), Unserved.TOO_FAR),
        (stop(30, closes=at(0, 20)), Unserved.WINDOW),
        (stop(30, opens=at(7, 50), closes=at(9)), Unserved.WINDOW),
    ],
)
def test_what_no_vehicle_can_do_is_told_by_its_reason(meant: Stop, why: Unserved | None) -> None:
    assert hindrance(meant, [VAN], DEPOT, TRAVEL) is why


def test_only_vehicles_that_are_large_enough_count() -> None:
    late = Vehicle("Lorry", 100, at(6), at(8))
    assert (
        hindrance(stop(30, pieces=50, closes=at(1)), [VAN, late], DEPOT, TRAVEL) is Unserved.WINDOW
    )


def test_a_solver_that_is_wrong_makes_no_plan() -> None:
    with pytest.raises(ValueError, match="the tour of Van passes a limit"):
        plan_of([(VAN, [stop(30, pieces=11)])], [], DEPOT, TRAVEL)


def test_vehicles_without_a_stop_are_no_part_of_the_plan() -> None:
    left = [Left("B", Unserved.NO_ROOM)]
    plan = plan_of([(VAN, [])], left, DEPOT, TRAVEL)
    assert plan.routes == () and plan.left == tuple(left)
