"""What suppliers did: orders promised and received, prices paid, answers, and their offers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from knowledge.queries.supply import Offered
from knowledge.records import (
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Receipt,
    Sku,
    Supplier,
    SupplierMessage,
    SupplierMessageState,
    SupplierOffer,
)
from knowledge.store import Unit

_SENT = [
    PurchaseOrderStatus.REQUESTED,
    PurchaseOrderStatus.CONFIRMED,
    PurchaseOrderStatus.RECEIVED,
]
_NO_ANSWER = [SupplierMessageState.AUTO_REPLY, SupplierMessageState.BOUNCED]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Of a purchase order: pieces ordered on closed lines, received on them, and rejected."""

    ordered: int = 0
    received: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of an order: which SKU, when, how many, and the price of a piece, minor units."""

    supplier_id: int
    sku_id: int
    at: datetime
    pieces: int
    price_minor: int


async def suppliers(unit: Unit) -> list[Supplier]:
    """Every supplier, by code."""
    return list((await unit.exec(select(Supplier).order_by(Supplier.code))).all())


async def sent_since(
    unit: Unit, since: datetime, supplier_ids: Collection[int]
) -> list[PurchaseOrder]:
    """Orders sent since a time and not cancelled, oldest first."""
    rows = await unit.exec(
        select(PurchaseOrder)
        .where(
            col(PurchaseOrder.supplier_id).in_(supplier_ids),
            col(PurchaseOrder.status).in_(_SENT),
            PurchaseOrder.requested_at >= since,
        )
        .order_by(col(PurchaseOrder.requested_at), col(PurchaseOrder.id))
    )
    return list(rows.all())


async def pieces_of(
    unit: Unit, since: datetime, supplier_ids: Collection[int]
) -> dict[int, Pieces]:
    """The pieces of each order sent since a time, by its id.

    A line without a receipt says nothing: it was closed before receipts were kept.
    """
    rejected = func.sum(Receipt.rejected)
    rows = await unit.exec(
        select(PurchaseOrderLine, rejected)
        .join(PurchaseOrder, col(PurchaseOrder.id) == PurchaseOrderLine.purchase_order_id)
        .join(Receipt, col(Receipt.line_id) == PurchaseOrderLine.id)
        .where(
            col(PurchaseOrder.supplier_id).in_(supplier_ids),
            col(PurchaseOrder.status).in_(_SENT),
            PurchaseOrder.requested_at >= since,
            col(PurchaseOrderLine.open).is_(False),
        )
        .group_by(col(PurchaseOrderLine.id))
    )
    found: dict[int, Pieces] = {}
    for line, broken in rows.all():
        had = found.get(line.purchase_order_id, Pieces())
        found[line.purchase_order_id] = Pieces(
            had.ordered + line.quantity,
            had.received + line.received_quantity,
            had.rejected + int(broken),
        )
    return found


async def bought_since(unit: Unit, since: datetime, supplier_ids: Collection[int]) -> list[Bought]:
    """The lines of orders sent since a time, oldest first."""
    rows = await unit.exec(
        select(PurchaseOrder, PurchaseOrderLine)
        .join(PurchaseOrderLine, col(PurchaseOrderLine.purchase_order_id) == PurchaseOrder.id)
        .where(
            col(PurchaseOrder.supplier_id).in_(supplier_ids),
            col(PurchaseOrder.status).in_(_SENT),
            PurchaseOrder.requested_at >= since,
        )
        .order_by(col(PurchaseOrder.requested_at), col(PurchaseOrderLine.id))
    )
    return [
        Bought(
            order.supplier_id,
            line.sku_id,
            order.requested_at,
            line.quantity,
            line.unit_price_minor,
        )
        for order, line in rows.all()
    ]


async def first_answers(unit: Unit, order_ids: Sequence[int]) -> dict[int, datetime]:
    """When each order was first answered by a person, by its id."""
    rows = await unit.exec(
        select(SupplierMessage.purchase_order_id, func.min(SupplierMessage.written_at))
        .where(
            col(SupplierMessage.purchase_order_id).in_(order_ids),
            col(SupplierMessage.is_ours).is_(False),
            col(SupplierMessage.state).not_in(_NO_ANSWER),
        )
        .group_by(col(SupplierMessage.purchase_order_id))
    )
    return {key: at for key, at in rows.all() if key is not None}


async def offers_of(unit: Unit, sku_ids: Sequence[int]) -> dict[int, list[Offered]]:
    """Every offer of each SKU, the cheapest first, in the SKU's own currency if there is one.

    Prices in different currencies cannot be compared: where one is in the SKU's, others are
    left out; where none is, those of the currency of the first offer on record remain.
    """
    rows = await unit.exec(
        select(SupplierOffer, Supplier, Sku.currency)
        .join(Supplier, col(Supplier.id) == SupplierOffer.supplier_id)
        .join(Sku, col(Sku.id) == SupplierOffer.sku_id)
        .where(col(SupplierOffer.sku_id).in_(sku_ids))
        .order_by(col(SupplierOffer.id))
    )
    found: dict[int, list[Offered]] = {}
    own: dict[int, str] = {}
    for offer, supplier, currency in rows.all():
        found.setdefault(offer.sku_id, []).append(Offered(offer, supplier))
        own[offer.sku_id] = currency
    return {sku_id: _comparable(offers, own[sku_id]) for sku_id, offers in found.items()}


def _comparable(offers: list[Offered], currency: str) -> list[Offered]:
    named = {offered.offer.currency for offered in offers}
    kept = currency if currency in named else offers[0].offer.currency
    same = [offered for offered in offers if offered.offer.currency == kept]
    return sorted(same, key=lambda one: (one.offer.unit_price_minor, one.offer.key))
