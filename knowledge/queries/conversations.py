"""Questions about accounts, conversations and messages.

The statements of every turn stand ready below: putting one together takes SQLAlchemy longer
than SQLite takes to answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, func, select, update

from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    Message,
    MessageEdit,
    utcnow,
)
from knowledge.store import Unit

_ACCOUNT = select(ChannelAccount).where(
    ChannelAccount.channel == bindparam("channel"),
    ChannelAccount.external_id == bindparam("external_id"),
)
#: `closed_at IS NULL` is written out: SQLite matches a partial index against the words.
_OPEN = col(Conversation.closed_at).is_(None)
_CONVERSATION = (
    select(Conversation)
    .where(Conversation.account_id == bindparam("account_id"), _OPEN)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_CURRENT = select(Conversation.id).where(
    Conversation.account_id
    == select(Conversation.account_id).where(Conversation.id == bindparam("id")).scalar_subquery(),
    _OPEN,
)
_HELD = (
    select(Conversation)
    .where(Conversation.id == bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_MESSAGE = select(Message).where(
    Message.channel == bindparam("channel"), Message.external_id == bindparam("external_id")
)
_SCENE = (
    select(Conversation, ChannelAccount, Customer)
    .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
    .join(Customer, col(Customer.id) == ChannelAccount.customer_id, isouter=True)
    .where(Conversation.id == bindparam("id"))
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


async def account_of(unit: Unit, channel: Channel, external_id: str) -> ChannelAccount | None:
    """The account with this id on this channel."""
    known = {"channel": channel, "external_id": external_id}
    return (await unit.exec(_ACCOUNT, params=known)).first()


async def account_named(unit: Unit, channel: Channel, external_id: str) -> ChannelAccount:
    """The account with this id on this channel, made if it is new.

    Two messages of a new account may come in at once: the second waits for the first's commit.
    """
    found = await account_of(unit, channel, external_id)
    if found is None:
        insert = sqlite.insert if unit.get_bind().dialect.name == "sqlite" else postgresql.insert
        values = {"channel": channel, "external_id": external_id, "display_name": ""}
        await unit.exec(
            insert(ChannelAccount).values(**values, created_at=utcnow()).on_conflict_do_nothing()
        )
        found = await account_of(unit, channel, external_id)
    assert found is not None
    return found


async def conversation_of(unit: Unit, account_id: int) -> Conversation | None:
    """The account's conversation that is not closed, held until the unit ends."""
    return (await unit.exec(_CONVERSATION, params={"account_id": account_id})).first()


async def begun(
    unit: Unit, account_id: int, language: str, context: dict[str, Any], now: datetime
) -> Conversation:
    """The account's new conversation, held until the unit ends.

    Of several that would begin one at once, one does: the others wait for it and get that one.
    """
    insert = sqlite.insert if unit.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {
        "account_id": account_id,
        "state": ConversationState.WITH_BOT,
        "language": language,
        "context": context,
        "last_message_at": now,
        "created_at": now,
    }
    await unit.exec(insert(Conversation).values(**values).on_conflict_do_nothing())
    found = await conversation_of(unit, account_id)
    assert found is not None
    return found


async def current(unit: Unit, conversation_id: int) -> int:
    """The conversation that goes on with the account of this one: itself, or a later one.

    Raises:
        LookupError: there is no such conversation.
    """
    found = (await unit.exec(_CURRENT, params={"id": conversation_id})).first()
    if found is None:
        raise LookupError(f"There is no conversation {conversation_id}.")
    return found


async def current_held(unit: Unit, conversation_id: int) -> Conversation:
    """The conversation that goes on with the account of this one, held until the unit ends.

    Raises:
        LookupError: there is no such conversation.
    """
    while True:
        found = await held(unit, await current(unit, conversation_id))
        # It may have been closed while we waited for whoever held it.
        if found is not None and found.closed_at is None:
            return found


async def earlier_than(
    unit: Unit, conversation: Conversation, limit: int = 20
) -> Sequence[Conversation]:
    """The account's conversations before this one, newest first."""
    found = await unit.exec(
        select(Conversation)
        .where(
            Conversation.account_id == conversation.account_id,
            col(Conversation.id) < conversation.key,
        )
        .order_by(col(Conversation.id).desc())
        .limit(limit)
    )
    return found.all()


async def held(unit: Unit, conversation_id: int) -> Conversation | None:
    """The conversation as it is now, held until the unit ends: nobody changes it meanwhile.

    Whoever writes to a conversation takes hold of it first, before its account and messages.
    SQLite has one writer at a time, so it needs no FOR UPDATE, and has none.
    """
    return (await unit.exec(_HELD, params={"id": conversation_id})).first()


async def message_with(unit: Unit, channel: Channel, external_id: str) -> Message | None:
    """The message that the channel knows by this id."""
    known = {"channel": channel, "external_id": external_id}
    return (await unit.exec(_MESSAGE, params=known)).first()


async def scene(
    unit: Unit, conversation_id: int
) -> tuple[Conversation, ChannelAccount, Customer | None]:
    """A conversation with its account and, if proven, its customer.

    Raises:
        LookupError: there is no such conversation.
    """
    row = (await unit.exec(_SCENE, params={"id": conversation_id})).first()
    if row is None:
        raise LookupError(f"There is no conversation {conversation_id}.")
    return row[0], row[1], row[2]


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


async def recent_messages(unit: Unit, conversation_id: int, limit: int = 50) -> list[Message]:
    """The last messages of a conversation, oldest first."""
    found = (
        await unit.exec(
            select(Message)
            .where(Message.conversation_id == conversation_id)
            .order_by(col(Message.id).desc())
            .limit(limit)
        )
    ).all()
    return list(reversed(found))


async def messages_after(unit: Unit, conversation_id: int, message_id: int) -> Sequence[Message]:
    """The messages of a conversation that came after one, oldest first."""
    return (
        await unit.exec(
            select(Message)
            .where(Message.conversation_id == conversation_id, col(Message.id) > message_id)
            .order_by(col(Message.id))
            .limit(200)
        )
    ).all()


async def last_said(unit: Unit, conversation_id: int) -> Message | None:
    """The last message of a conversation, whoever's."""
    found = await recent_messages(unit, conversation_id, limit=1)
    return found[0] if found else None


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


async def has_conversations(unit: Unit) -> bool:
    """Whether any customer ever wrote."""
    return (await unit.exec(select(Conversation.id).limit(1))).first() is not None
