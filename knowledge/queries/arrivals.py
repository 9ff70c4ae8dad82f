"""What suppliers were asked for and has not come, and when so many pieces of an item are here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from knowledge.records import PurchaseOrder, PurchaseOrderLine, PurchaseOrderStatus
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Coming:
    """Pieces of a SKU that a supplier was asked for; `expected_at` is None where nobody knows."""

    pieces: int
    number: str
    expected_at: datetime | None


async def coming(
    unit: Unit, sku_ids: Collection[int], moved: tuple[int, datetime] | None = None
) -> dict[int, list[Coming]]:
    """What is on the way by SKU, soonest first, what nobody knows the day of last.

    Of a proposal the supplier has not heard, so it is not on the way.

    Args:
        moved: a purchase order's id and the time at which it is to be taken to come instead.
    """
    order, line = PurchaseOrder, PurchaseOrderLine
    rows = await unit.exec(
        select(line, order)
        .join(order, col(order.id) == line.purchase_order_id)
        .where(
            col(line.sku_id).in_(sku_ids),
            col(line.open).is_(True),
            col(order.status).in_([PurchaseOrderStatus.REQUESTED, PurchaseOrderStatus.CONFIRMED]),
        )
        .order_by(col(line.id))
    )
    found: dict[int, list[Coming]] = {}
    for one, of in rows.all():
        at = moved[1] if moved is not None and of.key == moved[0] else of.expected_at
        left = max(one.quantity - one.received_quantity, 0)
        found.setdefault(one.sku_id, []).append(Coming(left, of.number, at))
    return {sku_id: sorted(ones, key=_soonest) for sku_id, ones in found.items()}


def here_at(arrivals: Sequence[Coming], pieces: int) -> datetime | None:
    """When so many pieces have come, soonest first; None where that is not known.

    20 on the 12th and 60 on the 20th: 20 pieces are here on the 12th, 21 on the 20th.
    """
    there = 0
    for one in arrivals:
        there += one.pieces
        if there >= pieces:
            return one.expected_at
    return None


def _soonest(one: Coming) -> tuple[bool, float]:
    at = one.expected_at
    return at is None, 0.0 if at is None else at.timestamp()
