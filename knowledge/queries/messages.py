"""Questions about single messages: whether one is known, was edited, waits, was dealt with.

What was said in a conversation is asked in `conversations.py`. The statements of every turn
stand ready below: putting one together takes SQLAlchemy longer than SQLite takes to answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, func, select, update

from knowledge.records import Author, Channel, ChannelAccount, Conversation, Message, MessageEdit
from knowledge.store import Unit

_MESSAGE = select(Message).where(
    Message.channel == bindparam("channel"), Message.external_id == bindparam("external_id")
)
_UNHANDLED = (
    select(Message)
    .where(
        Message.conversation_id == bindparam("conversation_id"), col(Message.handled_at).is_(None)
    )
    .order_by(col(Message.id))
    .limit(2)
)
_LAST_EDIT = (
    select(MessageEdit)
    .where(MessageEdit.message_id == bindparam("message_id"))
    .order_by(col(MessageEdit.id).desc())
    .limit(1)
)
_WRITTEN_BEFORE = (
    select(Message.created_at)
    .where(
        Message.conversation_id == bindparam("conversation_id"),
        col(Message.id) < bindparam("before"),
        Message.author == Author.CUSTOMER,
    )
    .order_by(col(Message.id).desc())
    .offset(bindparam("skipped"))
    .limit(1)
)
_HANDLED = (
    update(Message)
    .where(col(Message.id) == bindparam("message"), col(Message.handled_at).is_(None))
    .values(
        handled_at=bindparam("at"),
        intent=bindparam("understood"),
        confidence=bindparam("sure"),
        mood=bindparam("felt"),
    )
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What a message was taken for; `confidence` from 0 to 1."""

    intent: str
    confidence: float
    mood: str


async def message_with(unit: Unit, channel: Channel, external_id: str) -> Message | None:
    """The message that the channel knows by this id."""
    known = {"channel": channel, "external_id": external_id}
    return (await unit.exec(_MESSAGE, params=known)).first()


async def next_unhandled(unit: Unit, conversation_id: int) -> tuple[Message | None, bool]:
    """The oldest message of the conversation not dealt with, and whether more wait behind it."""
    found = (await unit.exec(_UNHANDLED, params={"conversation_id": conversation_id})).all()
    return (found[0], len(found) > 1) if found else (None, False)


async def mark_handled(
    unit: Unit, message_id: int, now: datetime, read: ReadAs | None = None
) -> bool:
    """Say that a message was dealt with and what it was taken for; False if it already was."""
    known = {"message": message_id, "at": now, "understood": None, "sure": None, "felt": None}
    if read is not None:
        known |= {"understood": read.intent, "sure": read.confidence, "felt": read.mood}
    return (await unit.exec(_HANDLED, params=known)).rowcount == 1


async def waiting_conversations(unit: Unit) -> Sequence[int]:
    """The conversations with a message not dealt with, longest waiting first."""
    return (
        await unit.exec(
            select(Message.conversation_id)
            .where(col(Message.handled_at).is_(None))
            .group_by(col(Message.conversation_id))
            .order_by(func.min(Message.id))
        )
    ).all()


async def last_edit(unit: Unit, message_id: int) -> MessageEdit | None:
    """A message's latest edit."""
    return (await unit.exec(_LAST_EDIT, params={"message_id": message_id})).first()


async def written_before(
    unit: Unit, conversation_id: int, message_id: int, back: int
) -> datetime | None:
    """When the customer wrote the message `back` ones before this one; None with fewer."""
    known = {"conversation_id": conversation_id, "before": message_id, "skipped": back - 1}
    return (await unit.exec(_WRITTEN_BEFORE, params=known)).first()


async def has_waiting(unit: Unit, channel: Channel, external_id: str) -> bool:
    """Whether a message of this account has not been dealt with."""
    found = await unit.exec(
        select(Message.id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
        .where(
            ChannelAccount.channel == channel,
            ChannelAccount.external_id == external_id,
            col(Message.handled_at).is_(None),
        )
        .limit(1)
    )
    return found.first() is not None
