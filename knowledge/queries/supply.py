"""Questions about what to buy, and the one write that orders it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from knowledge.queries.supply_orders import expect_again
from knowledge.records import (
    DailySales,
    OutboxItem,
    Product,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    StockLevel,
    Supplier,
    SupplierOffer,
)
from knowledge.store import Unit, take_turn

#: Held while a purchase order is placed; nothing else uses it.
_ORDERING_LOCK = 8_203_118


@dataclass(frozen=True, slots=True)
class Stocked:
    """An item for sale and what is on its shelf; None when nobody keeps count of it."""

    sku: Sku
    product: Product
    level: StockLevel | None


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer and who makes it."""

    offer: SupplierOffer
    supplier: Supplier


@dataclass(frozen=True, slots=True)
class OpenOrders:
    """How many purchase orders are open, and how many of them past their expected receipt."""

    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class OnOrder:
    """An open line of a SKU, of a proposal too: pieces that have not come, and of which order."""

    quantity: int
    number: str
    supplier_id: int
    status: PurchaseOrderStatus
    requested_at: datetime
    expected_at: datetime | None
    promised_at: datetime | None


@dataclass(frozen=True, slots=True)
class Earned:
    """Pieces of a SKU sold, at its price now; what a piece costs, None when nobody knows."""

    sku_id: int
    currency: str
    price_minor: int
    cost_minor: int | None
    pieces: int


async def active_skus(unit: Unit, after_id: int = 0, limit: int = 200) -> list[Stocked]:
    """A page of the items for sale, by id, after one."""
    rows = await unit.exec(
        select(Sku, Product, StockLevel)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(StockLevel, col(StockLevel.sku_id) == Sku.id, isouter=True)
        .where(col(Sku.active).is_(True), col(Sku.id) > after_id)
        .order_by(col(Sku.id))
        .limit(limit)
    )
    return [Stocked(*row) for row in rows.all()]


async def daily_sales(
    unit: Unit, sku_ids: Sequence[int], since: date
) -> dict[int, dict[date, int]]:
    """Pieces sold by SKU and day since a day; a day without a sale is not there."""
    rows = await unit.exec(
        select(col(DailySales.sku_id), col(DailySales.day), col(DailySales.quantity)).where(
            col(DailySales.sku_id).in_(sku_ids), DailySales.day >= since
        )
    )
    found: dict[int, dict[date, int]] = {}
    for sku_id, day, quantity in rows.all():
        found.setdefault(sku_id, {})[day] = quantity
    return found


async def first_sales(unit: Unit, sku_ids: Sequence[int]) -> dict[int, date]:
    """The first day with sales of each SKU that was ever sold."""
    rows = await unit.exec(
        select(DailySales.sku_id, func.min(DailySales.day))
        .where(col(DailySales.sku_id).in_(sku_ids), DailySales.quantity > 0)
        .group_by(col(DailySales.sku_id))
    )
    return dict(rows.all())


async def earned(unit: Unit, since: date, until: date) -> list[Earned]:
    """What each SKU for sale sold from a day to before another, none for those that sold none.

    The cost is the SKU's own, or else the cheapest offer in its currency.
    """
    offered = (
        select(SupplierOffer.sku_id, func.min(SupplierOffer.unit_price_minor).label("price"))
        .join(Sku, col(Sku.id) == SupplierOffer.sku_id)
        .where(SupplierOffer.currency == Sku.currency)
        .group_by(col(SupplierOffer.sku_id))
        .subquery()
    )
    sold = (
        select(DailySales.sku_id, func.sum(DailySales.quantity).label("pieces"))
        .where(DailySales.day >= since, DailySales.day < until)
        .group_by(col(DailySales.sku_id))
        .subquery()
    )
    rows = await unit.exec(
        select(Sku, offered.c.price, sold.c.pieces)
        .join(sold, sold.c.sku_id == Sku.id)
        .join(offered, offered.c.sku_id == Sku.id, isouter=True)
        .where(col(Sku.active).is_(True))
    )
    return [
        Earned(sku.key, sku.currency, sku.price_minor, sku.cost_minor or offer or None, pieces)
        for sku, offer, pieces in rows.all()
    ]


