"""What is on its way to the shelves: what suppliers were asked for and has not come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from knowledge.queries.supply import Stocked
from knowledge.records import (
    Product,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    StockLevel,
)
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Coming:
    """Pieces of a SKU that a supplier was asked for; `expected_at` is None where nobody knows."""

    pieces: int
    number: str
    expected_at: datetime | None


async def coming(unit: Unit, sku_ids: Sequence[int]) -> dict[int, Coming]:
    """What is on the way by SKU; of a proposal the supplier has not heard, so it is not."""
    rows = await unit.exec(
        select(
            PurchaseOrderLine.sku_id,
            PurchaseOrderLine.quantity - PurchaseOrderLine.received_quantity,
            PurchaseOrder.number,
            PurchaseOrder.expected_at,
        )
        .join(PurchaseOrder, col(PurchaseOrder.id) == PurchaseOrderLine.purchase_order_id)
        .where(
            col(PurchaseOrderLine.sku_id).in_(sku_ids),
            col(PurchaseOrderLine.open).is_(True),
            PurchaseOrder.status != PurchaseOrderStatus.PROPOSED,
        )
    )
    return {sku_id: Coming(max(left, 0), number, at) for sku_id, left, number, at in rows.all()}


async def stocked(unit: Unit, sku_ids: Sequence[int]) -> list[Stocked]:
    """These items with their shelves, by id; one that is not there is left out."""
    rows = await unit.exec(
        select(Sku, Product, StockLevel)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(StockLevel, col(StockLevel.sku_id) == Sku.id, isouter=True)
        .where(col(Sku.id).in_(sku_ids))
        .order_by(col(Sku.id))
    )
    return [Stocked(*row) for row in rows.all()]
