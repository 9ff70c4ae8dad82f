"""Purchase orders one by one: what stands in them, held while somebody changes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select, update

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
    """Set what customers are told of when more is expected: the open order's day, or nothing."""
    rows = await unit.exec(
        select(PurchaseOrderLine.sku_id, PurchaseOrder.expected_at)
        .join(PurchaseOrder, col(PurchaseOrder.id) == PurchaseOrderLine.purchase_order_id)
        .where(
            col(PurchaseOrderLine.sku_id).in_(sku_ids),
            col(PurchaseOrderLine.open).is_(True),
            col(PurchaseOrder.status).in_(
                [PurchaseOrderStatus.REQUESTED, PurchaseOrderStatus.CONFIRMED]
            ),
        )
    )
    expected = dict(rows.all())
    for sku_id in sorted(sku_ids):
        await unit.exec(
            update(StockLevel)
            .where(col(StockLevel.sku_id) == sku_id)
            .values(restock_at=expected.get(sku_id))
        )
