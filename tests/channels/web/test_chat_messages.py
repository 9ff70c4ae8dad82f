"""What visitors send, and what they get to see."""

from __future__ import annotations

import httpx
import pytest
from sqlmodel import select

from knowledge.errors import StoreUnavailable
from knowledge.records import (
    Channel,
    Conversation,
    ConversationState,
    DeliveryState,
    Message,
    MessageKind,
    OutboxItem,
)
from knowledge.store import Store
from tests.channels.web.conftest import Front, MakeFront

SAID = {"client_id": "client-id-1", "text": " 我的订单到哪了？ "}


async def test_words_are_stored_and_found_again(front: Front, visitor: httpx.AsyncClient) -> None:
    stored = await visitor.post("/chat/messages", json=SAID)
    (found,) = (await visitor.get("/chat/messages")).json()
    assert stored.status_code == 200
    assert stored.json() == {"id": found["id"], "with_staff": False}
    assert (found["author"], found["text"]) == ("customer", "我的订单到哪了？")
    assert found["client_id"] == "client-id-1"
    assert front.received[0].channel is Channel.WEB
    assert front.received[0].language_hint == "zh"


async def test_a_command_can_be_typed(front: Front, visitor: httpx.AsyncClient) -> None:
    await visitor.post("/chat/messages", json={**SAID, "text": "/privacy"})
    await visitor.post("/chat/messages", json={"client_id": "client-id-2", "text": "1/2 /x"})
    command, words = front.received
    assert (command.kind, command.data["name"]) == (MessageKind.COMMAND, "privacy")
    assert words.kind is MessageKind.TEXT


async def test_a_post_sent_again_changes_nothing(visitor: httpx.AsyncClient, store: Store) -> None:
    first = await visitor.post("/chat/messages", json=SAID)
    second = await visitor.post("/chat/messages", json=SAID)
    assert first.json() == second.json()
    async with store.reading() as unit:
        assert len((await unit.exec(select(Message))).all()) == 1


async def test_the_same_client_id_of_two_visitors_is_two_messages(front: Front) -> None:
    async with front.browser() as one, front.browser() as other:
        ids = []
        for browser in (one, other):
            await browser.get("/chat")
            ids.append((await browser.post("/chat/messages", json=SAID)).json()["id"])
    assert ids[0] != ids[1]


async def test_a_button_says_its_label_and_carries_its_action(
    front: Front, visitor: httpx.AsyncClient
) -> None:
    pressed = {"client_id": "client-id-2", "action": "intent:track_order", "label": "查订单"}
    await visitor.post("/chat/messages", json=pressed)
    inbound = front.received[0]
    assert (inbound.kind, inbound.text) == (MessageKind.BUTTON, "查订单")
    assert inbound.data == {"action": "intent:track_order"}


@pytest.mark.parametrize(
    "body",
    [
        {"text": "hi"},
        {"client_id": "short", "text": "hi"},
        {"client_id": "has:colon:in:it", "text": "hi"},
        {"client_id": "client-id-1"},
        {"client_id": "client-id-1", "text": " \n "},
        {"client_id": "client-id-1", "text": "hi", "action": "x"},
        {"client_id": "client-id-1", "action": ""},
        {"client_id": "client-id-1", "action": "a\x00b"},
        ["not", "an", "object"],
    ],
)
async def test_what_is_neither_words_nor_a_button_is_refused(
    front: Front, visitor: httpx.AsyncClient, body: object
) -> None:
    answer = await visitor.post("/chat/messages", json=body)
    assert answer.status_code == 422
    assert answer.json() == {"error": "这条消息没能读懂，请换个方式再发一次。"}
    assert front.received == []


async def test_words_that_are_too_long_are_refused_in_words(visitor: httpx.AsyncClient) -> None:
    longest = {"client_id": "client-id-1", "text": "长" * 4_000}
    assert (await visitor.post("/chat/messages", json=longest)).status_code == 200
    too_long = {"client_id": "client-id-2", "text": "长" * 4_001}
    answer = await visitor.post("/chat/messages", json=too_long)
    assert answer.status_code == 422
    assert "4000" in answer.json()["error"]


