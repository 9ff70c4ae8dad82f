"""What the supply page lists: purchase orders and courses of negotiations.

Lists are newest first and go on before an id, so that what is added meanwhile repeats nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import col, func, or_, select

from knowledge.records import (
    Negotiation,
    NegotiationMove,
    NegotiationState,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    Supplier,
    SupplierMessage,
    SupplierOffer,
)
from knowledge.store import Unit

#: Messages of an order that are shown at most, the latest.
_MOST_MESSAGES = 200


@dataclass(frozen=True, slots=True)
class OrderSums:
    """Of an order's lines: how many there are, pieces ordered and received, minor units."""

    lines: int = 0
    ordered: int = 0
    received: int = 0
    total_minor: int = 0
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A move of a course, and the message that it was made in, if there is one."""

    move: NegotiationMove
    message: SupplierMessage | None


async def purchase_rows(
    unit: Unit,
    limit: int,
    *,
    words: str = "",
    status: PurchaseOrderStatus | None = None,
    before: int | None = None,
) -> list[tuple[PurchaseOrder, Supplier]]:
    """Purchase orders, newest first.

    Args:
        words: a part of their number, of their supplier's name or code, or of a SKU's code.
        before: the id of the order after which the list goes on.
    """
    statement = select(PurchaseOrder, Supplier).join(
        Supplier, col(Supplier.id) == PurchaseOrder.supplier_id
    )
    if words:
        has_sku = (
            select(PurchaseOrderLine.purchase_order_id)
            .join(Sku, col(Sku.id) == PurchaseOrderLine.sku_id)
            .where(col(Sku.code).icontains(words, autoescape=True))
        )
        said = (col(PurchaseOrder.number), col(Supplier.name), col(Supplier.code))
        parts = [one.icontains(words, autoescape=True) for one in said]
        statement = statement.where(or_(*parts, col(PurchaseOrder.id).in_(has_sku)))
    if status is not None:
        statement = statement.where(PurchaseOrder.status == status)
    if before is not None:
        statement = statement.where(col(PurchaseOrder.id) < before)
    rows = await unit.exec(statement.order_by(col(PurchaseOrder.id).desc()).limit(limit))
    return list(rows.all())


async def sums_of(unit: Unit, order_ids: Collection[int]) -> dict[int, OrderSums]:
    """The sums of orders, by id. The currency is the offers', else that of the items."""
    line, currency = PurchaseOrderLine, func.coalesce(SupplierOffer.currency, Sku.currency)
    rows = await unit.exec(
        select(line, currency)
        .join(PurchaseOrder, col(PurchaseOrder.id) == line.purchase_order_id)
        .join(Sku, col(Sku.id) == line.sku_id)
        .join(
            SupplierOffer,
            (col(SupplierOffer.sku_id) == line.sku_id)
            & (col(SupplierOffer.supplier_id) == PurchaseOrder.supplier_id),
            isouter=True,
        )
        .where(col(line.purchase_order_id).in_(order_ids))
    )
    found: dict[int, OrderSums] = {}
    for one, kept in rows.all():
        had = found.get(one.purchase_order_id, OrderSums())
        found[one.purchase_order_id] = OrderSums(
            had.lines + 1,
            had.ordered + one.quantity,
            had.received + one.received_quantity,
            had.total_minor + one.quantity * one.unit_price_minor,
            kept,
        )
    return found


async def messages_about(unit: Unit, order_id: int) -> Sequence[SupplierMessage]:
    """The latest messages to and from the supplier about an order, oldest first."""
    rows = await unit.exec(
        select(SupplierMessage)
        .where(SupplierMessage.purchase_order_id == order_id)
        .order_by(col(SupplierMessage.id).desc())
        .limit(_MOST_MESSAGES)
    )
    return rows.all()[::-1]


async def course_rows(
    unit: Unit,
    limit: int,
    *,
    state: NegotiationState | None = None,
    before: int | None = None,
) -> list[tuple[Negotiation, PurchaseOrder, Supplier]]:
    """Courses, newest first, each with its order and supplier."""
    statement = (
        select(Negotiation, PurchaseOrder, Supplier)
        .join(PurchaseOrder, col(PurchaseOrder.id) == Negotiation.purchase_order_id)
        .join(Supplier, col(Supplier.id) == PurchaseOrder.supplier_id)
    )
    if state is not None:
        statement = statement.where(Negotiation.state == state)
    if before is not None:
        statement = statement.where(col(Negotiation.id) < before)
    rows = await unit.exec(statement.order_by(col(Negotiation.id).desc()).limit(limit))
    return list(rows.all())


async def course_about(
    unit: Unit, number: str
) -> tuple[Negotiation, PurchaseOrder, Supplier, list[CourseStep]]:
    """The course about the purchase order with this number, its moves in order.

    Raises:
        LookupError: there is none.
    """
    rows = await unit.exec(
        select(Negotiation, PurchaseOrder, Supplier)
        .join(PurchaseOrder, col(PurchaseOrder.id) == Negotiation.purchase_order_id)
        .join(Supplier, col(Supplier.id) == PurchaseOrder.supplier_id)
        .where(PurchaseOrder.number == number)
    )
    found = rows.first()
    if found is None:
        raise LookupError(f"Nothing is negotiated about {number}.")
    steps = await unit.exec(
        select(NegotiationMove, SupplierMessage)
        .join(SupplierMessage, col(SupplierMessage.id) == NegotiationMove.message_id, isouter=True)
        .where(NegotiationMove.negotiation_id == found[0].key)
        .order_by(col(NegotiationMove.number))
    )
    return *found, [CourseStep(*row) for row in steps.all()]


async def currencies_of(unit: Unit) -> dict[int, str]:
    """The currency of each supplier's first offer, by the supplier's id."""
    rows = await unit.exec(
        select(SupplierOffer.supplier_id, SupplierOffer.currency).order_by(
            col(SupplierOffer.id).desc()
        )
    )
    return dict(rows.all())
