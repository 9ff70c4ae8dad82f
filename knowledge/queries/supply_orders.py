"""Purchase orders one by one: what stands in them, held while somebody changes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select, update

from knowledge.queries.arrivals import coming, here_at
from knowledge.records import (
    AuditEntry,
    PriceBreak,
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

#: What the audit calls it when staff drop a proposal.
DROPPED = "drop_purchase"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A line of a purchase order, its item, and its supplier's offer if there still is one."""

    line: PurchaseOrderLine
    sku: Sku
    product: Product
    offer: SupplierOffer | None

    @property
    def quantity(self) -> int:
        return self.line.quantity


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase order with its supplier and lines, in the order in which they were written."""

    order: PurchaseOrder
    supplier: Supplier
    lines: Sequence[Ordered]


async def purchase(unit: Unit, number: str) -> Purchase:
    """The purchase order with this number.

    Raises:
        LookupError: there is none.
    """
    return await _read(unit, number, hold=False)


async def held_purchase(unit: Unit, number: str) -> Purchase:
    """The same as it is now, held until the unit ends; see `purchase`."""
    return await _read(unit, number, hold=True)


async def _read(unit: Unit, number: str, *, hold: bool) -> Purchase:
    wanted = select(PurchaseOrder).where(PurchaseOrder.number == number)
    if hold:
        # SQLite has one writer at a time, so it needs no FOR UPDATE, and has none.
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    order = (await unit.exec(wanted)).first()
    if order is None:
        raise LookupError(f"There is no purchase order {number}.")
    supplier = await unit.get(Supplier, order.supplier_id)
    assert supplier is not None  # the foreign key says so
    return Purchase(order, supplier, await _lines(unit, order))


async def _lines(unit: Unit, order: PurchaseOrder) -> list[Ordered]:
    rows = await unit.exec(
        select(PurchaseOrderLine, Sku, Product, SupplierOffer)
        .join(Sku, col(Sku.id) == PurchaseOrderLine.sku_id)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(
            SupplierOffer,
            (col(SupplierOffer.sku_id) == PurchaseOrderLine.sku_id)
            & (col(SupplierOffer.supplier_id) == order.supplier_id),
            isouter=True,
        )
        .where(PurchaseOrderLine.purchase_order_id == order.key)
        .order_by(col(PurchaseOrderLine.id))
        .execution_options(populate_existing=True)
    )
    return [Ordered(*row) for row in rows.all()]


async def proposed_numbers(unit: Unit) -> list[str]:
    """The numbers of the orders that wait for staff's tap, oldest first."""
    found = await unit.exec(
        select(PurchaseOrder.number)
        .where(PurchaseOrder.status == PurchaseOrderStatus.PROPOSED)
        .order_by(col(PurchaseOrder.id))
    )
    return list(found.all())


async def dropped_since(unit: Unit, since: datetime) -> set[int]:
    """The SKUs of proposals that staff dropped since a time, as the audit tells."""
    dropped = select(AuditEntry.subject).where(
        AuditEntry.action == DROPPED, col(AuditEntry.created_at) >= since
    )
    numbers = [subject.partition(":")[2] for subject in (await unit.exec(dropped)).all()]
    found = await unit.exec(
        select(PurchaseOrderLine.sku_id)
        .join(PurchaseOrder, col(PurchaseOrder.id) == PurchaseOrderLine.purchase_order_id)
        .where(col(PurchaseOrder.number).in_(numbers))
    )
    return set(found.all())


async def asked_since(unit: Unit, since: datetime) -> set[int]:
    """The suppliers that were sent an order since a time, or are to be, unless it was dropped."""
    found = await unit.exec(
        select(PurchaseOrder.supplier_id).where(
            col(PurchaseOrder.requested_at) >= since,
            PurchaseOrder.status != PurchaseOrderStatus.CANCELLED,
        )
    )
    return set(found.all())


async def breaks_of(unit: Unit, offer_ids: Sequence[int]) -> dict[int, list[PriceBreak]]:
    """The price breaks of each offer that has some, from the smallest quantity on."""
    rows = await unit.exec(
        select(PriceBreak)
        .where(col(PriceBreak.offer_id).in_(offer_ids))
        .order_by(col(PriceBreak.from_quantity))
    )
    found: dict[int, list[PriceBreak]] = {}
    for one in rows.all():
        found.setdefault(one.offer_id, []).append(one)
    return found


async def expect_again(unit: Unit, sku_ids: Sequence[int]) -> None:
    """Set what customers are told of when more is expected: the first day on which pieces come
    that nobody waits for, or nothing.

    5 on the 12th and 60 on the 20th, 8 lacking for customers who ordered: the 20th. Where all
    that comes is for them, the last day.
    """
    on_way = await coming(unit, sku_ids)
    wanted = select(StockLevel).where(col(StockLevel.sku_id).in_(sku_ids))
    rows = await unit.exec(
        wanted.order_by(col(StockLevel.sku_id)).execution_options(populate_existing=True)
    )
    for level in rows.all():
        arrivals = on_way.get(level.sku_id, [])
        lacking = max(level.reserved - level.on_hand, 0)
        known = [one.expected_at for one in arrivals if one.expected_at is not None]
        at = here_at(arrivals, lacking + 1) or max(known, default=None)
        await unit.exec(
            update(StockLevel).where(col(StockLevel.sku_id) == level.sku_id).values(restock_at=at)
        )
