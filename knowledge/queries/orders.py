"""Questions about orders, parcels, refunds and identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from knowledge.records import (
    IdentityAttempt,
    Order,
    OrderGrant,
    OrderLine,
    Product,
    Refund,
    Shipment,
    Sku,
    TrackingEvent,
)
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Item:
    """What was ordered: how many of which product variant, at what price a piece, minor units."""

    quantity: int
    product: Product
    sku: Sku
    price_minor: int = 0


@dataclass(frozen=True, slots=True)
class ShipmentView:
    """A parcel and its latest tracking event."""

    shipment: Shipment
    last_event: TrackingEvent | None


_OF_ACCOUNT = col(Order.id).in_(
    select(OrderGrant.order_id).where(OrderGrant.account_id == bindparam("account_id"))
)
_LATEST = select(Order).order_by(col(Order.placed_at).desc()).limit(bindparam("most"))
_GRANTED = _LATEST.where(_OF_ACCOUNT)
_VISIBLE = _LATEST.where(or_(col(Order.customer_id) == bindparam("customer_id"), _OF_ACCOUNT))
_NUMBERED = select(Order).where(Order.number == bindparam("number"))
_EVENT = aliased(TrackingEvent)
_NEWEST_EVENT = (
    select(_EVENT.id)
    .where(_EVENT.shipment_id == Shipment.id)
    .order_by(col(_EVENT.happened_at).desc(), col(_EVENT.id).desc())
    .limit(1)
    .scalar_subquery()
)
_PARCELS = (
    select(Shipment, TrackingEvent)
    .join(TrackingEvent, col(TrackingEvent.id) == _NEWEST_EVENT, isouter=True)
    .where(Shipment.order_id == bindparam("order_id"))
    .order_by(col(Shipment.id))
)


async def orders_of(
    unit: Unit, customer_id: int | None, account_id: int, limit: int = 8
) -> list[Order]:
    """The latest orders that an account may see, newest first.

    They are its customer's own, once identity is proven, and those granted singly.
    """
    known = {"account_id": account_id, "customer_id": customer_id, "most": limit}
    found = await unit.exec(_GRANTED if customer_id is None else _VISIBLE, params=known)
    return list(found.all())


async def order_numbered(unit: Unit, number: str) -> Order | None:
    """The order with this number, whoever's it is: the caller checks who asks."""
    return (await unit.exec(_NUMBERED, params={"number": number})).first()


async def is_granted(unit: Unit, account_id: int, order_id: int) -> bool:
    """Whether the account was granted this one order."""
    found = await unit.exec(
        select(OrderGrant.id).where(
            OrderGrant.account_id == account_id, OrderGrant.order_id == order_id
        )
    )
    return found.first() is not None


async def order_tracked(unit: Unit, tracking_number: str) -> Order | None:
    """The order that a parcel's tracking number belongs to, whoever's it is."""
    return (
        await unit.exec(
            select(Order)
            .join(Shipment, col(Shipment.order_id) == Order.id)
            .where(Shipment.tracking_number == tracking_number)
        )
    ).first()


async def tracking_numbers_of(unit: Unit, order_ids: Sequence[int]) -> list[str]:
    """The tracking numbers of these orders' parcels."""
    found = await unit.exec(
        select(Shipment.tracking_number)
        .where(col(Shipment.order_id).in_(order_ids))
        .order_by(col(Shipment.id))
    )
    return list(found.all())


async def parcels_of(unit: Unit, order_id: int) -> list[ShipmentView]:
    """An order's parcels, each with its latest event."""
    rows = await unit.exec(_PARCELS, params={"order_id": order_id})
    return [ShipmentView(shipment, event) for shipment, event in rows.all()]


async def items_of(unit: Unit, order_ids: Sequence[int]) -> dict[int, list[Item]]:
    """What each of these orders contains."""
    rows = await unit.exec(
        select(OrderLine, Product, Sku)
        .join(Sku, col(Sku.id) == OrderLine.sku_id)
        .join(Product, col(Product.id) == Sku.product_id)
        .where(col(OrderLine.order_id).in_(order_ids))
        .order_by(col(OrderLine.id))
    )
    found: dict[int, list[Item]] = {order_id: [] for order_id in order_ids}
    for line, product, sku in rows.all():
        found[line.order_id].append(Item(line.quantity, product, sku, line.unit_price_minor))
    return found


async def refunds_of(unit: Unit, order_ids: Sequence[int]) -> list[Refund]:
    """The refunds on these orders, newest first."""
    found = await unit.exec(
        select(Refund)
        .where(col(Refund.order_id).in_(order_ids))
        .order_by(col(Refund.requested_at).desc())
    )
    return list(found.all())


async def failed_attempts(unit: Unit, account_id: int, since: datetime) -> int:
    """How often an account failed to prove who it is since a time."""
    return await _failures(unit, IdentityAttempt.account_id == account_id, since)


async def failed_attempts_on(unit: Unit, order_number: str, since: datetime) -> int:
    """How often anyone failed with an order number since a time, whether it exists or not."""
    return await _failures(unit, IdentityAttempt.order_number == order_number, since)


async def _failures(unit: Unit, whose: bool, since: datetime) -> int:
    found = await unit.exec(
        select(func.count())
        .select_from(IdentityAttempt)
        .where(
            whose, IdentityAttempt.created_at >= since, col(IdentityAttempt.succeeded).is_(False)
        )
    )
    return found.one()
