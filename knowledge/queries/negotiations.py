"""The courses of negotiations, and what their limits are worked out from."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, func, select, update

from knowledge.records import (
    Guardrails,
    Negotiation,
    NegotiationMove,
    NegotiationState,
    PurchaseOrder,
    PurchaseOrderStatus,
    SupplierMessage,
    SupplierMessageState,
    SupplierOffer,
)
from knowledge.store import Unit


async def message_of(unit: Unit, message_id: int) -> SupplierMessage | None:
    """A kept message as it is now."""
    return await unit.get(SupplierMessage, message_id, populate_existing=True)


async def number_of(unit: Unit, order_id: int) -> str | None:
    """The number of a purchase order."""
    found = await unit.exec(select(PurchaseOrder.number).where(PurchaseOrder.id == order_id))
    return found.first()


async def guardrails_of(unit: Unit, supplier_id: int) -> Guardrails | None:
    """How far staff let a negotiation with a supplier go; None: nothing is negotiated."""
    found = await unit.exec(select(Guardrails).where(Guardrails.supplier_id == supplier_id))
    row = found.first()
    return row if row is not None and row.negotiates else None


async def course_of(unit: Unit, order_id: int) -> Negotiation | None:
    """The course about an order as it is now."""
    found = await unit.exec(
        select(Negotiation)
        .where(Negotiation.purchase_order_id == order_id)
        .execution_options(populate_existing=True)
    )
    return found.first()


async def moves_of(unit: Unit, negotiation_id: int) -> Sequence[NegotiationMove]:
    """The steps of a course, the first one first."""
    found = await unit.exec(
        select(NegotiationMove)
        .where(NegotiationMove.negotiation_id == negotiation_id)
        .order_by(col(NegotiationMove.number))
    )
    return found.all()


async def prices_elsewhere(
    unit: Unit, sku_ids: Sequence[int], supplier_id: int, currency: str
) -> dict[int, int]:
    """By SKU the lowest price of another supplier in this currency, where one sells it."""
    rows = await unit.exec(
        select(col(SupplierOffer.sku_id), func.min(SupplierOffer.unit_price_minor))
        .where(
            col(SupplierOffer.sku_id).in_(sku_ids),
            SupplierOffer.supplier_id != supplier_id,
            SupplierOffer.currency == currency,
            SupplierOffer.unit_price_minor > 0,
        )
        .group_by(col(SupplierOffer.sku_id))
    )
    return dict(rows.all())


async def open_numbers(unit: Unit) -> list[str]:
    """The purchase orders whose course is open and in the desk's hands, oldest first."""
    rows = await unit.exec(
        select(PurchaseOrder.number)
        .join(Negotiation, col(Negotiation.purchase_order_id) == PurchaseOrder.id)
        .where(
            Negotiation.state == NegotiationState.OPEN,
            PurchaseOrder.status == PurchaseOrderStatus.REQUESTED,
        )
        .order_by(col(Negotiation.id))
    )
    return list(rows.all())


async def letters_about(unit: Unit, order_id: int) -> Sequence[SupplierMessage]:
    """What was written about an order, oldest first, as it is now."""
    rows = await unit.exec(
        select(SupplierMessage)
        .where(SupplierMessage.purchase_order_id == order_id)
        .order_by(col(SupplierMessage.id))
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def settle(unit: Unit, order_id: int, staff_id: int) -> None:
    """Staff have seen to what an order's supplier wrote."""
    await unit.exec(
        update(SupplierMessage)
        .where(
            col(SupplierMessage.purchase_order_id) == order_id,
            col(SupplierMessage.state) == SupplierMessageState.WITH_STAFF,
        )
        .values(state=SupplierMessageState.SETTLED, settled_by=staff_id)
        .execution_options(synchronize_session=False)
    )


async def words_from(unit: Unit, order_id: int) -> int:
    """How many messages the supplier wrote about an order."""
    found = await unit.exec(
        select(func.count()).where(
            SupplierMessage.purchase_order_id == order_id,
            col(SupplierMessage.is_ours).is_(False),
        )
    )
    return found.one()
