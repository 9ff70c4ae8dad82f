"""Questions about conversations: which goes on, who holds it, and what was said in it.

The statements of every turn stand ready below: putting one together takes SQLAlchemy longer
than SQLite takes to answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from knowledge.records import ChannelAccount, Conversation, ConversationState, Customer, Message
from knowledge.store import Unit

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
_SCENE = (
    select(Conversation, ChannelAccount, Customer)
    .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
    .join(Customer, col(Customer.id) == ChannelAccount.customer_id, isouter=True)
    .where(Conversation.id == bindparam("id"))
)


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


async def has_conversations(unit: Unit) -> bool:
    """Whether any customer ever wrote."""
    return (await unit.exec(select(Conversation.id).limit(1))).first() is not None


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
