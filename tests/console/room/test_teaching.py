"""Teaching from a conversation's page: understood right, or what it was about instead."""

from __future__ import annotations

import re

import httpx
import pytest
import pytest_asyncio
from sqlmodel import select

from knowledge.records import (
    AuditEntry,
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    Message,
    TaughtMessage,
    utcnow,
)
from models.values import Intent
from tests.console.conftest import Room, follow


@pytest_asyncio.fixture
async def understood(room: Room) -> str:
    """The place of a message that the bot took for a question about a parcel."""
    async with room.store.writing() as unit:
        account = ChannelAccount(channel=Channel.TELEGRAM, external_id="42")
        unit.add(account)
        await unit.flush()
        conversation = Conversation(account_id=account.key)
        unit.add(conversation)
        await unit.flush()
        asked = _message(conversation, "钱呢", intent="track_order")
        unit.add(asked)
        unit.add(_message(conversation, "你好", author=Author.BOT))
        unit.add(_message(conversation, "还没读"))
        await unit.flush()
        return f"conversations/{conversation.key}/messages/{asked.key}"


def _message(
    conversation: Conversation,
    text: str,
    *,
    author: Author = Author.CUSTOMER,
    intent: str | None = None,
) -> Message:
    return Message(
        conversation_id=conversation.key,
        author=author,
        channel=Channel.TELEGRAM,
        text=text,
        intent=intent,
        handled_at=utcnow(),
    )


async def _kept(room: Room) -> list[tuple[list[str], bool, int]]:
    async with room.store.reading() as unit:
        found = (await unit.exec(select(TaughtMessage))).all()
    return [(taught.intents, taught.confirmed, taught.staff_id) for taught in found]


def _page_of(place: str) -> str:
    return place.split("/messages")[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Understood as: where an order is", "This was about", "where a refund is")),
        ("zh", ("小二理解为：查订单到哪了", "其实是关于", "退款进度")),
    ],
)
async def test_a_message_that_was_understood_can_be_taught_in_plain_words(
    room: Room, understood: str, language: str, said: tuple[str, ...]
) -> None:
    async with room.browser(language=language) as browser:
        await room.sign_in(browser, "agent")
        page = (await browser.get(_page_of(understood))).text
    assert all(words in page for words in said)
    assert page.count('class="teaching') == 1  # neither the bot's words nor what was not read
    offered = re.findall(r'<option value="(\w+)">', page)
    assert offered == [intent.value for intent in Intent]


async def test_a_confirmation_is_kept_with_who_gave_it(
    agent: httpx.AsyncClient, room: Room, understood: str
) -> None:
    answer = await agent.post(f"{understood}/confirm")
    assert answer.status_code == 303
    assert await _kept(room) == [(["track_order"], True, 2)]
    page = (await follow(agent, answer)).text
    assert "Kept for the next training." in page
    assert "Li Wei says that is right" in page
    assert ">Right</button>" not in page


async def test_a_correction_replaces_a_confirmation(
    agent: httpx.AsyncClient, admin: httpx.AsyncClient, room: Room, understood: str
) -> None:
    await agent.post(f"{understood}/confirm")
    answer = await admin.post(f"{understood}/correct", data={"intent": "refund_status"})
    assert await _kept(room) == [(["refund_status"], False, 1)]
    assert answer.headers["location"].endswith("/conversations/1?done=taught#message-1")
    page = (await follow(admin, answer)).text
    assert "陈经理 says it was about: where a refund is" in page and ">Right</button>" in page


async def test_teaching_is_written_down_with_what_was_meant(
    agent: httpx.AsyncClient, room: Room, understood: str
) -> None:
    await agent.post(f"{understood}/confirm")
    await agent.post(f"{understood}/correct", data={"intent": ["refund_status", "invoice"]})
    async with room.store.reading() as unit:
        entries = (await unit.exec(select(AuditEntry).order_by("id"))).all()
    written = [(entry.action, entry.subject, entry.detail, entry.staff_id) for entry in entries]
    assert written[1:] == [
        ("confirm_intent", "conversation:1", "message:1", 2),
        ("correct_intent", "conversation:1", "message:1 refund_status, invoice", 2),
    ]


@pytest.mark.parametrize(
    ("intents", "said"),
    [
        ([], "Choose what the message was about first."),
        ([""], "Choose what the message was about first."),
        (["refunds"], "There is no such matter."),
    ],
)
async def test_what_is_no_intent_is_refused_in_words(
    agent: httpx.AsyncClient, room: Room, understood: str, intents: list[str], said: str
) -> None:
    answer = await agent.post(f"{understood}/correct", data={"intent": intents})
    assert answer.status_code == 409
    assert said in answer.text
    assert await _kept(room) == []
    assert "correct_intent" not in dict(await room.audit())


async def test_more_intents_than_a_message_has_are_refused(
    agent: httpx.AsyncClient, room: Room, understood: str
) -> None:
    every = [intent.value for intent in Intent]
    assert (await agent.post(f"{understood}/correct", data={"intent": every})).status_code == 422
    assert await _kept(room) == []


async def test_what_was_not_understood_cannot_be_taught(
    agent: httpx.AsyncClient, room: Room, understood: str
) -> None:
    for message_id in (2, 3):
        answer = await agent.post(f"{_page_of(understood)}/messages/{message_id}/confirm")
        assert answer.status_code == 409
        assert "that the bot understood" in answer.text
    assert await _kept(room) == []


@pytest.mark.parametrize("place", ["conversations/1/messages/99", "conversations/9/messages/1"])
async def test_a_message_that_is_not_there_is_not_found(
    agent: httpx.AsyncClient, room: Room, understood: str, place: str
) -> None:
    assert (await agent.post(f"{place}/confirm")).status_code == 404
    answer = await agent.post(f"{place}/correct", data={"intent": "invoice"})
    assert answer.status_code == 404
    assert await _kept(room) == []


async def test_the_version_changes_with_what_is_taught(
    agent: httpx.AsyncClient, understood: str
) -> None:
    async def version() -> str:
        answer = await agent.get(f"{_page_of(understood)}/version")
        return str(answer.json()["version"])

    before = await version()
    await agent.post(f"{understood}/confirm")
    after = await version()
    assert after != before
    await agent.post(f"{understood}/correct", data={"intent": "invoice"})
    assert await version() != after


async def test_an_intent_of_another_version_is_shown_by_its_name(
    agent: httpx.AsyncClient, room: Room, understood: str
) -> None:
    async with room.store.writing() as unit:
        message = await unit.get(Message, 1)
        assert message is not None
        message.intent = "teleport"
    assert "Understood as: teleport" in (await agent.get(_page_of(understood))).text
