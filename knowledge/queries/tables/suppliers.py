"""Suppliers as a table, and all about one. There are few: a search looks at each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlmodel import col, func, or_, select

from knowledge.queries.supply import lead_days
from knowledge.queries.tables.finding import typed
from knowledge.queries.tables.paging import Ask, Page, Sort, columns, page_of, total_where
from knowledge.records import (
    Product,
    PurchaseOrder,
    PurchaseOrderStatus,
    Sku,
    Supplier,
    SupplierOffer,
)
from knowledge.store import Unit

SORTS = {"name": Sort(col(Supplier.name)), "code": Sort(col(Supplier.code))}
_ORDERS = 30
_OFFERS = (
    select(func.count()).where(SupplierOffer.supplier_id == Supplier.id).correlate(Supplier)
).scalar_subquery()
_OPEN_STATES = (PurchaseOrderStatus.REQUESTED, PurchaseOrderStatus.CONFIRMED)
_OPEN_ORDERS = (
    select(func.count())
    .where(PurchaseOrder.supplier_id == Supplier.id, col(PurchaseOrder.status).in_(_OPEN_STATES))
    .correlate(Supplier)
).scalar_subquery()


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier: how many SKUs it offers, and how many of our orders it has not delivered."""

    id: int
    code: str
    name: str
    email: str | None
    telegram_chat: str | None
    language: str
    offers: int
    open_orders: int


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A SKU that a supplier offers."""

    offer: SupplierOffer
    sku: Sku
    product: Product


@dataclass(frozen=True, slots=True)
class SupplierDetail:
    """A supplier, what it offers, and our latest orders, newest first.

    Args:
        lead_days: the median of the days from request to receipt; None without a receipt.
        receipts: how many receipts that is the median of.
    """

    supplier: Supplier
    offers: Sequence[OfferRow]
    orders: Sequence[PurchaseOrder]
    lead_days: float | None
    receipts: int


async def supplier_table(unit: Unit, ask: Ask) -> Page[SupplierRow]:
    """Suppliers, found by a part of their name, code or e-mail address.

    Raises:
        AskRefused: there is no such order or page.
    """
    statement = columns(
        Supplier.id,
        Supplier.code,
        Supplier.name,
        Supplier.email,
        Supplier.telegram_chat,
        Supplier.language,
        _OFFERS,
        _OPEN_ORDERS,
    )
    words, conditions = typed(ask.words), []
    if words:
        told = (col(Supplier.name), col(Supplier.code), col(Supplier.email))
        conditions.append(or_(*(one.icontains(words, autoescape=True) for one in told)))
    total = await total_where(unit, col(Supplier.id), *conditions)
    statement = statement.where(*conditions)
    return await page_of(unit, statement, col(Supplier.id), SORTS, ask, SupplierRow, total)


async def supplier_detail(unit: Unit, supplier_id: int, since: datetime) -> SupplierDetail:
    """All about a supplier.

    Args:
        since: receipts from then on tell the lead time.

    Raises:
        LookupError: there is no such supplier.
    """
    supplier = await unit.get(Supplier, supplier_id)
    if supplier is None:
        raise LookupError(f"There is no supplier {supplier_id}.")
    offered = await unit.exec(
        select(SupplierOffer, Sku, Product)
        .join(Sku, col(Sku.id) == SupplierOffer.sku_id)
        .join(Product, col(Product.id) == Sku.product_id)
        .where(SupplierOffer.supplier_id == supplier_id)
        .order_by(col(Sku.code))
    )
    ordered = (
        select(PurchaseOrder)
        .where(PurchaseOrder.supplier_id == supplier_id)
        .order_by(col(PurchaseOrder.id).desc())
        .limit(_ORDERS)
    )
    days = (await lead_days(unit, [supplier_id], since)).get(supplier_id, [])
    return SupplierDetail(
        supplier,
        [OfferRow(*row) for row in offered.all()],
        (await unit.exec(ordered)).all(),
        median(days) if days else None,
        len(days),
    )
