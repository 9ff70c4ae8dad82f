"""What the bot could not answer, grouped by meaning, ranked, and settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.desk.article_book import ArticleBook
from bot.desk.article_text import ArticleRefused, ArticleText
from bot.desk.gaps import GapDesk
from knowledge.queries.gaps import settle_gaps
from knowledge.records import AuditEntry, KnowledgeGap
from models.values import Intent
from tests.fakes import Desk, hashed_terms

ENGRAVING = ("杯子可以刻字吗", "保温杯可以刻字吗", "杯子可以刻字吗？")


def _gaps(desk: Desk) -> GapDesk:
    embed = desk.mind.embed
    return GapDesk(desk.store, embed, ArticleBook(desk.store, embed), clock=desk.clock)


async def _ask(desk: Desk, account: str, *questions: str) -> None:
    for question in questions:
        desk.mind.hears(question, Intent.PRODUCT_INFO)
        await desk.say(account, question)
        talk = await desk.conversation(account)
        await desk.staff.give_back(talk.key, None)


async def test_questions_that_mean_the_same_are_one_group(any_desk: Desk) -> None:
    for number, question in enumerate(ENGRAVING):
        await _ask(any_desk, f"account-{number}", question)
    await _ask(any_desk, "bert", "可以寄到冰岛吗")
    found = await _gaps(any_desk).groups()
    assert (found.looked_at, found.unsettled) == (4, 4)
    first, second = found.groups
    assert (first.times, first.intent, first.language) == (3, "product_info", "zh")
    assert list(first.examples) == [ENGRAVING[2], ENGRAVING[1], ENGRAVING[0]]
    assert len(first.conversations) == 3
    assert second.conversations == [(await any_desk.conversation("bert")).key]


async def test_what_is_asked_now_goes_before_what_was_asked_more_often_once(desk: Desk) -> None:
    now = desk.clock()
    for days, text in ((90, "a b"), (90, "a b"), (0, "c d")):
        await desk.shop.add(
            KnowledgeGap(
                text=text,
                language="en",
                intent="gift",
                created_at=now - timedelta(days=days),
            )
        )
    found = await _gaps(desk).groups()
    assert [group.examples for group in found.groups] == [["c d"], ["a b"]]
    assert found.groups[0].weight == 1.0 and found.groups[1].last_asked < now


async def test_a_group_is_settled_by_an_article_that_is_then_found(any_desk: Desk) -> None:
    agent = await any_desk.shop.staff()
    await _ask(any_desk, "anna", *ENGRAVING)
    (group,) = (await _gaps(any_desk).groups()).groups
    book = ArticleBook(any_desk.store, any_desk.mind.embed)
    text = ArticleText("zh", "gift", "定制服务", "保温杯能刻字。", ("能定制什么",))
    key = await book.write(text, agent.key)
    done = await _gaps(any_desk).settle(
        group.ids, agent.key, article_id=key, asks=group.examples[:2]
    )
    assert done == 3 and (await _gaps(any_desk).groups()).groups == []
    assert (await book.read(key)).asks == ("能定制什么", *group.examples[:2])
    assert "保温杯能刻字。" in (await any_desk.ask("bert", ENGRAVING[1])).text
    *_, entry = await any_desk.records(AuditEntry)
    assert entry.action == "settle_gaps" and entry.detail.startswith(f"article:{key}; 3 questions")
    assert await _gaps(any_desk).settle(group.ids, agent.key) == 0


async def test_a_group_may_need_no_article(desk: Desk) -> None:
    agent = await desk.shop.staff()
    await _ask(desk, "anna", "可以寄到冰岛吗")
    (group,) = (await _gaps(desk).groups()).groups
    assert await _gaps(desk).settle(group.ids, agent.key) == 1
    *_, entry = await desk.records(AuditEntry)
    assert entry.detail.startswith("no article needed")
    # Whoever asks again begins a new group.
    await _ask(desk, "bert", "可以寄到冰岛吗")
    assert len((await _gaps(desk).groups()).groups) == 1


async def test_what_cannot_be_kept_settles_nothing(desk: Desk) -> None:
    agent = await desk.shop.staff()
    await _ask(desk, "anna", "可以寄到冰岛吗")
    text = ArticleText("zh", "gift", "定制服务", "保温杯能刻字。", ("能定制什么",))
    key = await ArticleBook(desk.store, desk.mind.embed).write(text, agent.key)
    with pytest.raises(ArticleRefused):
        await _gaps(desk).settle([1], agent.key, article_id=key, asks=["<b>x</b>"])
    with pytest.raises(LookupError):
        await _gaps(desk).settle([1], agent.key, article_id=99)
    assert (await _gaps(desk).groups()).unsettled == 1


async def test_a_question_is_embedded_once_and_eight_at_a_time(desk: Desk) -> None:
    for number in range(20):
        gap = KnowledgeGap(text=f"question {number}", language="en", intent="gift")
        await desk.shop.add(gap)
    calls: list[int] = []

    async def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        calls.append(len(texts))
        return np.stack([hashed_terms(text) for text in texts])

    gaps = GapDesk(desk.store, embed, ArticleBook(desk.store, embed), clock=desk.clock)
    first = await gaps.groups()
    assert await gaps.groups() == first
    assert calls == [8, 8, 4]


async def test_no_questions_are_no_groups(any_desk: Desk) -> None:
    found = await _gaps(any_desk).groups()
    assert (found.groups, found.looked_at, found.unsettled) == ([], 0, 0)
    async with any_desk.store.writing() as unit:
        assert await settle_gaps(unit, [], any_desk.clock()) == 0
