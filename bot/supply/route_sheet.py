"""A day's routes as they are on record, and as a table for whoever drives and loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.rules.travel import Place
from knowledge.queries import routes
from knowledge.queries.routes import PlannedStop
from knowledge.records import DeliveryPlan, DeliveryRoute, PlanState
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Tour:
    """A vehicle's route and its stops in order."""

    route: DeliveryRoute
    stops: tuple[PlannedStop, ...]

    @property
    def pieces(self) -> int:
        return sum(one.stop.pieces for one in self.stops)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A day's plan.

    Args:
        left: planned for and on no route; each stop says why.
        placeless: numbers of open orders whose address has no place; nothing is planned of them.
    """

    day: date
    state: PlanState
    depot: Place
    tours: tuple[Tour, ...]
    left: tuple[PlannedStop, ...]
    placeless: tuple[str, ...]

    @property
    def is_started(self) -> bool:
        """Whether its vehicles have left."""
        return self.state is PlanState.STARTED


async def read_sheet(unit: Unit, plan: DeliveryPlan) -> Sheet:
    """What is on record of a plan."""
    stops = await routes.stops_of(unit, plan)
    tours = [
        Tour(route, tuple(one for one in stops if one.stop.route_id == route.key))
        for route in await routes.routes_of(unit, plan)
    ]
    nowhere = [one.order.number for one in await routes.open_orders(unit) if one.place is None]
    return Sheet(
        plan.day,
        plan.state,
        Place(plan.depot_latitude, plan.depot_longitude),
        tuple(tours),
        tuple(one for one in stops if one.stop.route_id is None),
        tuple(nowhere),
    )


def table(sheet: Sheet, zone: tzinfo) -> str:
    """The sheet as text: a head for each vehicle, a line for each stop, then what is left."""
    return "\n".join(_lines(sheet, zone))


def _lines(sheet: Sheet, zone: tzinfo) -> Iterator[str]:
    stops = sum(len(tour.stops) for tour in sheet.tours)
    road = sum(tour.route.road_m for tour in sheet.tours) / 1000
    yield (
        f"Routes of {sheet.day} ({sheet.state.value}): vehicles {len(sheet.tours)}, "
        f"stops {stops}, {road:.1f} km, not served {len(sheet.left)}"
    )
    for tour in sheet.tours:
        yield ""
        yield from _tour_lines(tour, zone)
    if sheet.left:
        yield ""
        yield "Not served:"
        yield from (f"  {one.order.number}: {one.stop.reason}" for one in sheet.left)
    if sheet.placeless:
        yield ""
        yield f"No place on record for the address of: {', '.join(sheet.placeless)}"


def _tour_lines(tour: Tour, zone: tzinfo) -> Iterator[str]:
    route = tour.route
    yield (
        f"{route.vehicle}: {_hour(route.leaves_at, zone)} to {_hour(route.returns_at, zone)}, "
        f"{tour.pieces} of {route.room} pieces, {route.road_m / 1000:.1f} km"
    )
    for one in tour.stops:
        at = one.stop.expected_at
        when = "--:--" if at is None else _hour(at, zone)
        whom = " ".join(f"{one.order.recipient} {one.order.address}".split())
        yield (
            f"  {one.stop.position:>3}  {when}  {one.order.number}  "
            f"{one.stop.pieces:>3} pcs  {whom}"
        )


def _hour(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"
