"""What suppliers wrote, or did not get, that staff have to see to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select

from knowledge.records import PurchaseOrder, Supplier, SupplierMessage, SupplierMessageState
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class ToSettle:
    """A message that staff see to; its supplier and order are None where they are not known."""

    message: SupplierMessage
    supplier: Supplier | None
    order: PurchaseOrder | None


async def to_settle(unit: Unit, limit: int) -> list[ToSettle]:
    """What staff have to see to, newest first: what was not understood, and what did not arrive."""
    rows = await unit.exec(
        select(SupplierMessage, Supplier, PurchaseOrder)
        .join(Supplier, col(Supplier.id) == SupplierMessage.supplier_id, isouter=True)
        .join(
            PurchaseOrder, col(PurchaseOrder.id) == SupplierMessage.purchase_order_id, isouter=True
        )
        .where(_waits())
        .order_by(col(SupplierMessage.id).desc())
        .limit(limit)
    )
    return [ToSettle(*row) for row in rows.all()]


async def count_to_settle(unit: Unit) -> int:
    """How many messages `to_settle` would find without a limit."""
    return (
        await unit.exec(select(func.count()).select_from(SupplierMessage).where(_waits()))
    ).one()


async def settle(unit: Unit, message_id: int, staff_id: int) -> bool:
    """Note that staff have seen to a message; False where it waits no more.

    One that did not arrive stays `BOUNCED`, as reminders and scorecards go by that.
    """
    rows = await unit.exec(
        select(SupplierMessage).where(SupplierMessage.id == message_id, _waits()).with_for_update()
    )
    message = rows.first()
    if message is None:
        return False
    if message.state is SupplierMessageState.WITH_STAFF:
        message.state = SupplierMessageState.SETTLED
    message.settled_by = staff_id
    return True


def _waits() -> ColumnElement[bool]:
    """A bounce is told by the message of ours that came back."""
    state, mine = col(SupplierMessage.state), col(SupplierMessage.is_ours)
    unseen = mine.is_(True) & col(SupplierMessage.settled_by).is_(None)
    return or_(
        state == SupplierMessageState.WITH_STAFF,
        (state == SupplierMessageState.BOUNCED) & unseen,
    )