async def on_order(unit: Unit, sku_ids: Collection[int]) -> dict[int, list[OnOrder]]:
    """The open purchase order lines of each SKU that has some, oldest first."""
    order, line = PurchaseOrder, PurchaseOrderLine
    rows = await unit.exec(
        select(line, order)
        .join(order, col(order.id) == line.purchase_order_id)
        .where(col(line.sku_id).in_(sku_ids), col(line.open).is_(True))
        .order_by(col(line.id))
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[OnOrder]] = {}
    for one, of in rows.all():
        found.setdefault(one.sku_id, []).append(
            OnOrder(
                quantity=max(one.quantity - one.received_quantity, 0),
                number=of.number,
                supplier_id=of.supplier_id,
                status=of.status,
                requested_at=of.requested_at,
                expected_at=of.expected_at,
                promised_at=of.promised_at,
            )
        )
    return found


async def open_orders(unit: Unit, now: datetime) -> OpenOrders:
    """The purchase orders that are neither received nor cancelled.

    They are found by their open lines, which are few beside all lines.
    """
    numbers = select(PurchaseOrderLine.purchase_order_id).where(text("purchase_order_line.open"))
    rows = await unit.exec(
        select(PurchaseOrder.expected_at).where(
            col(PurchaseOrder.id).in_(numbers),
            col(PurchaseOrder.status).in_(
                [PurchaseOrderStatus.REQUESTED, PurchaseOrderStatus.CONFIRMED]
            ),
        )
    )
    expected = rows.all()
    return OpenOrders(len(expected), sum(at is not None and at < now for at in expected))


async def lead_days(
    unit: Unit, supplier_ids: Iterable[int], since: datetime
) -> dict[int, list[float]]:
    """Days from request to receipt of each supplier's received orders since a time."""
    rows = await unit.exec(
        select(PurchaseOrder.supplier_id, PurchaseOrder.requested_at, PurchaseOrder.received_at)
        .where(
            col(PurchaseOrder.supplier_id).in_(set(supplier_ids)),
            PurchaseOrder.status == PurchaseOrderStatus.RECEIVED,
            col(PurchaseOrder.received_at) >= since,
        )
        .order_by(col(PurchaseOrder.id))
    )
    found: dict[int, list[float]] = {}
    for supplier_id, requested, received in rows.all():
        if received is not None:
            found.setdefault(supplier_id, []).append((received - requested) / timedelta(days=1))
    return found


async def last_number(unit: Unit, prefix: str) -> str | None:
    """The highest purchase order number of `prefix` and four digits."""
    # A range, not LIKE: an index answers it under every collation. Some collations put the
    # shop's own numbers (`PO261123-02`) in it too, so each is looked at.
    found = await unit.exec(
        select(PurchaseOrder.number).where(
            PurchaseOrder.number >= f"{prefix}0000", PurchaseOrder.number <= f"{prefix}9999"
        )
    )
    ours = re.compile(rf"{re.escape(prefix)}[0-9]{{4}}")
    return max((number for number in found.all() if ours.fullmatch(number)), default=None)


async def take_ordering_turn(unit: Unit) -> None:
    """Let no other order be placed or proposed until this unit ends: what is seen to be on order
    stays so. Before anything of the items is written, or two would wait for each other."""
    await take_turn(unit, _ORDERING_LOCK)


async def place_order(
    unit: Unit,
    order: PurchaseOrder,
    lines: Sequence[PurchaseOrderLine],
    message: OutboxItem | None,
    seen: Mapping[int, Sequence[OnOrder]],
) -> bool:
    """Write an order, its lines and its message; False when another run was quicker.

    That is so when the number is taken, or something else of the SKUs is on order than was seen
    when they were judged; then nothing is written. One order is placed at a time, so what is seen
    here stays so until it stands. Of what is on the way then, the SKUs' `restock_at` is told anew.
    Without a message it is a proposal, of which nothing is expected yet.

    Args:
        seen: what of each SKU was on order, as `on_order` told it.
    """
    await take_ordering_turn(unit)
    ids = [line.sku_id for line in lines]
    there = await on_order(unit, ids)
    if any(list(seen.get(key, ())) != there.get(key, []) for key in ids):
        return False
    try:
        async with unit.begin_nested():
            unit.add(order)
            await unit.flush()
            for line in lines:
                line.purchase_order_id = order.key
                unit.add(line)
            if message is not None:
                message.purchase_order_id = order.key
                unit.add(message)
            await unit.flush()
    except IntegrityError:
        return False
    if message is not None:
        await expect_again(unit, ids)
    return True
