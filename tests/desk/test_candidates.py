"""A staff member's answer becomes an article, and the bot answers the next who asks."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.desk.article_book import ArticleBook
from bot.desk.article_text import ArticleRefused
from bot.desk.candidates import CandidateDesk, drafted, personal_in
from bot.desk.teaching import TeachingRefused
from knowledge.queries.candidates import candidates
from knowledge.records import (
    Article,
    ArticleCandidate,
    AuditEntry,
    CandidateState,
    Message,
)
from models.values import Intent
from tests.fakes import Desk


def _desk(desk: Desk) -> CandidateDesk:
    return CandidateDesk(desk.store, desk.mind, ArticleBook(desk.store, desk.mind.embed))


async def _answered(desk: Desk, staff_id: int, *asked: str) -> Message:
    """A staff member's answer to what a customer asked."""
    for words in asked:
        await desk.say("anna", words)
    talk = await desk.conversation("anna")
    await desk.staff.answer(talk.key, staff_id, "可以，结算时勾选礼品包装。")
    return (await desk.messages("anna"))[-1]


async def test_the_bot_says_to_the_next_what_staff_said_to_the_first(any_desk: Desk) -> None:
    agent, asked = await any_desk.shop.staff(), "能包装成礼物吗"
    any_desk.mind.hears(asked, Intent.GIFT)
    answer = await _answered(any_desk, agent.key, asked)
    desk = _desk(any_desk)
    key = await desk.propose(answer.conversation_id, answer.key, agent.key)
    async with any_desk.store.reading() as unit:
        (row,) = await candidates(unit)
    made = row.candidate
    assert (made.question, made.topic, made.language) == (asked, "gift", "zh")
    assert (made.answer, row.staff) == (answer.text, "agent")
    assert row.conversation_id == answer.conversation_id
    article_id = await desk.take(key, drafted(made), agent.key)
    assert answer.text in (await any_desk.ask("bert", asked)).text
    (kept,) = await any_desk.records(ArticleCandidate)
    assert kept.state is CandidateState.TAKEN
    entries = {(e.action, e.subject) for e in await any_desk.records(AuditEntry)}
    assert {("take_candidate", f"candidate:{key}"), ("write_article", f"article:{article_id}")} < (
        entries
    )


async def test_what_the_bot_did_not_read_is_read_for_its_topic(desk: Desk) -> None:
    agent = await desk.shop.staff()
    desk.mind.hears("那发票呢", Intent.INVOICE)
    # The bot is silent once staff are asked for, and reads nothing.
    answer = await _answered(desk, agent.key, "转人工", "那发票呢")
    await _desk(desk).propose(answer.conversation_id, answer.key, agent.key)
    (made,) = await desk.records(ArticleCandidate)
    assert (made.question, made.topic) == ("那发票呢", "invoice")


async def test_an_answer_is_proposed_once_by_whoever(any_desk: Desk) -> None:
    agent = await any_desk.shop.staff()
    answer = await _answered(any_desk, agent.key, "转人工")
    desk, place = _desk(any_desk), (answer.conversation_id, answer.key, agent.key)
    first, second = await asyncio.gather(desk.propose(*place), desk.propose(*place))
    assert first == second
    await desk.drop(first, agent.key)
    with pytest.raises(TeachingRefused) as refused:
        await desk.drop(first, agent.key)
    assert refused.value.reason == "dropped"
    assert await desk.propose(*place) == first
    (made,) = await any_desk.records(ArticleCandidate)
    assert made.state is CandidateState.OPEN


async def test_a_candidates_words_are_changed_and_the_audit_keeps_both(desk: Desk) -> None:
    agent = await desk.shop.staff()
    answer = await _answered(desk, agent.key, "转人工")
    key = await _desk(desk).propose(answer.conversation_id, answer.key, agent.key)
    await _desk(desk).change(key, "怎么送礼", answer.text, "gift", agent.key)
    await _desk(desk).change(key, "怎么送礼", answer.text, "gift", agent.key)
    (made,) = await desk.records(ArticleCandidate)
    assert (made.question, made.topic) == ("怎么送礼", "gift")
    told = 'question: "转人工" → "怎么送礼"\ntopic: "human_agent" → "gift"'
    assert [e.detail for e in await desk.records(AuditEntry)][2:] == [told]
    for question, topic, reason in (("x" * 4001, "gift", "too_long"), ("x", "?", "unknown_intent")):
        with pytest.raises(TeachingRefused) as refused:
            await _desk(desk).change(key, question, "", topic, agent.key)
        assert refused.value.reason == reason


async def test_a_candidate_that_makes_no_article_stays_open(any_desk: Desk) -> None:
    agent = await any_desk.shop.staff()
    answer = await _answered(any_desk, agent.key, "转人工")
    desk = _desk(any_desk)
    key = await desk.propose(answer.conversation_id, answer.key, agent.key)
    (made,) = await any_desk.records(ArticleCandidate)
    with pytest.raises(ArticleRefused):
        await desk.take(key, replace(drafted(made), body="**ja**"), agent.key)
    await desk.take(key, drafted(made), agent.key)
    with pytest.raises(TeachingRefused) as refused:
        await desk.take(key, drafted(made), agent.key)
    assert refused.value.reason == "taken"
    with pytest.raises(TeachingRefused):
        await desk.propose(answer.conversation_id, answer.key, agent.key)
    assert len(await any_desk.records(Article)) == 1


async def test_refuses_what_no_staff_member_said(desk: Desk) -> None:
    agent = await desk.shop.staff()
    answer = await _answered(desk, agent.key, "转人工")
    for message in (await desk.messages("anna"))[:-1]:
        with pytest.raises(TeachingRefused) as refused:
            await _desk(desk).propose(message.conversation_id, message.key, agent.key)
        assert refused.value.reason == "not_the_staffs"
    for missing in (
        _desk(desk).propose(answer.conversation_id, 99, agent.key),
        _desk(desk).propose(99, answer.key, agent.key),
        _desk(desk).drop(99, agent.key),
        _desk(desk).change(99, "a", "b", "gift", agent.key),
    ):
        with pytest.raises(LookupError):
            await missing


def test_what_may_be_one_customers_is_pointed_out() -> None:
    said = personal_in("订单 XE2611230001 已退", "请打 138 1234 4821", "三天内到")
    assert len(said) == 2 and said[1] == "138 1234 4821"
