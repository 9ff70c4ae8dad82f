"""What was written between the shop and its suppliers: kept once, found by thread and sender."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, or_, select, update
from sqlmodel.sql.expression import Select

from knowledge.records import (
    Channel,
    DeliveryState,
    OutboxItem,
    PurchaseOrder,
    PurchaseOrderStatus,
    Supplier,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Unit

#: How the row of one of our messages is known before the channel has given it an id.
_UNSENT = "outbox:"
_OPEN = (PurchaseOrderStatus.REQUESTED, PurchaseOrderStatus.CONFIRMED)

Ordered = tuple[PurchaseOrder, Supplier]


async def add_ours(
    unit: Unit, item: OutboxItem, supplier_id: int, now: datetime
) -> SupplierMessage:
    """Keep what an outbox item will tell a supplier; the item is stored already."""
    message = SupplierMessage(
        channel=item.channel,
        external_id=f"{_UNSENT}{item.key}",
        is_ours=True,
        subject=str(item.data.get("subject", ""))[:400],
        text=item.text,
        supplier_id=supplier_id,
        purchase_order_id=item.purchase_order_id,
        state=SupplierMessageState.SENT,
        written_at=now,
    )
    unit.add(message)
    await unit.flush()
    return message


def has_left(message: SupplierMessage) -> bool:
    """Whether the channel took one of ours."""
    return not message.external_id.startswith(_UNSENT)


async def mark_sent(unit: Unit, item_id: int, external_id: str, now: datetime) -> None:
    """The channel took one of ours and gave it an id, by which answers to it are known."""
    await unit.exec(
        update(SupplierMessage)
        .where(col(SupplierMessage.external_id) == f"{_UNSENT}{item_id}")
        .values(external_id=external_id, written_at=now, state=SupplierMessageState.SENT, why="")
        .execution_options(synchronize_session=False)
    )


async def add_once(unit: Unit, row: SupplierMessage | OutboxItem) -> bool:
    """Store a row that is unique; False when it was there, and nothing is changed then."""
    try:
        async with unit.begin_nested():
            unit.add(row)
            await unit.flush()
    except IntegrityError:
        return False
    return True


async def known_ids(unit: Unit, channel: Channel, ids: Collection[str]) -> set[str]:
    """Which of these messages are kept already."""
    rows = await unit.exec(
        select(SupplierMessage.external_id).where(
            SupplierMessage.channel == channel, col(SupplierMessage.external_id).in_(ids)
        )
    )
    return set(rows.all())


async def nearest(unit: Unit, channel: Channel, ids: Sequence[str]) -> SupplierMessage | None:
    """The first of these messages that is kept and belongs to an order."""
    rows = await unit.exec(
        select(SupplierMessage).where(
            SupplierMessage.channel == channel,
            col(SupplierMessage.external_id).in_(ids),
            col(SupplierMessage.purchase_order_id).is_not(None),
        )
    )
    return min(rows.all(), key=lambda row: ids.index(row.external_id), default=None)


async def order_of(unit: Unit, order_id: int) -> Ordered | None:
    """A purchase order and its supplier."""
    return (await unit.exec(_ordered().where(PurchaseOrder.id == order_id))).first()


async def orders_numbered(unit: Unit, numbers: Sequence[str]) -> list[Ordered]:
    """The purchase orders with one of these numbers, each with its supplier."""
    found = await unit.exec(_ordered().where(func.upper(PurchaseOrder.number).in_(numbers)))
    return list(found.all())


def _ordered() -> Select[PurchaseOrder, Supplier]:
    return select(PurchaseOrder, Supplier).join(
        Supplier, col(Supplier.id) == PurchaseOrder.supplier_id
    )


async def mail_suppliers(unit: Unit, address: str) -> Sequence[Supplier]:
    """The suppliers with this address, or with another one at its domain."""
    known = func.lower(Supplier.email)
    domain = address.rpartition("@")[2]
    same = or_(known == address, known.endswith(f"@{domain}", autoescape=True))
    return (await unit.exec(select(Supplier).where(same).order_by(col(Supplier.id)))).all()


async def chat_suppliers(unit: Unit, chat: str) -> Sequence[Supplier]:
    """The suppliers that are written to in this chat."""
    return (await unit.exec(select(Supplier).where(Supplier.telegram_chat == chat))).all()


async def chats(unit: Unit) -> set[str]:
    """Every chat in which a supplier is written to."""
    found = await unit.exec(select(Supplier.telegram_chat))
    return {chat for chat in found.all() if chat}


async def open_orders(unit: Unit, supplier_ids: Collection[int]) -> Sequence[PurchaseOrder]:
    """The orders of these suppliers that are asked for or confirmed."""
    rows = await unit.exec(
        select(PurchaseOrder).where(
            col(PurchaseOrder.supplier_id).in_(supplier_ids),
            col(PurchaseOrder.status).in_(_OPEN),
        )
    )
    return rows.all()


async def thread(unit: Unit, order_id: int, channel: Channel) -> Sequence[SupplierMessage]:
    """What was written about an order on a channel, oldest first; ours that has not left too."""
    rows = await unit.exec(
        select(SupplierMessage)
        .where(
            SupplierMessage.purchase_order_id == order_id,
            SupplierMessage.channel == channel,
        )
        .order_by(col(SupplierMessage.id))
    )
    return rows.all()


async def unread(unit: Unit) -> Sequence[int]:
    """The messages that are kept and not read yet, oldest first."""
    rows = await unit.exec(
        select(SupplierMessage.id)
        .where(SupplierMessage.state == SupplierMessageState.NEW)
        .order_by(col(SupplierMessage.id))
    )
    return [found for found in rows.all() if found is not None]


async def leave_to_staff(unit: Unit, message_id: int, why: str) -> bool:
    """Put an unread message into staff's hands; False where somebody has seen to it."""
    changed = await unit.exec(
        update(SupplierMessage)
        .where(
            col(SupplierMessage.id) == message_id,
            col(SupplierMessage.state) == SupplierMessageState.NEW,
        )
        .values(state=SupplierMessageState.WITH_STAFF, why=why[:400])
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1


async def undelivered(unit: Unit) -> list[tuple[OutboxItem, SupplierMessage, Supplier]]:
    """What the outbox gave up on and staff were not told of, with its supplier."""
    dead = await unit.exec(
        select(OutboxItem).where(
            OutboxItem.state == DeliveryState.DEAD,
            col(OutboxItem.purchase_order_id).is_not(None),
        )
    )
    items = {f"{_UNSENT}{item.key}": item for item in dead.all()}
    rows = await unit.exec(
        select(SupplierMessage, Supplier)
        .join(Supplier, col(Supplier.id) == SupplierMessage.supplier_id)
        .where(
            col(SupplierMessage.external_id).in_(items),
            SupplierMessage.state == SupplierMessageState.SENT,
        )
        .order_by(col(SupplierMessage.id))
    )
    return [(items[message.external_id], message, supplier) for message, supplier in rows.all()]


async def unanswered(unit: Unit, before: datetime) -> list[Ordered]:
    """Orders asked for before a moment, whose supplier has all that we wrote and wrote nothing.

    A holiday note is no answer; an order that could not be delivered is staff's already.
    """
    settled = select(SupplierMessage.id).where(
        SupplierMessage.purchase_order_id == PurchaseOrder.id,
        or_(
            SupplierMessage.state == SupplierMessageState.BOUNCED,
            col(SupplierMessage.external_id).startswith(_UNSENT),
            col(SupplierMessage.is_ours).is_(False)
            & (col(SupplierMessage.state) != SupplierMessageState.AUTO_REPLY),
        ),
    )
    rows = await unit.exec(
        _ordered()
        .where(
            PurchaseOrder.status == PurchaseOrderStatus.REQUESTED,
            PurchaseOrder.requested_at <= before,
            ~settled.exists(),
        )
        .order_by(col(PurchaseOrder.id))
    )
    return list(rows.all())


async def overdue(unit: Unit, before: datetime) -> Sequence[str]:
    """The numbers of confirmed orders expected before a moment, of which the supplier has not
    written since that day. A holiday note says nothing."""
    explained = select(SupplierMessage.id).where(
        SupplierMessage.purchase_order_id == PurchaseOrder.id,
        col(SupplierMessage.is_ours).is_(False),
        col(SupplierMessage.state) != SupplierMessageState.AUTO_REPLY,
        col(SupplierMessage.written_at) > col(PurchaseOrder.expected_at),
    )
    rows = await unit.exec(
        select(PurchaseOrder.number)
        .where(
            PurchaseOrder.status == PurchaseOrderStatus.CONFIRMED,
            col(PurchaseOrder.expected_at) < before,
            ~explained.exists(),
        )
        .order_by(col(PurchaseOrder.id))
    )
    return rows.all()


async def held_order(unit: Unit, order_id: int) -> PurchaseOrder:
    """An order as it is now; nobody else changes it before this unit ends."""
    found = await unit.exec(
        select(PurchaseOrder).where(PurchaseOrder.id == order_id).with_for_update()
    )
    return found.one()


async def has_key(unit: Unit, key: str) -> bool:
    """Whether something is queued, or was sent, under this key."""
    found = await unit.exec(select(OutboxItem.id).where(OutboxItem.idempotency_key == key))
    return found.first() is not None
