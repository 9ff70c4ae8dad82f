"""A visitor's own data as a file."""

from __future__ import annotations

import httpx

from knowledge.records import Message
from knowledge.store import Store
from tests.channels.web.conftest import Front, MakeFront

SAID = {"client_id": "client-id-1", "text": "你好"}


async def _conversation(visitor: httpx.AsyncClient, store: Store) -> int:
    stored = await visitor.post("/chat/messages", json=SAID)
    async with store.reading() as unit:
        message = await unit.get(Message, stored.json()["id"])
    assert message is not None
    return message.conversation_id


async def test_a_visitor_gets_what_is_kept_about_them(
    front: Front, visitor: httpx.AsyncClient, store: Store
) -> None:
    await front.say(await _conversation(visitor, store), "您好，请讲")
    answer = await visitor.get("/chat/export")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"].startswith('attachment; filename="my-data-')
    assert answer.headers["cache-control"] == "no-store"
    assert [one["text"] for one in answer.json()["messages"]] == ["你好", "您好，请讲"]


async def test_a_visitor_gets_nothing_of_anothers(front: Front, visitor: httpx.AsyncClient) -> None:
    await visitor.post("/chat/messages", json=SAID)
    async with front.browser() as other:
        await other.get("/chat")
        await other.post("/chat/messages", json={**SAID, "text": "hello"})
        copy = (await other.get("/chat/export")).json()
    assert [one["text"] for one in copy["messages"]] == ["hello"]


async def test_without_the_chats_cookie_there_is_nothing(
    front: Front, visitor: httpx.AsyncClient
) -> None:
    await visitor.post("/chat/messages", json=SAID)
    async with front.browser() as nobody:
        assert (await nobody.get("/chat/export")).status_code == 401
        forged = {"Cookie": "xiaoer_chat=" + "0" * 32}
        assert (await nobody.get("/chat/export", headers=forged)).status_code == 401


async def test_a_visitor_who_never_wrote_has_no_data(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/chat/export")).status_code == 404


async def test_copies_count_against_the_limit(make_front: MakeFront) -> None:
    front = make_front(messages_per_minute=2)
    async with front.browser() as browser:
        await browser.get("/chat")
        await browser.post("/chat/messages", json=SAID)
        assert (await browser.get("/chat/export")).status_code == 200
        assert (await browser.get("/chat/export")).status_code == 429


async def test_the_page_is_told_where_the_file_is(
    front: Front, visitor: httpx.AsyncClient, store: Store
) -> None:
    name = "my-data-20261123.json"
    await front.say(await _conversation(visitor, store), "给您", document={"name": name})
    *_, shown = (await visitor.get("/chat/messages")).json()
    assert shown["file"] == {"label": name, "address": "/chat/export"}


async def test_what_was_erased_is_not_shown(
    front: Front, visitor: httpx.AsyncClient, store: Store
) -> None:
    conversation = await _conversation(visitor, store)
    await front.say(conversation, "")
    assert [one["text"] for one in (await visitor.get("/chat/messages")).json()] == ["你好"]
