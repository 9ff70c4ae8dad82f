"""The web channel with the real store and reception, in front of nobody who answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.channels.web.app import LiveStreams, WebParts, create_app
from bot.desk.inbound import Inbound
from bot.desk.receive import Received, Reception
from bot.settings import Settings
from knowledge.queries import conversations
from knowledge.records import Author, Channel, Customer, Message, OutboxItem, utcnow
from knowledge.store import Store

HOME = "http://shop.test"
TOKEN = "token-of-the-shops-own-system"

CUSTOMERS = (
    Customer(reference="C0001", name="王小明", language="zh"),
    Customer(reference="C0002", name="Emma Brown", language="en", level="gold"),
)


@dataclass(slots=True)
class Front:
    """The web channel under test."""

    parts: WebParts
    app: FastAPI
    received: list[Inbound]

    def browser(self, language: str = "zh-CN") -> httpx.AsyncClient:
        """A browser that has not been here before."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app),
            base_url=HOME,
            headers={"Origin": HOME, "Accept-Language": language},
        )

    async def say(self, conversation_id: int, text: str, **data: object) -> int:
        """Have the bot say something, as the desk writes it; returns the outbox item's id."""
        async with self.parts.store.writing() as unit:
            _, account, _ = await conversations.scene(unit, conversation_id)
            message = Message(
                conversation_id=conversation_id,
                author=Author.BOT,
                channel=Channel.WEB,
                text=text,
                data=data,
                handled_at=utcnow(),
            )
            unit.add(message)
            await unit.flush()
            item = OutboxItem(
                channel=Channel.WEB,
                destination=account.external_id,
                text=text,
                message_id=message.key,
            )
            unit.add(item)
            await unit.flush()
            return item.key


MakeFront = Callable[..., Front]


@pytest.fixture
def make_front(store: Store) -> MakeFront:
    """Builds the web channel; keywords change its parts."""

    def make(api_token: str = TOKEN, **changes: object) -> Front:
        received: list[Inbound] = []
        reception = Reception(store)

        async def receive(inbound: Inbound) -> Received:
            received.append(inbound)
            return await reception.receive(inbound)

        given: dict[str, object] = {
            "store": store,
            "settings": Settings(api_token=api_token),
            "receive": receive,
            "live": LiveStreams(),
            "models_loaded": lambda: True,
        }
        parts = WebParts(**{**given, **changes})  # type: ignore[arg-type]
        return Front(parts, create_app(parts), received)

    return make


@pytest_asyncio.fixture
async def with_customers(store: Store) -> None:
    """Two demo customers."""
    async with store.writing() as unit:
        for customer in CUSTOMERS:
            unit.add(Customer(**customer.model_dump(exclude={"id", "created_at"})))


@pytest.fixture
def front(make_front: MakeFront) -> Front:
    """A real shop's web channel."""
    return make_front()


@pytest_asyncio.fixture
async def visitor(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    """A visitor's browser that has opened the chat."""
    async with front.browser() as browser:
        await browser.get("/chat")
        yield browser
