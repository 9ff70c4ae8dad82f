"""What a buyer looks at first in the morning, beside the orders that wait for a tap."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from knowledge.queries.supply_orders import Purchase, purchase
from knowledge.records import (
    PurchaseOrder,
    PurchaseOrderStatus,
    Supplier,
)
from knowledge.store import Unit

#: What the supplier was written of, and is not cancelled.
_SENT = (
    PurchaseOrderStatus.REQUESTED,
    PurchaseOrderStatus.CONFIRMED,
    PurchaseOrderStatus.RECEIVED,
)


async def sent_since(unit: Unit, since: datetime, most: int) -> list[Purchase]:
    """The orders that went to suppliers since a moment, the latest first."""
    found = await unit.exec(
        select(PurchaseOrder.number)
        .where(
            col(PurchaseOrder.status).in_(_SENT),
            col(PurchaseOrder.requested_at) >= since,
        )
        .order_by(col(PurchaseOrder.id).desc())
        .limit(most)
    )
    return [await purchase(unit, number) for number in found.all()]


async def late(unit: Unit, before: datetime, most: int) -> list[tuple[PurchaseOrder, Supplier]]:
    """Confirmed orders that were expected before a moment, the longest overdue first."""
    rows = await unit.exec(
        select(PurchaseOrder, Supplier)
        .join(Supplier, col(Supplier.id) == PurchaseOrder.supplier_id)
        .where(
            PurchaseOrder.status == PurchaseOrderStatus.CONFIRMED,
            col(PurchaseOrder.expected_at) < before,
        )
        .order_by(col(PurchaseOrder.expected_at))
        .limit(most)
    )
    return list(rows.all())
