"""The live rooms in a real browser: the console served over a socket, and Chromium in front."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

from bot.browsers.headers import SafeHeaders
from bot.console.accounts import add_staff
from bot.console.room.shell import console_running
from bot.desk.staff import StaffDesk
from bot.desk.words import Wording
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    Handover,
    HandoverReason,
    Message,
    Role,
    utcnow,
)
from knowledge.store import Store
from tests.chromium import CHROMIUM, HOW
from tests.console.conftest import PASSWORD, MakeRoom, Room
from tests.fakes import FakeMind

DESKTOP, PHONE = (1400, 860), (390, 800)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser are skipped where there is none, and say how to get one."""
    if CHROMIUM is None:
        for item in items:
            if "served" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason=HOW))


@dataclass  # without slots: Playwright notes its handlers on their owner
class Served:
    """The console on a port of this machine, and the browser that looks at it."""

    room: Room
    address: str
    browser: Browser
    #: What the browser complained about on any page: scripts and styles refused, errors.
    complaints: list[str] = field(default_factory=list)

    async def open(
        self,
        username: str = "agent",
        place: str = "/",
        *,
        size: tuple[int, int] = DESKTOP,
        language: str = "en-US",
    ) -> Page:
        """A page of the console in a browser of its own, signed in through the form."""
        context = await self.context(size=size, language=language)
        page = await context.new_page()
        await page.goto(f"{self.address}/console/login?next={place}")
        await page.get_by_label("Username").or_(page.get_by_label("用户名")).fill(username)
        await page.get_by_label("Password").or_(page.get_by_label("密码")).fill(PASSWORD)
        await page.locator("form[action$='/login'] button").click()
        return page

    async def context(
        self, *, size: tuple[int, int] = DESKTOP, language: str = "en-US"
    ) -> BrowserContext:
        """A browser without cookies."""
        view = {"width": size[0], "height": size[1]}
        context = await self.browser.new_context(viewport=view, locale=language)  # type: ignore[arg-type]
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return context

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


def mounted(app: FastAPI) -> FastAPI:
    """The console below `/console`, as the web channel mounts it."""
    outer = FastAPI(lifespan=console_running)
    outer.mount("/console", app)
    outer.add_middleware(SafeHeaders)
    return outer


@asynccontextmanager
async def listening(app: FastAPI) -> AsyncIterator[str]:
    """The application served on a free port; its address."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", log_config=None, timeout_graceful_shutdown=2)
    )
    task = asyncio.create_task(server.serve(sockets=[taken]))
    while not server.started and not task.done():
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        taken.close()


@pytest.fixture
def rooms_running() -> None:
    """What these tests serve starts the live rooms by itself (`mounted`)."""


@pytest_asyncio.fixture
async def live(make_room: MakeRoom, store: Store) -> Room:
    """A console with an admin, two agents and the desk itself."""
    await add_staff(store, "boss", "陈经理", Role.ADMIN, PASSWORD)
    await add_staff(store, "agent", "Li Wei", Role.AGENT, PASSWORD)
    await add_staff(store, "second", "Zhao Min", Role.AGENT, PASSWORD)
    return make_room(desk=StaffDesk(store, Wording(FakeMind())))


@pytest_asyncio.fixture
async def served(live: Room) -> AsyncIterator[Served]:
    """The live console in front of Chromium."""
    async with listening(mounted(live.app)) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield Served(live, address, browser)
        await browser.close()


async def waits(
    store: Store,
    name: str,
    *said: str,
    reason: HandoverReason = HandoverReason.ASKED,
    mood: str = "calm",
    suggestion: str = "",
) -> int:
    """A customer's conversation that waits for a person; its id."""
    async with store.writing() as unit:
        customer = Customer(reference=f"C-{name}"[:40], name=name, phone="+8613812345678")
        unit.add(customer)
        await unit.flush()
        account = ChannelAccount(
            channel=Channel.WEB, external_id=name, customer_id=customer.key, verified_at=utcnow()
        )
        unit.add(account)
        await unit.flush()
        conversation = Conversation(account_id=account.key, state=ConversationState.WITH_STAFF)
        unit.add(conversation)
        await unit.flush()
        unit.add(
            Handover(
                conversation_id=conversation.key,
                reason=reason,
                summary=f"{name}: {said[-1] if said else ''}",
                suggested_reply=suggestion,
            )
        )
        for words in said:
            unit.add(spoken(conversation.key, words, mood))
        return conversation.key


def spoken(conversation_id: int, text: str, mood: str = "calm") -> Message:
    """A customer's message, already read by the desk."""
    return Message(
        conversation_id=conversation_id,
        author=Author.CUSTOMER,
        channel=Channel.WEB,
        text=text,
        handled_at=utcnow(),
        intent="track_order",
        confidence=0.8,
        mood=mood,
    )
