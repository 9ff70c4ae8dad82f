"""A customer on the terminal channel of a desk with the real models, who may share a contact."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

from sqlmodel import col, select

from bot.desk.inbound import Inbound
from bot.rules.policy import Policy
from bot.settings import Settings
from bot.wiring import Desk, Models, load_models
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Message,
    MessageKind,
)
from knowledge.store import Store
from models.shop_weights import ShopWeights


class Talk:
    """One customer's conversation; `lines` is what was said, both ways."""

    def __init__(self, desk: Desk, phone: str) -> None:
        self.desk = desk
        self.lines: list[str] = []
        self.handed_over = False
        self.phone = phone
        self._account = f"tau-{uuid4().hex}"
        self._seen = 0

    async def say(self, text: str) -> str:
        """Say something; the act of the reply ("" when the bot is silent)."""
        self.lines.append(f"> {text}")
        return await self._send(MessageKind.TEXT, text, {})

    async def press(self, action: str) -> str:
        """Press a button by the action it sends."""
        self.lines.append(f"> [{action}]")
        return await self._send(MessageKind.BUTTON, action, {"action": action})

    async def share_contact(self) -> str:
        """Share the customer's own contact."""
        self.lines.append("> (shares the contact)")
        data: dict[str, object] = {"phone": self.phone, "own": True}
        return await self._send(MessageKind.CONTACT, self.phone, data)

    async def _send(self, kind: MessageKind, text: str, data: dict[str, object]) -> str:
        inbound = Inbound(Channel.TERMINAL, self._account, uuid4().hex, kind, text, data)
        await self.desk.receive(inbound)
        await self.desk.wakeups.settle()
        return await self._reply()

    async def _reply(self) -> str:
        async with self.desk.store.reading() as unit:
            found = await unit.exec(
                select(Message, Conversation)
                .join(Conversation, col(Conversation.id) == Message.conversation_id)
                .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
                .where(
                    ChannelAccount.external_id == self._account,
                    Message.author == Author.BOT,
                    col(Message.id) > self._seen,
                )
                .order_by(col(Message.id))
            )
            acts = []
            for message, conversation in found.all():
                self._seen = message.key
                self.lines.append("    " + message.text.replace("\n", "\n    "))
                acts.append(message.act or "")
                staff = conversation.state is ConversationState.WITH_STAFF
                self.handed_over = self.handed_over or staff
        return "+".join(acts)


@cache
def _models() -> Models:
    """The shipped models, loaded once."""
    settings = Settings()
    return load_models(ShopWeights(settings.shop_weights))


@asynccontextmanager
async def talking(database: Path, policy: Policy, phone: str) -> AsyncIterator[Talk]:
    """A talk with a desk on a database of its own."""
    settings = Settings(database_url=f"sqlite:///{database}")
    store = Store(settings.database_url)
    desk = Desk(settings, store, await asyncio.to_thread(_models), {}, policy=policy)
    try:
        yield Talk(desk, phone)
    finally:
        await desk.wakeups.settle()
        await store.close()
