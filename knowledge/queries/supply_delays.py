"""Customers' orders that wait for goods, and what is to be told of their delay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from knowledge.records import (
    DelayNotice,
    DelayNoticeState,
    Order,
    OrderLine,
    OrderStatus,
    PurchaseOrder,
    StockLevel,
)
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class BackOrder:
    """A paid order that is not packed and lacks goods.

    Args:
        skus: the SKUs that it lacks.
        goods_at: when the last of them is expected; None where that of one is not known.
    """

    order: Order
    skus: frozenset[int]
    goods_at: datetime | None


async def back_orders(
    unit: Unit, sku_ids: Sequence[int], expected: Mapping[int, datetime] | None = None
) -> list[BackOrder]:
    """The orders that lack pieces of these SKUs, oldest first.

    Args:
        expected: when pieces of a SKU are expected, where that is about to be changed.

    The shelf serves orders by age, so what it lacks is lacking from the newest; an order that
    lacks one piece waits as a whole. Orders that are paid and not packed count.

    Orders for 2, 1 and 2 pieces, oldest first, reserved 5 of 3 on hand → the last one lacks.
    """
    lack = await _lacking(unit, sku_ids)
    return await _with_all_they_lack(unit, list(lack), expected or {}) if lack else []


async def back_order_of(unit: Unit, order: Order) -> BackOrder | None:
    """What a paid order lacks that is not packed; None where it lacks nothing."""
    if order.status is not OrderStatus.PREPARING or order.packed_at is not None:
        return None
    found = await _with_all_they_lack(unit, [order.key], {})
    return found[0] if found else None


async def _with_all_they_lack(
    unit: Unit, order_ids: Sequence[int], expected: Mapping[int, datetime]
) -> list[BackOrder]:
    lines = select(OrderLine.sku_id).where(col(OrderLine.order_id).in_(order_ids)).distinct()
    lack = await _lacking(unit, (await unit.exec(lines)).all())
    wanted = [key for key in order_ids if key in lack]
    orders = await unit.exec(
        select(Order).where(col(Order.id).in_(wanted)).order_by(col(Order.placed_at), col(Order.id))
    )
    named = {sku_id for key in wanted for sku_id in lack[key]}
    levels = select(StockLevel.sku_id, StockLevel.restock_at)
    days = dict((await unit.exec(levels.where(col(StockLevel.sku_id).in_(named)))).all())
    days.update({sku_id: day for sku_id, day in expected.items() if sku_id in named})
    return [_back_order(order, lack[order.key], days) for order in orders.all()]


def _back_order(order: Order, lacks: set[int], days: Mapping[int, datetime | None]) -> BackOrder:
    known = [day for sku_id in lacks if (day := days[sku_id]) is not None]
    return BackOrder(order, frozenset(lacks), max(known) if len(known) == len(lacks) else None)


async def _lacking(unit: Unit, sku_ids: Sequence[int]) -> dict[int, set[int]]:
    """What of these SKUs each order lacks, by order id."""
    rows = await unit.exec(
        select(StockLevel.sku_id, StockLevel.reserved - StockLevel.on_hand).where(
            col(StockLevel.sku_id).in_(sku_ids),
            col(StockLevel.reserved) > col(StockLevel.on_hand),
        )
    )
    left = dict(rows.all())
    newest = await unit.exec(
        select(OrderLine.order_id, OrderLine.sku_id, OrderLine.quantity)
        .join(Order, col(Order.id) == OrderLine.order_id)
        .where(
            col(OrderLine.sku_id).in_(list(left)),
            Order.status == OrderStatus.PREPARING,
            col(Order.packed_at).is_(None),
        )
        .order_by(col(Order.placed_at).desc(), col(Order.id).desc())
    )
    found: dict[int, set[int]] = {}
    for order_id, sku_id, pieces in newest.all():
        if left[sku_id] > 0:
            left[sku_id] -= pieces
            found.setdefault(order_id, set()).add(sku_id)
    return found


async def held_notices(unit: Unit, purchase_order_id: int) -> list[DelayNotice]:
    """Every notice about a purchase order, oldest first, held until the unit ends."""
    rows = await unit.exec(
        select(DelayNotice)
        .where(DelayNotice.purchase_order_id == purchase_order_id)
        .order_by(col(DelayNotice.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows.all())


async def drafts(unit: Unit) -> list[tuple[DelayNotice, Order, PurchaseOrder]]:
    """What waits for staff's tap, oldest first, with the customer's order and ours."""
    rows = await unit.exec(
        select(DelayNotice, Order, PurchaseOrder)
        .join(Order, col(Order.id) == DelayNotice.order_id)
        .join(PurchaseOrder, col(PurchaseOrder.id) == DelayNotice.purchase_order_id)
        .where(DelayNotice.state == DelayNoticeState.DRAFT, col(DelayNotice.settled_by).is_(None))
        .order_by(col(DelayNotice.id))
    )
    return [(notice, order, ours) for notice, order, ours in rows.all()]


async def approved(unit: Unit) -> list[int]:
    """The notices that staff agreed to and that were not sent yet, oldest first."""
    rows = await unit.exec(
        select(DelayNotice.id)
        .where(
            DelayNotice.state == DelayNoticeState.DRAFT, col(DelayNotice.settled_by).is_not(None)
        )
        .order_by(col(DelayNotice.id))
    )
    return [key for key in rows.all() if key is not None]


async def held_notice(unit: Unit, notice_id: int) -> DelayNotice | None:
    """A notice as it is now, held until the unit ends."""
    wanted = select(DelayNotice).where(DelayNotice.id == notice_id).with_for_update()
    return (await unit.exec(wanted.execution_options(populate_existing=True))).first()
