"""What the web channel needs from the rest of the house; `bot.wiring` supplies it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Protocol

from fastapi import Depends, FastAPI, Request
from starlette.types import ASGIApp

from bot.channels.web.live import LiveStreams
from bot.desk.inbound import Inbound
from bot.settings import Settings
from knowledge.store import Store


class Taken(Protocol):
    """A stored message (`bot.desk.receive.Received`)."""

    @property
    def conversation_id(self) -> int: ...

    @property
    def message_id(self) -> int: ...


class Receive(Protocol):
    """Stores what a customer did and wakes whoever answers it."""

    async def __call__(self, inbound: Inbound, /) -> Taken: ...


#: Takes a webhook's body and secret header, and says the HTTP status to answer with.
TelegramWebhook = Callable[[bytes, str | None], Awaitable[int]]
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def no_lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Nothing to start or stop."""
    del app
    yield


@dataclass(frozen=True, slots=True, kw_only=True)
class WebParts:
    """The parts of the web channel.

    Args:
        receive: stores an `Inbound`, once, before the browser is answered.
        live: also the outbox's `Sender` for `Channel.WEB`.
        models_loaded: whether the models answer already, for `/health`.
        telegram_webhook: mounted at `/telegram/webhook` when there is one.
        console: the staff's room, mounted at `/console` when there is one.
        demo: shows the picker of demo customers, and lets a visitor become one of them.
        lifespan: runs while the server runs.
        messages_per_minute: what one visitor may send.
    """

    store: Store
    settings: Settings
    receive: Receive
    live: LiveStreams
    models_loaded: Callable[[], bool]
    telegram_webhook: TelegramWebhook | None = None
    console: ASGIApp | None = None
    demo: bool = False
    lifespan: Lifespan = no_lifespan
    messages_per_minute: int = 30


async def _parts(request: Request) -> WebParts:
    found = request.app.state.parts
    assert isinstance(found, WebParts)
    return found


#: The parts, as a route asks for them.
Parts = Annotated[WebParts, Depends(_parts)]
