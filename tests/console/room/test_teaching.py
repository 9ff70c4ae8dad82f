"""Teaching from an open conversation: understood right, or what it was about instead."""

from __future__ import annotations

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
from tests.console.conftest import Room
from tests.console.room.asking import opened

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture
async def understood(room: Room) -> int:
    """A message that the bot took for a question about a parcel."""
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
        return asked.key


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


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Understood as: ", "where an order is", "This was about", "where a refund is")),
        ("zh", ("小二理解为：", "查订单到哪了", "其实是关于", "退款进度")),
    ],
)
async def test_a_message_that_was_understood_can_be_taught_in_plain_words(
    room: Room,
    understood: int,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    said: tuple[str, str, str, str],
) -> None:
    async with opened(room, monkeypatch, language=language) as page:
        offered = dict(page.given["first"]["intents"])
        asked, *others = (await page.ask("open", id=1))["talk"]["messages"]
        shown = (page.words["understood_as"], asked["read_as"]["words"], page.words["teach_about"])
    assert (*shown, offered["refund_status"]) == said
    # Neither the bot's words nor what was not read.
    assert [one["read_as"] for one in others] == [None, None]
    assert list(offered) == [intent.value for intent in Intent]


async def test_a_confirmation_is_kept_with_who_gave_it(
    room: Room, understood: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=1)
        await page.ask("confirm", id=1, message=understood)
        assert page.last("done")["text"] == "Kept for the next training."
        taught = page.last("talk")["talk"]["messages"][0]["taught"]
    assert taught == {"who": "Li Wei", "right": True, "words": "where an order is"}
    assert await _kept(room) == [(["track_order"], True, 2)]


async def test_a_correction_replaces_a_confirmation(
    room: Room, understood: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=1)
        await page.ask("confirm", id=1, message=understood)
    async with opened(room, monkeypatch, "boss") as page:
        await page.ask("open", id=1)
        await page.ask("correct", id=1, message=understood, intent="refund_status")
        taught = page.last("talk")["talk"]["messages"][0]["taught"]
    assert taught == {"who": "陈经理", "right": False, "words": "where a refund is"}
    assert await _kept(room) == [(["refund_status"], False, 1)]


async def test_teaching_is_written_down_with_what_was_meant(
    room: Room, understood: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=1)
        await page.ask("confirm", id=1, message=understood)
        await page.ask("correct", id=1, message=understood, intent="refund_status")
    async with room.store.reading() as unit:
        entries = (await unit.exec(select(AuditEntry).order_by("id"))).all()
    written = [(entry.action, entry.subject, entry.detail, entry.staff_id) for entry in entries]
    assert written[2:] == [
        ("confirm_intent", "conversation:1", "message:1", 2),
        ("correct_intent", "conversation:1", "message:1 refund_status", 2),
    ]


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("", "Choose what the message was about first."),
        ("refunds", "There is no such matter."),
        ([intent.value for intent in Intent], "What was sent cannot be used"),
        (None, "What was sent cannot be used"),
    ],
)
async def test_what_is_no_intent_is_refused_in_words(
    room: Room, understood: int, monkeypatch: pytest.MonkeyPatch, intent: object, said: str
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=1)
        told = await page.ask("correct", id=1, message=understood, intent=intent)
    assert told["kind"] == "problem" and told["text"].startswith(said)
    assert await _kept(room) == []
    assert "correct_intent" not in dict(await room.audit())


async def test_what_was_not_understood_cannot_be_taught(
    room: Room, understood: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=1)
        for message in (2, 3):
            told = await page.ask("confirm", id=1, message=message)
            assert told["kind"] == "problem" and "that the bot understood" in told["text"]
    assert await _kept(room) == [] and "confirm_intent" not in dict(await room.audit())


async def test_a_message_that_is_not_there_is_not_found(
    room: Room, understood: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(room, monkeypatch) as page:
        await page.ask("open", id=1)
        for conversation, message in ((1, 99), (9, 1)):
            for name in ("confirm", "correct"):
                told = await page.ask(name, id=conversation, message=message, intent="invoice")
                assert told["kind"] == "problem" and "no such thing" in told["text"]
    assert await _kept(room) == []


async def test_an_intent_of_another_version_is_shown_by_its_name(
    room: Room, understood: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room.store.writing() as unit:
        message = await unit.get(Message, understood)
        assert message is not None
        message.intent = "teleport"
    async with opened(room, monkeypatch) as page:
        (asked, *_) = (await page.ask("open", id=1))["talk"]["messages"]
    assert asked["read_as"]["words"] == "teleport"
