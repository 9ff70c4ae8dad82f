"""Questions about what staff taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from knowledge.records import ChannelAccount, Conversation, Message, TaughtMessage
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class TaughtExample:
    """A message's words and what staff say it means.

    Args:
        language: the conversation's, as the message itself may not tell.
        account: who wrote it, the same text at every reading, such as `telegram:42`.
    """

    text: str
    language: str
    intents: tuple[str, ...]
    confirmed: bool
    account: str


async def message_in(unit: Unit, conversation_id: int, message_id: int) -> Message:
    """A message of a conversation.

    Raises:
        LookupError: the conversation has no such message.
    """
    message = await unit.get(Message, message_id)
    if message is None or message.conversation_id != conversation_id:
        raise LookupError(f"Conversation {conversation_id} has no message {message_id}.")
    return message


async def teach(
    unit: Unit,
    message_id: int,
    intents: Sequence[str],
    staff_id: int,
    now: datetime,
    *,
    confirmed: bool,
) -> None:
    """Keep what a message means in place of what was taught about it before.

    Whoever teaches holds the message's conversation (`conversations.held`), so that two at
    once do not both add a row.
    """
    known = select(TaughtMessage).where(TaughtMessage.message_id == message_id)
    found = (await unit.exec(known)).first()
    taught = found or TaughtMessage(message_id=message_id, staff_id=staff_id, created_at=now)
    taught.intents, taught.confirmed = list(intents), confirmed
    taught.staff_id, taught.updated_at = staff_id, now
    unit.add(taught)


async def taught_in(unit: Unit, conversation_id: int) -> dict[int, TaughtMessage]:
    """What was taught about a conversation's messages, by their ids."""
    found = await unit.exec(
        select(TaughtMessage)
        .join(Message, col(Message.id) == TaughtMessage.message_id)
        .where(Message.conversation_id == conversation_id)
    )
    return {taught.message_id: taught for taught in found.all()}


async def taught_examples(unit: Unit) -> list[TaughtExample]:
    """Everything that staff taught, in the order of the messages."""
    rows = await unit.exec(
        select(TaughtMessage, Message.text, Conversation.language, ChannelAccount)
        .join(Message, col(Message.id) == TaughtMessage.message_id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
        .order_by(col(TaughtMessage.message_id))
    )
    return [
        TaughtExample(
            text,
            language,
            tuple(taught.intents),
            taught.confirmed,
            f"{account.channel.value}:{account.external_id}",
        )
        for taught, text, language, account in rows.all()
    ]
