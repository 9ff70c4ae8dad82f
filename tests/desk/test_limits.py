"""Accounts that write too much, and accounts that staff blocked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.policy import Policy
from bot.rules.policy.conversations import Conversations
from knowledge.records import ChannelAccount, Message, MessageKind
from knowledge.store import Store
from tests.fakes import Desk

LIMIT = 3


@pytest.fixture
def strict(any_store: Store) -> Desk:
    """A desk that takes three messages a minute."""
    return Desk(any_store, policy=Policy(conversations=Conversations(messages_a_minute=LIMIT)))


async def _write(desk: Desk, text: str) -> list[str]:
    """What is answered to a message that comes now, by the desk's clock."""
    received = await desk.receive("anna", text)
    async with desk.store.writing() as unit:
        message = await unit.get(Message, received.message_id)
        assert message is not None
        message.created_at = desk.clock()
    before = len(await desk.sent_to("anna"))
    await desk.answer_all(received.conversation_id)
    return (await desk.sent_to("anna"))[before:]


async def _acts(desk: Desk) -> list[str]:
    return [message.act for message in await desk.messages("anna") if message.act]


async def _block(desk: Desk, *, blocked: bool = True) -> None:
    key = (await desk.account("anna")).key
    async with desk.store.writing() as unit:
        account = await unit.get(ChannelAccount, key)
        assert account is not None
        account.blocked_at = desk.clock() if blocked else None


async def test_asks_once_to_slow_down_and_answers_nothing_over_the_limit(strict: Desk) -> None:
    answers = [await _write(strict, "你好") for _ in range(LIMIT + 4)]
    assert [len(one) for one in answers] == [1, 1, 1, 1, 0, 0, 0]
    assert await _acts(strict) == ["greet"] * LIMIT + ["slow_down"]
    assert len(await strict.records(Message, Message.text == "你好")) == LIMIT + 4
    assert not [one for one in await strict.messages("anna") if one.handled_at is None]


async def test_asks_again_after_a_minute_of_writing_too_much(strict: Desk) -> None:
    for _ in range(14):
        await _write(strict, "你好")
        strict.clock.move(seconds=10)
    acts = await _acts(strict)
    assert acts == ["greet"] * LIMIT + ["slow_down"] * 2


async def test_answers_again_once_the_minute_is_over(strict: Desk) -> None:
    for _ in range(LIMIT + 2):
        await _write(strict, "你好")
    strict.clock.move(seconds=61)
    await _write(strict, "谢谢")
    assert (await _acts(strict))[-1] == "welcome"


async def test_counts_when_messages_were_written_not_when_they_are_answered(strict: Desk) -> None:
    """A desk that was away for an hour answers all that came in at leisure."""
    for _ in range(LIMIT + 2):
        received = await strict.receive("anna", "你好")
        async with strict.store.writing() as unit:
            message = await unit.get(Message, received.message_id)
            assert message is not None
            message.created_at = strict.clock()
        strict.clock.move(minutes=2)
    await strict.answer_all(received.conversation_id)
    assert await _acts(strict) == ["greet"] * (LIMIT + 2)


async def test_costs_the_models_nothing(strict: Desk) -> None:
    for _ in range(LIMIT + 1):
        await _write(strict, "你好")
    read: list[str] = []
    strict.mind.on_understand = read.append
    await _write(strict, "你好")
    assert read == []


async def test_keeps_what_was_being_talked_about(strict: Desk) -> None:
    for _ in range(LIMIT):
        await _write(strict, "我的快递到哪了")
    before = (await strict.conversation("anna")).context
    await _write(strict, "我的快递到哪了")
    assert (await _acts(strict))[-1] == "slow_down"
    assert (await strict.conversation("anna")).context == before != {}


async def test_tells_staff_nothing_of_what_is_over_the_limit(strict: Desk) -> None:
    await _write(strict, "转人工")
    for _ in range(LIMIT):
        await _write(strict, "在吗")
    told = await strict.notices()
    assert await _write(strict, "在吗") == []
    assert await strict.notices() == told
    assert "slow_down" not in await _acts(strict)


async def test_one_account_does_not_slow_another(strict: Desk) -> None:
    for _ in range(LIMIT + 2):
        await _write(strict, "你好")
    assert (await strict.ask("bert", "你好")).act == "greet"


# --- blocked accounts ---


async def test_keeps_a_blocked_accounts_messages_without_a_word(any_desk: Desk) -> None:
    await any_desk.ask("anna", "你好")
    await _block(any_desk)
    told = await any_desk.notices()
    for text in ("转人工", "投诉", "你好"):
        assert await any_desk.say("anna", text) == []
    assert await any_desk.say("anna", "", kind=MessageKind.PHOTO) == []
    assert await any_desk.handover("anna") is None
    assert await any_desk.notices() == told
    kept = [one for one in await any_desk.messages("anna") if one.text == "投诉"]
    assert len(kept) == 1 and kept[0].handled_at is not None


async def test_tells_staff_nothing_of_a_blocked_account_that_they_hold(desk: Desk) -> None:
    await desk.ask("anna", "转人工")
    await _block(desk)
    told = await desk.notices()
    assert await desk.say("anna", "在吗") == []
    assert await desk.notices() == told


async def test_answers_again_once_the_block_is_taken_back(desk: Desk) -> None:
    await desk.ask("anna", "你好")
    await _block(desk)
    assert await desk.say("anna", "你好") == []
    assert (await desk.receive("anna", "在吗")).is_blocked
    await _block(desk, blocked=False)
    received = await desk.receive("anna", "谢谢")
    assert not received.is_blocked
    await desk.answer_all(received.conversation_id)
    assert (await _acts(desk))[-1] == "welcome"


async def test_the_limit_is_the_policys(desk: Desk) -> None:
    limit = desk.policy.conversations.messages_a_minute
    for _ in range(limit + 1):
        await _write(desk, "你好")
        desk.clock.now += timedelta(seconds=1)
    assert (await _acts(desk)).count("greet") == limit
