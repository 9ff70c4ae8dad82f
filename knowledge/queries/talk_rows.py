"""Conversations as lines of a list: whose each is, and what was said last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from knowledge.queries.inbox_rows import SHOWN
from knowledge.records import Channel, ChannelAccount, Conversation, Customer, Message
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A conversation in a list.

    Args:
        name: the customer's, else the account's on its channel; empty where neither is known.
        last_words: the first 120 characters of the last message; empty before any.
    """

    conversation_id: int
    name: str
    channel: Channel
    language: str
    last_message_at: datetime
    last_words: str


_ANY = aliased(Message, name="any_message")
#: A look-up in the index of a conversation's messages, whose end it reads.
_LAST_ID = (
    select(func.max(_ANY.id)).where(col(_ANY.conversation_id) == Conversation.id).scalar_subquery()
)


async def talk_rows(unit: Unit, ids: Collection[int]) -> dict[int, TalkRow]:
    """The rows of these conversations by their ids; one that is gone has none."""
    found = await unit.exec(
        select(  # type: ignore[call-overload]
            Conversation.id,
            func.coalesce(Customer.name, ChannelAccount.display_name, ""),
            ChannelAccount.channel,
            Conversation.language,
            Conversation.last_message_at,
            func.coalesce(func.substr(Message.text, 1, SHOWN), ""),
        )
        .join(ChannelAccount, col(ChannelAccount.id) == col(Conversation.account_id))
        .join(Customer, col(Customer.id) == col(ChannelAccount.customer_id), isouter=True)
        .join(Message, col(Message.id) == _LAST_ID, isouter=True)
        .where(col(Conversation.id).in_(ids))
    )
    return {row[0]: TalkRow(*row) for row in found.all()}
