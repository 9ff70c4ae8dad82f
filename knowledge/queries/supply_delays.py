"""Customers' orders that wait for goods, and what is to be told of their delay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, or_, select

from knowledge.queries.arrivals import Coming, coming, here_at
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
        goods_at: when enough has come of all of them, for this order and those before it; None
            where that is not known.
    """

    order: Order
    skus: frozenset[int]
    goods_at: datetime | None


async def back_orders(
    unit: Unit, sku_ids: Sequence[int], moved: tuple[int, datetime] | None = None
) -> list[BackOrder]:
    """The orders that lack pieces of these SKUs, oldest first.

    Args:
        moved: a purchase order's id and the time at which it is to be taken to come instead.

    The shelf serves orders by age, so what it lacks is lacking from the newest, and what comes
    serves the oldest first; an order that lacks one piece waits as a whole. Orders that are paid
    and not packed count.

    Orders for 2, 1 and 2 pieces, oldest first, reserved 5 of 3 on hand → the last one lacks.
    """
    lack = await _lacking(unit, sku_ids)
    return await _with_all_they_lack(unit, list(lack), moved) if lack else []


async def back_order_of(unit: Unit, order: Order) -> BackOrder | None:
    """What a paid order lacks that is not packed; None where it lacks nothing."""
    if order.status is not OrderStatus.PREPARING or order.packed_at is not None:
        return None
    found = await _with_all_they_lack(unit, [order.key], None)
    return found[0] if found else None


async def _with_all_they_lack(
    unit: Unit, order_ids: Sequence[int], moved: tuple[int, datetime] | None
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
    on_way = await coming(unit, named, moved)
    return [_back_order(order, lack[order.key], on_way, days) for order in orders.all()]


def _back_order(
    order: Order,
    lacks: Mapping[int, int],
    on_way: Mapping[int, Sequence[Coming]],
    days: Mapping[int, datetime | None],
) -> BackOrder:
    """Where nothing is on the way, the day that the shop keeps itself is the one expected."""
    found = [
        here_at(on_way[sku_id], pieces) if sku_id in on_way else days[sku_id]
        for sku_id, pieces in lacks.items()
    ]
    known = [day for day in found if day is not None]
    return BackOrder(order, frozenset(lacks), max(known) if len(known) == len(found) else None)


async def _lacking(unit: Unit, sku_ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """What of these SKUs each order lacks, by order id: the pieces that have to come until it has
    all of its own, which are those of the orders before it too."""
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
    found: dict[int, dict[int, int]] = {}
    for order_id, sku_id, pieces in newest.all():
        if left[sku_id] > 0:
            found.setdefault(order_id, {}).setdefault(sku_id, left[sku_id])
            left[sku_id] -= pieces
    return found


async def held_notices(
    unit: Unit, purchase_order_id: int, order_ids: Sequence[int]
) -> list[DelayNotice]:
    """Every notice about a purchase order, and those to these customers' orders about another,
    oldest first, held until the unit ends."""
    rows = await unit.exec(
        select(DelayNotice)
        .where(
            or_(
                col(DelayNotice.purchase_order_id) == purchase_order_id,
                col(DelayNotice.order_id).in_(order_ids),
            )
        )
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
