"""Looking at what the desk said: marks that nobody wrote, facts that nobody may hear."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlmodel import col, func, select

from knowledge.records import (
    Author,
    ChannelAccount,
    Conversation,
    ConversationState,
    Message,
    OrderGrant,
    OutboxItem,
)
from knowledge.store import Store

#: A slot, a brace, or one of the reply model's own marks.
_MARKS = re.compile(r"\{[^{}]*\}|[{}]|<(?:act|variant):[^<>]*>|<text>|</?s>|<pad>|<unk>")


@dataclass(frozen=True, slots=True)
class Heard:
    """Something the desk said to an account, with the labels and actions of its buttons."""

    key: int
    account: str
    text: str
    act: str
    actions: tuple[str, ...]


async def replies_after(store: Store, key: int) -> list[Heard]:
    """What was said to customers since a message, oldest first."""
    async with store.reading() as unit:
        found = await unit.exec(
            select(Message, ChannelAccount.external_id)
            .join(Conversation, col(Conversation.id) == Message.conversation_id)
            .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
            .where(col(Message.id) > key, col(Message.author) != Author.CUSTOMER)
            .order_by(col(Message.id))
        )
        return [_heard(message, account) for message, account in found.all()]


def _heard(message: Message, account: str) -> Heard:
    buttons = message.data.get("buttons", [])
    shown = "\n".join([message.text, *(f"{one['label']} {one['action']}" for one in buttons)])
    actions = tuple(one["action"] for one in buttons)
    return Heard(message.key, account, shown, message.act or "", actions)


def marks(text: str) -> list[str]:
    """The slots, braces and marks of the model's own in a reply."""
    return _MARKS.findall(text)


async def unsaid(store: Store) -> list[str]:
    """What waits to be sent to customers and is not what stands in their conversation."""
    async with store.reading() as unit:
        accounts = select(ChannelAccount.external_id)
        found = await unit.exec(
            select(OutboxItem, Message)
            .join(Message, col(Message.id) == OutboxItem.message_id, isouter=True)
            .where(col(OutboxItem.destination).in_(accounts))
        )
        return [
            item.text
            for item, message in found.all()
            if message is None or message.text != item.text
        ]


async def grants(store: Store) -> dict[str, set[int]]:
    """The orders that each account gave number and digits of, as the desk sees it."""
    async with store.reading() as unit:
        rows = await unit.exec(
            select(ChannelAccount.external_id, OrderGrant.order_id).join(
                ChannelAccount, col(ChannelAccount.id) == OrderGrant.account_id
            )
        )
        found: dict[str, set[int]] = {}
        for account, order in rows.all():
            found.setdefault(account, set()).add(order)
        return found


async def owners(store: Store) -> dict[str, int | None]:
    """Whose account each is, as the desk sees it."""
    async with store.reading() as unit:
        rows = await unit.exec(select(ChannelAccount.external_id, ChannelAccount.customer_id))
        return dict(rows.all())


async def waiting(store: Store) -> int:
    """How many customers' messages were not dealt with."""
    async with store.reading() as unit:
        found = await unit.exec(
            select(func.count())
            .select_from(Message)
            .where(Message.author == Author.CUSTOMER, col(Message.handled_at).is_(None))
        )
        return found.one()


async def with_staff(store: Store) -> dict[str, int]:
    """The conversations that staff hold, by account."""
    async with store.reading() as unit:
        rows = await unit.exec(
            select(ChannelAccount.external_id, Conversation.id)
            .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
            .where(Conversation.state == ConversationState.WITH_STAFF)
        )
        return {account: key or 0 for account, key in rows.all()}
