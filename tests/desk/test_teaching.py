"""Staff say what a customer's message was about, and that it was understood right."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk.teaching import TeachingRefused
from knowledge.queries.teaching import TaughtExample, taught_examples
from knowledge.records import MessageKind, TaughtMessage
from models.values import Intent
from tests.fakes import Desk


async def _asked(
    desk: Desk, account: str = "anna", text: str = "我的快递到哪了"
) -> tuple[int, int]:
    """A message that the bot understood: its conversation's id and its own."""
    await desk.say(account, text)
    messages = await desk.messages(account)
    mine = [message for message in messages if message.text == text]
    return mine[-1].conversation_id, mine[-1].key


async def _taught(desk: Desk) -> list[TaughtMessage]:
    return await desk.records(TaughtMessage)


async def test_keeps_that_a_message_was_understood_right(any_desk: Desk) -> None:
    agent = await any_desk.shop.staff()
    asked = await _asked(any_desk)
    await any_desk.teaching.confirm(*asked, agent.key)
    (taught,) = await _taught(any_desk)
    assert (taught.intents, taught.confirmed) == (["track_order"], True)
    assert (taught.message_id, taught.staff_id) == (asked[1], agent.key)
    assert taught.created_at == taught.updated_at == any_desk.clock()


async def test_keeps_what_a_message_was_about(any_desk: Desk) -> None:
    agent = await any_desk.shop.staff()
    wanted = [Intent.REFUND_STATUS, Intent.INVOICE, Intent.REFUND_STATUS]
    await any_desk.teaching.correct(*await _asked(any_desk), wanted, agent.key)
    (taught,) = await _taught(any_desk)
    assert (taught.intents, taught.confirmed) == (["refund_status", "invoice"], False)


async def test_a_later_correction_replaces_the_earlier(any_desk: Desk) -> None:
    first, second = await any_desk.shop.staff("first"), await any_desk.shop.staff("second")
    asked, began = await _asked(any_desk), any_desk.clock()
    await any_desk.teaching.confirm(*asked, first.key)
    any_desk.clock.move(minutes=5)
    await any_desk.teaching.correct(*asked, ["invoice"], second.key)
    (taught,) = await _taught(any_desk)
    assert (taught.intents, taught.confirmed) == (["invoice"], False)
    assert (taught.staff_id, taught.created_at) == (second.key, began)
    assert taught.updated_at == any_desk.clock()


async def test_two_who_teach_at_once_leave_one_example(any_desk: Desk) -> None:
    agent = await any_desk.shop.staff()
    asked = await _asked(any_desk)
    await asyncio.gather(
        any_desk.teaching.confirm(*asked, agent.key),
        any_desk.teaching.correct(*asked, ["invoice"], agent.key),
    )
    assert len(await _taught(any_desk)) == 1


@pytest.mark.parametrize(
    ("intents", "reason"), [([], "no_intent"), (["invoice", "refunds"], "unknown_intent")]
)
async def test_refuses_what_is_no_intent(desk: Desk, intents: list[str], reason: str) -> None:
    agent = await desk.shop.staff()
    with pytest.raises(TeachingRefused) as refused:
        await desk.teaching.correct(*await _asked(desk), intents, agent.key)
    assert refused.value.reason == reason
    assert reason == "no_intent" or "'refunds'" in str(refused.value)
    assert await _taught(desk) == []


async def test_refuses_what_the_bot_did_not_understand_or_no_customer_wrote(desk: Desk) -> None:
    agent = await desk.shop.staff()
    await desk.say("anna", "转人工")
    await desk.say("anna", "我的快递到哪了")  # the bot is silent, so it read nothing
    await desk.say("anna", "", kind=MessageKind.UNREADABLE, data={"type": "voice"})
    _, reply, unread, voice = await desk.messages("anna")
    for message in (reply, unread, voice):
        with pytest.raises(TeachingRefused) as refused:
            await desk.teaching.confirm(message.conversation_id, message.key, agent.key)
        assert refused.value.reason == "not_understood"
    assert await _taught(desk) == []


async def test_knows_no_message_of_another_conversation(desk: Desk) -> None:
    agent = await desk.shop.staff()
    anna, bert = await _asked(desk), await _asked(desk, "bert")
    for conversation_id, message_id in ((anna[0], bert[1]), (anna[0], 999), (999, anna[1])):
        with pytest.raises(LookupError):
            await desk.teaching.confirm(conversation_id, message_id, agent.key)


async def test_what_was_taught_is_read_with_its_words_and_writer(any_desk: Desk) -> None:
    agent = await any_desk.shop.staff()
    await any_desk.teaching.confirm(*await _asked(any_desk), agent.key)
    corrected = await _asked(any_desk, "bert", "hello, my invoice")
    await any_desk.teaching.correct(*corrected, ["invoice", "greeting"], agent.key)
    async with any_desk.store.reading() as unit:
        assert await taught_examples(unit) == [
            TaughtExample("我的快递到哪了", "zh", ("track_order",), True, "telegram:anna"),
            TaughtExample(
                "hello, my invoice", "en", ("invoice", "greeting"), False, "telegram:bert"
            ),
        ]
