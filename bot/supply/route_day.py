"""A day to plan: the vehicles, stops and times that the policy and the records make of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.delivery import Delivery
from bot.rules.routes import Left, Stop, Vehicle, hindrance
from bot.rules.travel import Place
from bot.supply.routing_solver import Problem
from knowledge.queries.routes import OpenOrder

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Day:
    """What there is to plan.

    Args:
        left: what no vehicle could deliver even if it had nothing else to do.
    """

    vehicles: tuple[Vehicle, ...]
    stops: tuple[Stop, ...]
    left: tuple[Left, ...]


def day_of(
    delivery: Delivery, orders: Sequence[OpenOrder], day: date, now: datetime, zone: ZoneInfo
) -> Day:
    """The day's vehicles, from now on where it is today, and its stops. Times are UTC."""
    vehicles = tuple(_vehicles(delivery, day, now, zone))
    stops: list[Stop] = []
    left: list[Left] = []
    for one in orders:
        stop = _stop(one, delivery, vehicles, day, zone)
        why = hindrance(stop, vehicles, delivery.depot, delivery.travel)
        if why is None:
            stops.append(stop)
        else:
            left.append(Left(stop.order, why))
    return Day(vehicles, tuple(stops), tuple(left))


def _vehicles(delivery: Delivery, day: date, now: datetime, zone: ZoneInfo) -> list[Vehicle]:
    soonest = datetime.fromtimestamp(math.ceil(now.timestamp() / 60) * 60, UTC)
    found: list[Vehicle] = []
    for shift in delivery.shifts:
        starts = max(_moment(day, shift.starts, zone), soonest)
        ends = _moment(day, shift.ends, zone)
        if starts < ends:
            found.append(Vehicle(shift.name, shift.pieces, starts, ends))
    return found


def _stop(
    one: OpenOrder, delivery: Delivery, vehicles: Sequence[Vehicle], day: date, zone: ZoneInfo
) -> Stop:
    place = one.place
    assert place is not None
    opens, closes = place.window_from or time.min, place.window_until or time(23, 59)
    minutes = place.service_minutes
    promised = one.order.promised_at
    return Stop(
        order=one.order.number,
        place=Place(place.latitude, place.longitude),
        pieces=one.pieces,
        opens=_moment(day, opens, zone),
        closes=_moment(day, closes, zone),
        service=_MINUTE * (delivery.service_minutes if minutes is None else minutes),
        due=promised is not None and promised.astimezone(zone).date() <= day,
    )


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    # In UTC: hours of one zone are subtracted as wall-clock times, summer time or not.
    return datetime.combine(day, hour, zone).astimezone(UTC)


def problem_of(day: Day, delivery: Delivery) -> Problem:
    """The day in seconds from when the first vehicle may leave, for the solver."""
    begin = min(vehicle.starts for vehicle in day.vehicles)

    def seconds(at: datetime) -> int:
        return max(0, int((at - begin).total_seconds()))

    places = [delivery.depot, *(stop.place for stop in day.stops)]
    travel = delivery.travel
    return Problem(
        driving=[[int(travel.time(a, b).total_seconds()) for b in places] for a in places],
        service=[int(stop.service.total_seconds()) for stop in day.stops],
        windows=[(seconds(stop.opens), seconds(stop.closes)) for stop in day.stops],
        pieces=[stop.pieces for stop in day.stops],
        due=[stop.due for stop in day.stops],
        shifts=[(seconds(one.starts), seconds(one.ends)) for one in day.vehicles],
        room=[one.pieces for one in day.vehicles],
    )
