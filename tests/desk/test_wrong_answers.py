"""Staff mark an answer of the bot as wrong, and say why."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk.teaching import TeachingRefused
from bot.desk.wrong_answers import WrongAnswerDesk
from knowledge.queries.candidates import wrong_answers, wrong_in
from knowledge.records import AuditEntry, WrongAnswer
from tests.fakes import Desk


async def _answered(desk: Desk, account: str = "anna") -> tuple[int, int]:
    """An answer of the bot: its conversation's id and its own."""
    await desk.say(account, "你好")
    answer = (await desk.messages(account))[-1]
    return answer.conversation_id, answer.key


async def _audit(desk: Desk) -> list[tuple[str, str, str]]:
    return [(e.action, e.subject, e.detail) for e in await desk.records(AuditEntry)]


async def test_an_answer_is_wrong_once_and_the_last_note_counts(any_desk: Desk) -> None:
    agent, marks = await any_desk.shop.staff(), WrongAnswerDesk(any_desk.store)
    answer = await _answered(any_desk)
    await marks.mark(*answer, agent.key, " 没有问号 ")
    await marks.mark(*answer, agent.key, "没有问号")
    other = await any_desk.shop.staff("other")
    await marks.mark(*answer, other.key, "语气不对")
    (wrong,) = await any_desk.records(WrongAnswer)
    assert (wrong.note, wrong.staff_id) == ("语气不对", other.key)
    assert await _audit(any_desk) == [
        ("mark_wrong", f"message:{answer[1]}", 'note: null → "没有问号"'),
        ("mark_wrong", f"message:{answer[1]}", 'note: "没有问号" → "语气不对"'),
    ]
    await marks.unmark(*answer, agent.key)
    await marks.unmark(*answer, agent.key)
    assert await any_desk.records(WrongAnswer) == []
    assert len(await _audit(any_desk)) == 3


async def test_two_who_mark_it_at_once_leave_one_mark(any_desk: Desk) -> None:
    agent, marks = await any_desk.shop.staff(), WrongAnswerDesk(any_desk.store)
    answer = await _answered(any_desk)
    await asyncio.gather(*(marks.mark(*answer, agent.key, note) for note in "ab"))
    assert len(await any_desk.records(WrongAnswer)) == 1


async def test_wrong_answers_are_listed_with_what_they_answered_to(any_desk: Desk) -> None:
    agent, marks = await any_desk.shop.staff(), WrongAnswerDesk(any_desk.store)
    first, second = await _answered(any_desk), await _answered(any_desk, "bert")
    await marks.mark(*first, agent.key, "one")
    await marks.mark(*second, agent.key)
    async with any_desk.store.reading() as unit:
        (newest,) = await wrong_answers(unit, limit=1)
        (older,) = await wrong_answers(unit, newest.id, limit=1)
        assert set(await wrong_in(unit, first[0])) == {first[1]}
    assert (newest.message_id, older.message_id) == (second[1], first[1])
    assert (older.asked, older.note, older.staff, older.act) == ("你好", "one", "agent", "greet")


async def test_refuses_what_the_bot_did_not_say_and_too_long_a_note(desk: Desk) -> None:
    agent, marks = await desk.shop.staff(), WrongAnswerDesk(desk.store)
    conversation_id, message_id = await _answered(desk)
    with pytest.raises(TeachingRefused, match="answer of the bot"):
        await marks.mark(conversation_id, message_id - 1, agent.key)
    with pytest.raises(TeachingRefused, match="400 characters"):
        await marks.mark(conversation_id, message_id, agent.key, "x" * 401)
    for missing in ((conversation_id, 99), (99, message_id)):
        with pytest.raises(LookupError):
            await marks.mark(*missing, agent.key)
    assert await _audit(desk) == []
