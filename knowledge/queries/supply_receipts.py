"""The one write that takes goods in: receipt, movement, shelf, line and order together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from knowledge.queries.catalogue import level_held
from knowledge.queries.supply_orders import Ordered, Purchase, expect_again
from knowledge.records import PurchaseOrderStatus, Receipt, StockMovement
from knowledge.store import Unit

#: `StockMovement.reason` of what a supplier delivered.
RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Coming:
    """What came of a line: good pieces, rejected ones, and that no more will come."""

    ordered: Ordered
    quantity: int
    rejected: int = 0
    no_more: bool = False

    def key(self, reference: str) -> str:
        """`Receipt.reference`: the delivery note's number and the line, `LS-77/12`.

        A reference may hold a stroke itself: what stands behind the last one is the line.
        """
        return f"{reference}/{self.ordered.line.key}"


async def taken(unit: Unit, found: Purchase, reference: str) -> dict[int, Receipt]:
    """What was taken of an order under a reference, by line id."""
    keys = [Coming(one, 0).key(reference) for one in found.lines]
    rows = await unit.exec(select(Receipt).where(col(Receipt.reference).in_(keys)))
    return {receipt.line_id: receipt for receipt in rows.all()}


async def take(
    unit: Unit,
    found: Purchase,
    coming: Sequence[Coming],
    reference: str,
    at: datetime,
    staff_id: int | None,
) -> None:
    """Put what came on the shelf. The caller holds the order, and knows the reference is new.

    A line is closed when all of it came or no more will. An order without open lines is
    received; one of which nothing ever came is cancelled: it says nothing of the lead time.
    """
    # By SKU, so that two receipts never wait for each other crosswise.
    for one in sorted(coming, key=lambda one: one.ordered.sku.key):
        await _shelve(unit, found, one, reference, at, staff_id)
    await unit.flush()
    _close(found, at)
    await unit.flush()
    await expect_again(unit, [one.ordered.sku.key for one in coming])


async def _shelve(
    unit: Unit, found: Purchase, one: Coming, reference: str, at: datetime, staff_id: int | None
) -> None:
    line, sku_id = one.ordered.line, one.ordered.sku.key
    unit.add(
        Receipt(
            line_id=line.key,
            quantity=one.quantity,
            rejected=one.rejected,
            received_at=at,
            staff_id=staff_id,
            reference=one.key(reference),
        )
    )
    line.received_quantity += one.quantity
    line.open = line.open and line.received_quantity < line.quantity and not one.no_more
    if not one.quantity:
        return
    level = await level_held(unit, sku_id)
    level.on_hand += one.quantity
    unit.add(level)
    unit.add(
        StockMovement(
            sku_id=sku_id,
            quantity=one.quantity,
            reason=RECEIPT,
            reference=found.order.number,
            happened_at=at,
        )
    )


def _close(found: Purchase, at: datetime) -> None:
    order = found.order
    if order.received_at is not None or any(one.line.open for one in found.lines):
        return
    if any(one.line.received_quantity for one in found.lines):
        order.status, order.received_at = PurchaseOrderStatus.RECEIVED, at
    else:
        order.status = PurchaseOrderStatus.CANCELLED
