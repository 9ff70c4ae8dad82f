"""Questions that the staff's room asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import defer
from sqlmodel import col, select

from knowledge.queries import conversations, orders
from knowledge.queries.orders import Item, ShipmentView
from knowledge.records import (
    Action,
    ActionState,
    Attachment,
    Conversation,
    Handover,
    HandoverReason,
    Message,
    Note,
    Order,
)
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with what it contains and its parcels."""

    order: Order
    items: Sequence[Item]
    parcels: Sequence[ShipmentView]


@dataclass(frozen=True, slots=True)
class Attached:
    """A customer's file, its content not loaded; `kept`: whether the content is here."""

    file: Attachment
    kept: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier conversation of the same account, and what came of it.

    Args:
        reason: why staff had it last, if they did.
        actions: what was done for the customer, or asked of staff, in order.
    """

    conversation: Conversation
    reason: HandoverReason | None
    actions: Sequence[Action]


async def earlier_of(unit: Unit, conversation: Conversation) -> list[Earlier]:
    """The account's conversations before this one, newest first, with what came of each."""
    found = await conversations.earlier_than(unit, conversation)
    keys = [one.key for one in found]
    handed = await unit.exec(
        select(Handover).where(col(Handover.conversation_id).in_(keys)).order_by(col(Handover.id))
    )
    reasons = {one.conversation_id: one.reason for one in handed.all()}
    done = await unit.exec(
        select(Action)
        .where(
            col(Action.conversation_id).in_(keys),
            col(Action.state).not_in([ActionState.PROPOSED, ActionState.DECLINED]),
        )
        .order_by(col(Action.id))
    )
    acted: dict[int, list[Action]] = {}
    for action in done.all():
        acted.setdefault(action.conversation_id, []).append(action)
    return [Earlier(one, reasons.get(one.key), acted.get(one.key, ())) for one in found]


async def notes_of(unit: Unit, conversation_id: int) -> Sequence[Note]:
    """Staff's notes about a conversation, oldest first."""
    return (
        await unit.exec(
            select(Note).where(Note.conversation_id == conversation_id).order_by(col(Note.id))
        )
    ).all()


async def attachments_in(unit: Unit, conversation_id: int) -> dict[int, list[Attached]]:
    """The files of a conversation's messages, by message; what is in them is left where it is."""
    rows = await unit.exec(
        select(Attachment, col(Attachment.content).is_not(None))
        .join(Message, col(Message.id) == Attachment.message_id)
        .where(Message.conversation_id == conversation_id)
        .order_by(col(Attachment.id))
        .options(defer(Attachment.content, raiseload=True))  # type: ignore[arg-type]
    )
    found: dict[int, list[Attached]] = {}
    for file, kept in rows.all():
        found.setdefault(file.message_id, []).append(Attached(file, kept))
    return found


async def order_views(unit: Unit, customer_id: int | None, account_id: int) -> list[OrderView]:
    """The latest orders that the account may be told about."""
    found = await orders.orders_of(unit, customer_id, account_id)
    items = await orders.items_of(unit, [order.key for order in found])
    return [
        OrderView(order, items[order.key], await orders.parcels_of(unit, order.key))
        for order in found
    ]
