"""Staff write articles, and the bot answers from them at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.article_book import ArticleBook
from bot.desk.article_text import ArticleRefused, ArticleStale, ArticleText
from knowledge.queries.tables.articles import article_detail
from knowledge.records import Article, ArticleQuestion, AuditEntry
from models.values import Intent
from tests.fakes import Desk

TEXT = ArticleText("zh", "gift", "礼品包装", "可以，结算时勾选礼品包装。", ("能包装成礼物吗",))


def _book(desk: Desk) -> ArticleBook:
    return ArticleBook(desk.store, desk.mind.embed)


async def _audit(desk: Desk) -> list[tuple[str, str, str]]:
    return [(e.action, e.subject, e.detail) for e in await desk.records(AuditEntry)]


async def test_the_bot_answers_from_an_article_as_soon_as_it_is_written(any_desk: Desk) -> None:
    agent, asked = await any_desk.shop.staff(), "能包装成礼物吗"
    any_desk.mind.hears(asked, Intent.GIFT)
    assert (await any_desk.say("anna", asked))[0].act == "unknown_answer"
    key = await _book(any_desk).write(TEXT, agent.key)
    assert TEXT.body in (await any_desk.ask("bert", asked)).text
    after = replace(TEXT, body="送礼请留言。", asks=("能包装成礼物吗", "送礼怎么办"))
    await _book(any_desk).change(key, TEXT, after, agent.key)
    assert "送礼请留言。" in (await any_desk.ask("carl", asked)).text
    await _book(any_desk).remove(key, after, agent.key)
    assert (await any_desk.say("dora", asked))[0].act == "unknown_answer"
    assert not await any_desk.records(Article) and not await any_desk.records(ArticleQuestion)


async def test_each_change_is_in_the_audit_with_what_was_before(desk: Desk) -> None:
    agent = await desk.shop.staff()
    key = await _book(desk).write(TEXT, agent.key)
    after = replace(TEXT, title="送礼")
    await _book(desk).change(key, TEXT, after, agent.key)
    await _book(desk).change(key, TEXT, after, agent.key)  # twice is once
    await _book(desk).remove(key, after, agent.key)
    wrote, made, removed = await _audit(desk)
    assert wrote[:2] == ("write_article", f"article:{key}")
    assert made == ("change_article", f"article:{key}", 'title: "礼品包装" → "送礼"')
    assert removed[0] == "remove_article" and f'body: "{TEXT.body}" → null' in removed[2]


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        (replace(TEXT, language="fr"), "language", "unknown_language"),
        (replace(TEXT, topic="presents"), "topic", "unknown_topic"),
        (replace(TEXT, title=" "), "title", "blank"),
        (replace(TEXT, title="长" * 201), "title", "too_long"),
        (replace(TEXT, body="\n\n"), "body", "blank"),
        (replace(TEXT, body="长" * 3001), "body", "too_long"),
        (replace(TEXT, body="a\x00b"), "body", "unfit"),
        (replace(TEXT, body="\ud800"), "body", "unfit"),
        (replace(TEXT, asks=()), "asks", "no_question"),
        (replace(TEXT, asks=(" ", "")), "asks", "no_question"),
        (replace(TEXT, asks=("?" * 301,)), "asks", "too_long"),
        (replace(TEXT, asks=tuple(map(str, range(41)))), "asks", "too_many"),
        (replace(TEXT, body="请看 <b>这里</b>"), "body", "markup"),
        (replace(TEXT, body="**可以**"), "body", "markup"),
        (replace(TEXT, body="[这里](https://x.example)"), "body", "markup"),
        (replace(TEXT, body="好\n# 标题"), "body", "markup"),
        (replace(TEXT, body="| a | b |\n|---|---|"), "body", "markup"),
        (replace(TEXT, body="a&nbsp;b"), "body", "markup"),
        (replace(TEXT, title="`code`"), "title", "markup"),
    ],
)
async def test_refuses_what_cannot_be_kept_or_shown(
    desk: Desk, text: ArticleText, field: str, reason: str
) -> None:
    agent = await desk.shop.staff()
    with pytest.raises(ArticleRefused) as refused:
        await _book(desk).write(text, agent.key)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert await desk.records(Article) == [] and await _audit(desk) == []


@pytest.mark.parametrize(
    "body",
    [
        "满 99 元包邮；<99 元收 8 元，>1 件也一样。",
        "5 * 3 = 15, 2 * 4 = 8",
        "见 https://shop.example/a_b_c?x=1&y=2 。",
        "- 一\n- 二\n1. 三",
        "尺寸：10 x 20 [cm]",
    ],
)
async def test_plain_text_with_signs_is_no_markup(desk: Desk, body: str) -> None:
    agent = await desk.shop.staff()
    key = await _book(desk).write(replace(TEXT, body=body), agent.key)
    assert (await _book(desk).read(key)).body == body


async def test_blanks_go_and_a_question_is_kept_once(desk: Desk) -> None:
    agent = await desk.shop.staff()
    said = replace(TEXT, title=" 礼品包装 ", body="一。\r\n二。\n", asks=("a ", "", "a", "b"))
    key = await _book(desk).write(said, agent.key)
    kept = replace(TEXT, body="一。\n二。", asks=("a", "b"))
    assert await _book(desk).read(key) == kept


async def test_a_change_of_what_somebody_changed_meanwhile_is_refused(any_desk: Desk) -> None:
    agent, book = await any_desk.shop.staff(), _book(any_desk)
    key = await book.write(TEXT, agent.key)
    theirs = replace(TEXT, title="礼物")
    await book.change(key, TEXT, theirs, agent.key)
    with pytest.raises(ArticleStale) as stale:
        await book.change(key, TEXT, replace(TEXT, title="包装"), agent.key)
    assert stale.value.now == theirs
    with pytest.raises(ArticleStale):
        await book.remove(key, TEXT, agent.key)
    assert await book.read(key) == theirs


async def test_an_article_has_one_in_the_other_language_and_keeps_its_own(any_desk: Desk) -> None:
    agent, book = await any_desk.shop.staff(), _book(any_desk)
    chinese = await book.write(TEXT, agent.key)
    text = ArticleText("en", "gift", "Gift wrapping", "Yes, at checkout.", ("Can you wrap it?",))
    english = await book.write(text, agent.key, says=chinese)
    async with any_desk.store.reading() as unit:
        assert (await article_detail(unit, chinese)).other == english
    for language, says in (("en", chinese), ("zh", chinese), ("zh", english)):
        with pytest.raises(ArticleRefused) as refused:
            await book.write(replace(text, language=language), agent.key, says=says)
        assert refused.value.reason == "exists"
    with pytest.raises(ArticleRefused) as fixed:
        await book.change(chinese, TEXT, replace(TEXT, language="en"), agent.key)
    assert fixed.value.reason == "language_fixed"


async def test_knows_no_article_that_is_not_there(desk: Desk) -> None:
    book = _book(desk)
    for missing in (
        book.read(9),
        book.change(9, TEXT, TEXT, 1),
        book.remove(9, TEXT, 1),
        book.write(TEXT, 1, says=9),
    ):
        with pytest.raises(LookupError):
            await missing
