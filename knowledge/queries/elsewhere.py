"""Who else sells an item."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, select

from knowledge.queries.supply import Offered
from knowledge.queries.supply_scorecards import offers_of
from knowledge.records import (
    Negotiation,
    NegotiationState,
    PurchaseOrder,
    PurchaseOrderLine,
)
from knowledge.store import Unit


async def offers_elsewhere(
    unit: Unit, sku_ids: Collection[int], since: datetime
) -> dict[int, list[Offered]]:
    """By SKU the offers of suppliers with whom no course about it was closed since a time.

    The cheapest first, in one currency.
    """
    offers = await offers_of(unit, list(sku_ids))
    closed = await _closed(unit, sku_ids, since)
    return {
        sku_id: [one for one in known if (sku_id, one.supplier.key) not in closed]
        for sku_id, known in offers.items()
    }


async def _closed(unit: Unit, sku_ids: Collection[int], since: datetime) -> set[tuple[int, int]]:
    rows = await unit.exec(
        select(PurchaseOrderLine.sku_id, PurchaseOrder.supplier_id)
        .join(PurchaseOrder, col(PurchaseOrder.id) == PurchaseOrderLine.purchase_order_id)
        .join(Negotiation, col(Negotiation.purchase_order_id) == PurchaseOrder.id)
        .where(
            col(PurchaseOrderLine.sku_id).in_(sku_ids),
            Negotiation.state == NegotiationState.CLOSED,
            col(Negotiation.closed_at) >= since,
        )
    )
    return set(rows.all())


async def ordered_already(unit: Unit, sku_ids: Collection[int]) -> set[int]:
    """Those of these SKUs that are on order, or proposed, somewhere."""
    found = await unit.exec(
        select(PurchaseOrderLine.sku_id).where(
            col(PurchaseOrderLine.sku_id).in_(sku_ids), col(PurchaseOrderLine.open).is_(True)
        )
    )
    return set(found.all())
