"""Messages that reach an open page at once, over a real server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn

from bot.channels.sending import Outgoing
from bot.channels.web.live import MOST_STREAMS, LiveStreams
from knowledge.errors import StoreUnavailable
from tests.channels.web.conftest import Front, MakeFront


@asynccontextmanager
async def served(front: Front) -> AsyncIterator[str]:
    """The web channel on a port of this machine."""
    config = uvicorn.Config(
        front.app, port=0, log_level="error", lifespan="off", ws="none", timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        front.parts.live.close()
        server.should_exit = True
        await running


async def _messages(answer: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in answer.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


@asynccontextmanager
async def _browser(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, headers={"Origin": address}) as browser:
        await browser.get("/chat")
        yield browser


async def _post(browser: httpx.AsyncClient, text: str) -> int:
    body = {"client_id": f"client-id-{text}", "text": text}
    return int((await browser.post("/chat/messages", json=body)).json()["id"])


async def test_a_reply_reaches_the_open_page_when_the_outbox_sends_it(front: Front) -> None:
    async with served(front) as address, _browser(address) as browser:
        first = await _post(browser, "a")
        async with browser.stream("GET", f"/chat/stream?after={first}") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            news = _messages(answer)
            waiting = asyncio.ensure_future(anext(news))
            await asyncio.sleep(0.1)
            assert not waiting.done()
            item = await front.say(1, "您好")
            sent = await front.parts.live.send(Outgoing(item, front.received[0].account, "您好"))
            assert sent == f"outbox:{item}"
            async with asyncio.timeout(3):
                assert (await waiting)["text"] == "您好"


async def test_a_page_that_lost_its_stream_gets_what_it_missed(front: Front) -> None:
    async with served(front) as address, _browser(address) as browser:
        first = await _post(browser, "a")
        await front.say(1, "b")
        await front.say(1, "c")
        headers = {"Last-Event-ID": str(first)}
        async with browser.stream("GET", "/chat/stream?after=0", headers=headers) as answer:
            news = _messages(answer)
            assert [(await anext(news))["text"] for _ in range(2)] == ["b", "c"]


async def test_a_second_page_sees_what_was_written_on_the_first(front: Front) -> None:
    async with (
        served(front) as address,
        _browser(address) as browser,
        browser.stream("GET", "/chat/stream") as answer,
    ):
        news = _messages(answer)
        await _post(browser, "a")
        async with asyncio.timeout(3):
            assert (await anext(news))["client_id"] == "client-id-a"


async def test_a_silent_stream_beats_and_looks_for_itself(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.chat_messages._BEAT_S", 0.05)
    async with served(front) as address, _browser(address) as browser:
        first = await _post(browser, "a")
        async with browser.stream("GET", f"/chat/stream?after={first}") as answer:
            lines = answer.aiter_lines()
            while await anext(lines) != ": still here":
                pass
            await front.say(1, "from another process")
            async with asyncio.timeout(3):
                while "another process" not in await anext(lines):
                    pass


async def test_a_closed_page_is_forgotten(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.web.chat_messages._BEAT_S", 0.05)
    live = front.parts.live
    async with served(front) as address, _browser(address) as browser:
        async with browser.stream("GET", "/chat/stream"):
            assert live.count() == 1
        async with asyncio.timeout(3):
            while live.count():
                await asyncio.sleep(0.02)


async def test_one_visitor_has_only_so_many_streams(front: Front) -> None:
    async with served(front) as address, _browser(address) as browser:
        await _post(browser, "a")
        account = front.received[0].account
        with ExitStack() as pages:
            for _ in range(MOST_STREAMS):
                pages.enter_context(front.parts.live.opened(account))
            answer = await browser.get("/chat/stream")
    assert answer.status_code == 429
    assert front.parts.live.count() == 0


async def test_a_store_that_fails_ends_the_stream_and_the_page_asks_again(
    make_front: MakeFront, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = make_front()

    async def fails(*_: object) -> None:
        raise StoreUnavailable("locked")

    async with served(front) as address, _browser(address) as browser:
        monkeypatch.setattr("bot.channels.web.chat_messages._messages", fails)
        answer = await browser.get("/chat/stream")
    assert answer.text == "retry: 2000\n\n"


async def test_sending_to_a_page_that_is_not_open_succeeds() -> None:
    assert await LiveStreams().send(Outgoing(7, "nobody", "hi")) == "outbox:7"