async def test_a_visitor_without_a_session_is_asked_to_reload(front: Front) -> None:
    async with front.browser("en") as browser:
        for answer in (
            await browser.post("/chat/messages", json=SAID),
            await browser.get("/chat/messages"),
            await browser.get("/chat/stream"),
        ):
            assert answer.status_code == 401
            assert "Reload" in answer.json()["error"]


async def test_who_sends_too_fast_is_asked_to_wait(make_front: MakeFront) -> None:
    front = make_front(messages_per_minute=2)
    async with front.browser("en") as browser, front.browser() as other:
        await browser.get("/chat")
        await other.get("/chat")
        for number in range(2):
            body = {"client_id": f"client-id-{number}", "text": "hi"}
            assert (await browser.post("/chat/messages", json=body)).status_code == 200
        answer = await browser.post("/chat/messages", json=SAID)
        assert answer.status_code == 429
        assert "wait a moment" in answer.json()["error"]
        assert (await other.post("/chat/messages", json=SAID)).status_code == 200


async def test_only_what_came_after_is_listed(front: Front, visitor: httpx.AsyncClient) -> None:
    first = (await visitor.post("/chat/messages", json=SAID)).json()["id"]
    await front.say(1, "请稍等。", buttons=[{"label": "好", "action": "intent:affirm"}])
    (found,) = (await visitor.get(f"/chat/messages?after={first}")).json()
    assert (found["author"], found["text"], found["client_id"]) == ("bot", "请稍等。", None)
    assert found["buttons"] == [{"label": "好", "action": "intent:affirm"}]
    assert (await visitor.get("/chat/messages?after=nonsense")).status_code == 422
    assert (await visitor.get(f"/chat/messages?after={2**31}")).status_code == 422


async def test_the_page_opens_with_the_latest_messages(
    front: Front, visitor: httpx.AsyncClient
) -> None:
    await visitor.post("/chat/messages", json=SAID)
    for number in range(110):
        await front.say(1, str(number))
    found = (await visitor.get("/chat/messages")).json()
    assert [message["text"] for message in found] == [str(number) for number in range(10, 110)]


async def test_what_was_held_back_was_never_said(
    front: Front, visitor: httpx.AsyncClient, store: Store
) -> None:
    await visitor.post("/chat/messages", json=SAID)
    item_id = await front.say(1, "太迟了")
    async with store.writing() as unit:
        item = await unit.get(OutboxItem, item_id)
        assert item is not None
        item.state = DeliveryState.DEAD
    assert "太迟了" not in (await visitor.get("/chat/messages")).text


async def test_nobody_sees_another_visitors_words(front: Front, visitor: httpx.AsyncClient) -> None:
    await visitor.post("/chat/messages", json=SAID)
    async with front.browser() as stranger:
        await stranger.get("/chat")
        assert (await stranger.get("/chat/messages?after=0")).json() == []


async def test_the_page_learns_that_staff_will_answer(
    visitor: httpx.AsyncClient, store: Store
) -> None:
    await visitor.post("/chat/messages", json=SAID)
    async with store.writing() as unit:
        conversation = await unit.get(Conversation, 1)
        assert conversation is not None
        conversation.state = ConversationState.WITH_STAFF
    answer = await visitor.post("/chat/messages", json={**SAID, "client_id": "client-id-2"})
    assert answer.json()["with_staff"] is True


async def test_a_store_that_is_away_is_said_so(make_front: MakeFront) -> None:
    async def receive(inbound: object) -> None:
        raise StoreUnavailable("locked")

    async with make_front(receive=receive).browser() as browser:
        await browser.get("/chat")
        answer = await browser.post("/chat/messages", json=SAID)
    assert answer.status_code == 503
    assert answer.json() == {"error": "系统正忙，请稍后再试。"}
