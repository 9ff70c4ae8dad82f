"""Who else sells an item, and an order to them that waits for staff's tap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from knowledge.queries.supply import Offered, last_number
from knowledge.queries.supply_scorecards import offers_of
from knowledge.records import (
    Negotiation,
    NegotiationState,
    PurchaseOrder,
    PurchaseOrderLine,
)
from knowledge.store import Unit

#: How often a free number is looked for.
_TRIES = 5


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


async def propose(
    unit: Unit, order: PurchaseOrder, lines: Sequence[PurchaseOrderLine], prefix: str
) -> str | None:
    """Write an order that waits for a tap under the next free number; None where none is free.

    Args:
        prefix: of its number; four digits follow.
    """
    for _ in range(_TRIES):
        last = await last_number(unit, prefix)
        order.number = f"{prefix}{int(last[-4:]) + 1 if last else 1:04d}"
        try:
            async with unit.begin_nested():
                unit.add(order)
                await unit.flush()
                for line in lines:
                    line.purchase_order_id = order.key
                    unit.add(line)
                await unit.flush()
        except IntegrityError:
            continue
        return order.number
    return None
