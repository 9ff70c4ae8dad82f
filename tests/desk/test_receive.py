"""Storing what a customer did, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.desk.receive import LONGEST
from knowledge.records import Author, Channel, ChannelAccount, Conversation, Message, MessageEdit
from tests.fakes import NOW, Desk


async def _edits(desk: Desk) -> list[str]:
    return [edit.text for edit in await desk.records(MessageEdit)]


async def _edit(desk: Desk, text: str, minutes: int = 1) -> None:
    await desk.receive(
        "anna", text, external_id="anna:first", edited_at=NOW + timedelta(minutes=minutes)
    )


async def test_stores_a_message_with_its_account_and_conversation(any_desk: Desk) -> None:
    received = await any_desk.receive("anna", "你好", display_name="Anna")
    (message,) = await any_desk.records(Message)
    assert received.is_new
    assert (message.text, message.author, message.handled_at) == ("你好", Author.CUSTOMER, None)
    assert (await any_desk.account("anna")).display_name == "Anna"


async def test_changes_nothing_when_a_message_is_repeated(any_desk: Desk) -> None:
    first = await any_desk.receive("anna", "你好", external_id="anna:1")
    again = await any_desk.receive("anna", "别的", external_id="anna:1")
    assert (again.message_id, again.is_new) == (first.message_id, False)
    assert [message.text for message in await any_desk.records(Message)] == ["你好"]


async def test_does_not_answer_a_repeat(desk: Desk) -> None:
    await desk.ask("anna", "你好", external_id="anna:1")
    assert len(await desk.say("anna", "你好", external_id="anna:1")) == 1
    assert len(await desk.sent_to("anna")) == 1


async def test_stores_a_message_offered_many_times_at_once_once(any_desk: Desk) -> None:
    received = await asyncio.gather(
        *(any_desk.receive("anna", "你好", external_id="anna:1") for _ in range(6))
    )
    assert sum(one.is_new for one in received) == 1
    assert len(await any_desk.records(Message)) == 1


async def test_opens_one_conversation_for_messages_that_come_at_once(any_desk: Desk) -> None:
    await asyncio.gather(*(any_desk.receive("anna", f"{n}") for n in range(6)))
    assert len(await any_desk.records(ChannelAccount)) == 1
    assert len(await any_desk.records(Conversation)) == 1
    assert len(await any_desk.records(Message)) == 6


async def test_opens_one_conversation_for_an_account_known_before(any_desk: Desk) -> None:
    await any_desk.shop.add(ChannelAccount(channel=Channel.TELEGRAM, external_id="anna"))
    await asyncio.gather(*(any_desk.receive("anna", f"{n}") for n in range(4)))
    assert len(await any_desk.records(Conversation)) == 1


async def test_keeps_the_same_id_on_two_channels_apart(desk: Desk) -> None:
    await desk.receive("anna", "你好", external_id="1")
    await desk.receive("anna", "你好", external_id="1", channel=Channel.WEB)
    assert len(await desk.records(Conversation)) == 2


# --- edits ---


async def test_keeps_edits_beside_the_original(desk: Desk) -> None:
    await desk.ask("anna", "我的块递到哪了", external_id="anna:first")
    await _edit(desk, "我的快递到哪了", minutes=1)
    await _edit(desk, "快递到哪了", minutes=2)
    (original, _) = await desk.messages("anna")
    assert original.text == "我的块递到哪了"
    assert await _edits(desk) == ["我的快递到哪了", "快递到哪了"]


async def test_does_not_answer_an_edit(desk: Desk) -> None:
    await desk.ask("anna", "你好", external_id="anna:first")
    await _edit(desk, "转人工")
    assert not await desk.answerer.answer_next((await desk.conversation("anna")).key)
    assert await desk.handover("anna") is None


async def test_answers_what_a_waiting_message_was_edited_to(any_desk: Desk) -> None:
    received = await any_desk.receive("anna", "你好", external_id="anna:first")
    await _edit(any_desk, "再见", minutes=1)
    await _edit(any_desk, "谢谢", minutes=2)
    await any_desk.answer_all(received.conversation_id)
    original, reply = await any_desk.messages("anna")
    assert (original.text, reply.act) == ("你好", "welcome")
    assert await _edits(any_desk) == ["再见", "谢谢"]


async def test_answers_what_a_message_is_edited_to_while_it_is_being_answered(
    any_desk: Desk,
) -> None:
    received = await any_desk.receive("anna", "你好", external_id="anna:first")

    async def edit_meanwhile(text: str) -> None:
        if text == "你好":
            await _edit(any_desk, "谢谢")

    any_desk.mind.on_understand = edit_meanwhile
    await any_desk.answer_all(received.conversation_id)
    original, reply = await any_desk.messages("anna")
    assert (original.text, reply.act) == ("你好", "welcome")


async def test_tells_staff_who_hold_the_conversation_the_edited_words(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    received = await desk.receive("anna", "订单X", external_id="anna:first")
    await _edit(desk, "订单Y")
    await desk.answer_all(received.conversation_id)
    assert (await desk.notices())[-1] == "anna: 订单Y"


async def test_keeps_a_repeated_edit_once(desk: Desk) -> None:
    await desk.receive("anna", "一", external_id="anna:first")
    for text, minutes in (("二", 1), ("二", 1), ("二", 2), ("一", 3), ("二", 1)):
        await _edit(desk, text, minutes)
    assert await _edits(desk) == ["二", "一"]


async def test_takes_an_edit_of_something_never_seen_for_a_message(desk: Desk) -> None:
    await _edit(desk, "你好")
    assert [message.text for message in await desk.records(Message)] == ["你好"]


# --- what is stored ---


async def test_takes_back_an_account_that_was_gone(desk: Desk) -> None:
    await desk.shop.add(
        ChannelAccount(channel=Channel.TELEGRAM, external_id="anna", unreachable_at=NOW)
    )
    await desk.receive("anna", "你好")
    assert (await desk.account("anna")).unreachable_at is None


async def test_keeps_the_name_when_the_channel_gives_none(desk: Desk) -> None:
    await desk.receive("anna", "你好", display_name="Anna")
    await desk.receive("anna", "你好", display_name="")
    assert (await desk.account("anna")).display_name == "Anna"


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("a\x00b", "ab"),
        ("half \ud83d of a pair", "half ? of a pair"),
        ("x" * 100_000, "x" * LONGEST),
        ("\u202eright to left\u202c 👩‍👩‍👧", "\u202eright to left\u202c 👩‍👩‍👧"),
    ],
)
async def test_stores_any_text_that_a_database_takes(
    any_desk: Desk, sent: str, stored: str
) -> None:
    await any_desk.receive(
        "anna", sent, display_name=sent, data={"action": sent, "own": True}, kind="button"
    )
    (message,) = await any_desk.records(Message)
    assert message.text == stored
    assert message.data["own"] is True
    assert message.data["action"][: len(stored)] == stored
    assert (await any_desk.account("anna")).display_name == stored[:200]
