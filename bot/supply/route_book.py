"""Writing a day's routes down, and with them the times that customers are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.rules.routes import Left, Plan, Route, Unserved
from bot.rules.travel import Place
from knowledge.intake.shipments import settle_orders
from knowledge.queries import routes
from knowledge.queries.routes import OpenOrder
from knowledge.records import (
    OWN_CARRIER,
    DeliveryPlan,
    DeliveryRoute,
    DeliveryStop,
    Order,
    PlanState,
    Shipment,
    TrackingEvent,
    TrackingStatus,
    address_key,
)
from knowledge.store import Unit


async def keep_plan(
    unit: Unit,
    day: date,
    plan: Plan,
    planned: Mapping[str, OpenOrder],
    depot: Place,
) -> DeliveryPlan:
    """Put a plan in the place of the day's present one, and its times into the parcels.

    What was called off or sent elsewhere while the plan was made is left; the times of the
    others hold without it.

    Args:
        planned: the orders as they were when the plan was made, by number.
    """
    kept = await routes.plan_on(unit, day)
    before = [] if kept is None else [s.order.key for s in await routes.stops_of(unit, kept)]
    kept = await _emptied(unit, kept, day, depot)
    same = await _unchanged(unit, list(planned.values()))
    for route in plan.routes:
        await _keep_route(unit, kept, route, planned, same)
    for left in plan.left:
        unit.add(_stop(kept, planned[left.order], left=left))
    served = {
        planned[visit.stop.order].order.key
        for route in plan.routes
        for visit in route.visits
        if visit.stop.order in same
    }
    gone = await routes.own_parcels(unit, [key for key in before if key not in served])
    await routes.take_back(unit, list(gone.values()))
    await unit.flush()
    return kept


async def start_plan(unit: Unit, plan: DeliveryPlan, now: datetime) -> None:
    """The vehicles leave: their parcels are out for delivery, and the plan stays as it is.

    An order that was called off or changed its address since stays behind.
    """
    planned = [s for s in await routes.stops_of(unit, plan) if s.stop.route_id is not None]
    still = {one.order.key for one in await routes.open_orders(unit)}
    parcels = await routes.own_parcels(unit, [one.order.key for one in planned])
    leaving: list[Order] = []
    for one in planned:
        parcel = parcels.get(one.order.key)
        same = address_key(one.order.address) == one.stop.address_key
        if parcel is not None and one.order.key in still and same:
            _send(unit, plan, parcel, now)
            leaving.append(one.order)
            continue
        one.stop.route_id, one.stop.position, one.stop.expected_at = None, 0, None
        one.stop.reason = Unserved.CHANGED.value
        await routes.take_back(unit, [parcel] if parcel is not None else [])
    plan.state, plan.started_at = PlanState.STARTED, now
    await unit.flush()
    await settle_orders(unit, leaving)


def _send(unit: Unit, plan: DeliveryPlan, parcel: Shipment, now: datetime) -> None:
    parcel.status, parcel.shipped_at = TrackingStatus.OUT_FOR_DELIVERY, now
    unit.add(
        TrackingEvent(
            shipment_id=parcel.key,
            external_id=f"route:{plan.day}",
            status=TrackingStatus.OUT_FOR_DELIVERY,
            happened_at=now,
        )
    )


async def _emptied(unit: Unit, kept: DeliveryPlan | None, day: date, depot: Place) -> DeliveryPlan:
    if kept is None:
        kept = DeliveryPlan(day=day, depot_latitude=depot.latitude, depot_longitude=depot.longitude)
        unit.add(kept)
        await unit.flush()
        return kept
    await routes.forget_routes(unit, kept)
    kept.depot_latitude, kept.depot_longitude = depot.latitude, depot.longitude
    return kept


async def _unchanged(unit: Unit, planned: Sequence[OpenOrder]) -> set[str]:
    """The numbers of the orders that are still open, with the address they were planned for."""
    keys = {one.order.number: address_key(one.order.address) for one in planned}
    return {
        one.order.number
        for one in await routes.open_orders(unit)
        if keys.get(one.order.number) == address_key(one.order.address)
    }


async def _keep_route(
    unit: Unit,
    plan: DeliveryPlan,
    route: Route,
    planned: Mapping[str, OpenOrder],
    same: set[str],
) -> None:
    kept = DeliveryRoute(
        plan_id=plan.key,
        vehicle=route.vehicle.name,
        room=route.vehicle.pieces,
        leaves_at=route.leaves,
        returns_at=route.returns,
        road_m=round(route.road_km * 1000),
    )
    unit.add(kept)
    await unit.flush()
    orders = [planned[visit.stop.order] for visit in route.visits]
    parcels = await routes.own_parcels(unit, [one.order.key for one in orders])
    for position, (visit, one) in enumerate(zip(route.visits, orders, strict=True), start=1):
        if one.order.number not in same:
            unit.add(_stop(plan, one, left=Left(visit.stop.order, Unserved.CHANGED)))
            continue
        unit.add(_stop(plan, one, route=kept, position=position, at=visit.at))
        _expect(unit, parcels.get(one.order.key), one.order, visit.at)


def _stop(
    plan: DeliveryPlan,
    one: OpenOrder,
    *,
    route: DeliveryRoute | None = None,
    position: int = 0,
    at: datetime | None = None,
    left: Left | None = None,
) -> DeliveryStop:
    assert one.place is not None
    return DeliveryStop(
        plan_id=plan.key,
        order_id=one.order.key,
        route_id=None if route is None else route.key,
        position=position,
        pieces=one.pieces,
        address_key=one.place.address_key,
        latitude=one.place.latitude,
        longitude=one.place.longitude,
        expected_at=at,
        reason="" if left is None else left.reason.value,
    )


def _expect(unit: Unit, parcel: Shipment | None, order: Order, at: datetime) -> None:
    """The parcel's expected time, which customers are told; the promise stays as it was given."""
    if parcel is None:
        parcel = Shipment(
            order_id=order.key,
            carrier=OWN_CARRIER,
            tracking_number=f"D-{order.number}",
            status=TrackingStatus.INFO_RECEIVED,
            promised_at=order.promised_at,
        )
        unit.add(parcel)
    parcel.expected_at = at
