"""What the shop's database knows of the chats after the kills."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, func, select

from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    DeliveryState,
    Message,
    OutboxItem,
)
from knowledge.store import Store, Unit
from tests.bench.chats import Chat
from tests.bench.verdict import Queued, Record
from tests.emulator import TelegramEmulator


async def is_quiet(store: Store) -> bool:
    """Whether nothing waits for an answer and nothing to be sent."""
    async with store.reading() as unit:
        waiting = select(func.count()).select_from(Message).where(col(Message.handled_at).is_(None))
        queued = (
            select(func.count())
            .select_from(OutboxItem)
            .where(OutboxItem.state == DeliveryState.QUEUED, OutboxItem.channel == Channel.TELEGRAM)
        )
        return (await unit.exec(waiting)).one() + (await unit.exec(queued)).one() == 0


async def silent_chats(store: Store) -> list[str]:
    """The chats that staff hold: the bot is rightly silent there."""
    async with store.reading() as unit:
        found = await unit.exec(
            select(ChannelAccount.external_id)
            .join(Conversation, col(Conversation.account_id) == ChannelAccount.id)
            .where(
                ChannelAccount.channel == Channel.TELEGRAM,
                Conversation.state == ConversationState.WITH_STAFF,
            )
        )
        return list(found.all())


async def records_of(store: Store, api: TelegramEmulator, chats: Sequence[Chat]) -> list[Record]:
    """Each chat as its customer, the database and Telegram know it."""
    async with store.reading() as unit:
        return [
            Record(
                chat.chat_id,
                chat.written,
                await _queued(unit, str(chat.chat_id)),
                api.sent(chat.chat_id),
            )
            for chat in chats
        ]


async def _queued(unit: Unit, chat: str) -> list[Queued]:
    said = await unit.exec(
        select(Message.external_id, Message.handled_at)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
        .where(
            ChannelAccount.channel == Channel.TELEGRAM,
            ChannelAccount.external_id == chat,
            Message.author == Author.CUSTOMER,
        )
    )
    handled = {moment: _number(external_id) for external_id, moment in said.all() if moment}
    items = await unit.exec(
        select(OutboxItem.external_id, Message.handled_at)
        .join(Message, col(Message.id) == OutboxItem.message_id, isouter=True)
        .where(OutboxItem.channel == Channel.TELEGRAM, OutboxItem.destination == chat)
        .order_by(col(OutboxItem.id))
    )
    return [
        Queued(_number(external_id), handled.get(moment) if moment else None)
        for external_id, moment in items.all()
    ]


def _number(external_id: str | None) -> int | None:
    """The message's number in Telegram's `chat:number`."""
    return int(external_id.rpartition(":")[2]) if external_id else None
