"""Questions about what to buy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlmodel import col, func, select

from knowledge.records import (
    DailySales,
    Product,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    StockLevel,
    Supplier,
    SupplierOffer,
)
from knowledge.store import Unit


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
