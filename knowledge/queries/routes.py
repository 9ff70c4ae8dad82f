"""Questions about what the shop brings itself: open orders, places, and days' plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, delete, exists, func, or_, select

from knowledge.records import (
    OWN_CARRIER,
    DeliveryPlace,
    DeliveryPlan,
    DeliveryRoute,
    DeliveryStop,
    Order,
    OrderLine,
    OrderStatus,
    OutboxItem,
    Payment,
    PaymentStatus,
    PlanState,
    Shipment,
    TrackingEvent,
    TrackingStatus,
    address_key,
)
from knowledge.store import Unit

#: A parcel that has not left.
_WAITS = (TrackingStatus.PENDING, TrackingStatus.INFO_RECEIVED)


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A paid order that has not left, its pieces, and where its address is, if that is known."""

    order: Order
    pieces: int
    place: DeliveryPlace | None


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """A stop of a plan and its order."""

    stop: DeliveryStop
    order: Order


async def open_orders(unit: Unit) -> list[OpenOrder]:
    """The paid orders that have not left and that no other carrier has, oldest first."""
    paid = exists().where(
        col(Payment.order_id) == Order.id, col(Payment.status) == PaymentStatus.PAID
    )
    gone = exists().where(
        col(Shipment.order_id) == Order.id,
        or_(col(Shipment.carrier) != OWN_CARRIER, col(Shipment.status).not_in(_WAITS)),
    )
    rows = await unit.exec(
        select(Order, func.sum(OrderLine.quantity))
        .join(OrderLine, col(OrderLine.order_id) == Order.id)
        .where(Order.status == OrderStatus.PREPARING, paid, ~gone)
        .group_by(col(Order.id))
        .order_by(col(Order.placed_at), col(Order.id))
    )
    found = rows.all()
    places = await _places(unit, [address_key(order.address) for order, _ in found])
    return [
        OpenOrder(order, int(pieces), places.get(address_key(order.address)))
        for order, pieces in found
    ]


async def _places(unit: Unit, keys: Sequence[str]) -> dict[str, DeliveryPlace]:
    found: dict[str, DeliveryPlace] = {}
    for start in range(0, len(keys), 1000):
        wanted = select(DeliveryPlace).where(
            col(DeliveryPlace.address_key).in_(keys[start : start + 1000])
        )
        found |= {place.address_key: place for place in (await unit.exec(wanted)).all()}
    return found


async def plan_on(unit: Unit, day: date) -> DeliveryPlan | None:
    """The plan of a day."""
    return (await unit.exec(select(DeliveryPlan).where(DeliveryPlan.day == day))).first()


async def routes_of(unit: Unit, plan: DeliveryPlan) -> list[DeliveryRoute]:
    """The routes of a plan, in the order of its vehicles."""
    found = await unit.exec(
        select(DeliveryRoute)
        .where(DeliveryRoute.plan_id == plan.key)
        .order_by(col(DeliveryRoute.id))
    )
    return list(found.all())


async def stops_of(unit: Unit, plan: DeliveryPlan) -> list[PlannedStop]:
    """The stops of a plan, route by route in their order; those on none come last."""
    found = await unit.exec(
        select(DeliveryStop, Order)
        .join(Order, col(Order.id) == DeliveryStop.order_id)
        .where(DeliveryStop.plan_id == plan.key)
        .order_by(
            col(DeliveryStop.route_id).is_(None),
            col(DeliveryStop.route_id),
            col(DeliveryStop.position),
            col(DeliveryStop.id),
        )
    )
    return [PlannedStop(*row) for row in found.all()]


async def on_other_days(unit: Unit, day: date, today: date) -> set[int]:
    """The orders on a route of another day that is still to come, by id."""
    found = await unit.exec(
        select(DeliveryStop.order_id)
        .join(DeliveryPlan, col(DeliveryPlan.id) == DeliveryStop.plan_id)
        .where(
            col(DeliveryStop.route_id).is_not(None),
            DeliveryPlan.day != day,
            DeliveryPlan.day >= today,
            DeliveryPlan.state == PlanState.PLANNED,
        )
    )
    return set(found.all())


async def forget_routes(unit: Unit, plan: DeliveryPlan) -> None:
    """Remove a plan's stops and routes; the plan itself stays."""
    for table in (DeliveryStop, DeliveryRoute):
        await unit.exec(delete(table).where(col(table.plan_id) == plan.key))


async def own_parcels(unit: Unit, order_ids: Sequence[int]) -> dict[int, Shipment]:
    """The parcels that the shop brings itself and that have not left, by order id."""
    found = await unit.exec(
        select(Shipment).where(
            col(Shipment.order_id).in_(order_ids),
            Shipment.carrier == OWN_CARRIER,
            col(Shipment.status).in_(_WAITS),
        )
    )
    return {parcel.order_id: parcel for parcel in found.all()}


async def take_back(unit: Unit, parcels: Sequence[Shipment]) -> None:
    """Parcels that are on no route any more: they go, and so does their expected time.

    One that a scan or a sent notice is about stays, with no time: SQLite gives the id of a
    removed row to the next one, of which the notice would then count as told.
    """
    keys = {f"notice:late:{parcel.key}": parcel.key for parcel in parcels}
    told = await unit.exec(
        select(OutboxItem.idempotency_key).where(col(OutboxItem.idempotency_key).in_(keys))
    )
    scanned = await unit.exec(
        select(TrackingEvent.shipment_id).where(
            col(TrackingEvent.shipment_id).in_(list(keys.values()))
        )
    )
    stay = {keys[key] for key in told.all() if key is not None} | set(scanned.all())
    for parcel in parcels:
        if parcel.key in stay:
            parcel.expected_at = None
        else:
            await unit.delete(parcel)
    await unit.flush()
