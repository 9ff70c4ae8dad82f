"""Delivery routes as values, and what they must keep to. Times are aware; loads are pieces.

A solver only says who visits which stops in which order. The times and the limits are worked
out here, so that a plan is checked by other code than the one that found it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.travel import Place, Travel


class Unserved(StrEnum):
    """Why an order is on no route. The words are for the shop's staff."""

    TOO_LARGE = "more pieces than any vehicle takes"
    TOO_FAR = "no vehicle gets there and back in its shift"
    WINDOW = "no vehicle can be there in its time window"
    NO_ROOM = "no vehicle has room or time left for it"
    CHANGED = "called off, sent otherwise or to another address since it was planned"


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle on a day: how many pieces it takes, and its shift, from depot to depot."""

    name: str
    pieces: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """An order to be brought somewhere.

    Args:
        opens, closes: the customer's time window; the delivery begins within it.
        service: how long the delivery takes.
        due: whether it was promised for this day or an earlier one; such orders go first.
    """

    order: str
    place: Place
    pieces: int
    opens: datetime
    closes: datetime
    service: timedelta
    due: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop and when the delivery there begins, after any wait for its window."""

    stop: Stop
    at: datetime


@dataclass(frozen=True, slots=True)
class Route:
    """What one vehicle does: from the depot, by its visits in order, back to the depot."""

    vehicle: Vehicle
    leaves: datetime
    visits: tuple[Visit, ...]
    returns: datetime
    road_km: float

    @property
    def pieces(self) -> int:
        return sum(visit.stop.pieces for visit in self.visits)


@dataclass(frozen=True, slots=True)
class Left:
    """An order on no route, and why."""

    order: str
    reason: Unserved


@dataclass(frozen=True, slots=True)
class Plan:
    """A day's routes of the vehicles that go out, and the orders left."""

    routes: tuple[Route, ...]
    left: tuple[Left, ...]


def hindrance(
    stop: Stop, vehicles: Sequence[Vehicle], depot: Place, travel: Travel
) -> Unserved | None:
    """Why no vehicle could deliver to a stop even if it had nothing else to do; None if one can.

    40 pieces and vehicles for 30 -> TOO_LARGE.
    """
    large = [one for one in vehicles if one.pieces >= stop.pieces]
    if not large:
        return Unserved.TOO_LARGE
    way = travel.time(depot, stop.place)
    if all(2 * way + stop.service > one.ends - one.starts for one in large):
        return Unserved.TOO_FAR
    alone = (route_of(one, [stop], depot, travel) for one in large)
    return None if any(route is not None for route in alone) else Unserved.WINDOW


def route_of(vehicle: Vehicle, stops: Sequence[Stop], depot: Place, travel: Travel) -> Route | None:
    """The stops visited in this order, each as early as can be; None where a limit is passed.

    The vehicle leaves as late as the first visit allows: shift from 8:00, first window from
    9:00, 20 minutes away -> it leaves at 8:40.
    """
    visits: list[Visit] = []
    at, here, road = vehicle.starts, depot, 0.0
    for stop in stops:
        begins = max(at + travel.time(here, stop.place), stop.opens)
        if begins > stop.closes:
            return None
        visits.append(Visit(stop, begins))
        road += travel.road_km(here, stop.place)
        at, here = begins + stop.service, stop.place
    returns = at + travel.time(here, depot)
    load = sum(stop.pieces for stop in stops)
    if not visits or returns > vehicle.ends or load > vehicle.pieces:
        return None
    leaves = visits[0].at - travel.time(depot, visits[0].stop.place)
    return Route(vehicle, leaves, tuple(visits), returns, road + travel.road_km(here, depot))


def plan_of(
    tours: Sequence[tuple[Vehicle, Sequence[Stop]]],
    left: Sequence[Left],
    depot: Place,
    travel: Travel,
) -> Plan:
    """The plan that a solver's tours make.

    Raises:
        ValueError: a tour passes a limit; the solver is wrong, and no such plan is kept.
    """
    routes: list[Route] = []
    for vehicle, stops in tours:
        if not stops:
            continue
        route = route_of(vehicle, stops, depot, travel)
        if route is None:
            raise ValueError(f"the tour of {vehicle.name} passes a limit")
        routes.append(route)
    return Plan(tuple(routes), tuple(left))
