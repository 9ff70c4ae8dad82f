"""Letters to the demo's suppliers that nobody has answered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, func, select

from knowledge.records import (
    Channel,
    PurchaseOrder,
    PurchaseOrderStatus,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Unit


async def unanswered(unit: Unit, ending: str) -> Sequence[tuple[SupplierMessage, str]]:
    """The last mail about each order that is asked for, where it is ours and has left.

    Args:
        ending: of the Message-IDs that are meant, such as `@demo.invalid>`.

    Returns:
        Each with its order's number, oldest first.
    """
    newest = (
        select(func.max(SupplierMessage.id))
        .where(SupplierMessage.channel == Channel.MAIL)
        .group_by(col(SupplierMessage.purchase_order_id))
    )
    rows = await unit.exec(
        select(SupplierMessage, PurchaseOrder.number)
        .join(PurchaseOrder, col(PurchaseOrder.id) == SupplierMessage.purchase_order_id)
        .where(
            col(SupplierMessage.id).in_(newest),
            col(SupplierMessage.is_ours),
            SupplierMessage.state == SupplierMessageState.SENT,
            col(SupplierMessage.external_id).endswith(ending, autoescape=True),
            PurchaseOrder.status == PurchaseOrderStatus.REQUESTED,
        )
        .order_by(col(SupplierMessage.id))
    )
    return rows.all()
