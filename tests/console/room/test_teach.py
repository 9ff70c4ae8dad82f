"""Teaching in a real browser: gaps, candidates, wrong answers, and what feeds them in the inbox."""

from __future__ import annotations

import json

import pytest
from nicegui import Client
from playwright.async_api import Page, expect
from sqlmodel import select

from bot.console.accounts import add_staff
from bot.console.room.teach import TeachRoom
from knowledge.records import (
    Article,
    ArticleCandidate,
    ArticleQuestion,
    Author,
    CandidateState,
    Channel,
    KnowledgeGap,
    Message,
    Role,
    WrongAnswer,
    utcnow,
)
from knowledge.store import Store
from tests.console.conftest import PASSWORD
from tests.console.room.conftest import DESKTOP, PHONE, Served, spoken, waits

pytestmark = pytest.mark.slow

HOSTILE = "<img src=x onerror=alert(1)>{{ 1 + 1 }}"
ENGRAVING = ("杯子可以刻字吗", "杯子可以刻字吗？")


async def _unanswered(store: Store, *texts: str) -> int:
    """Questions that no article answered, asked in one conversation; its id."""
    held = await waits(store, "王小明")
    async with store.writing() as unit:
        for text in texts:
            message = spoken(held, text)
            unit.add(message)
            await unit.flush()
            key = message.key
            unit.add(KnowledgeGap(text=text, language="zh", intent="product_info", message_id=key))
    return held


async def _said(store: Store, held: int, author: Author, text: str) -> int:
    async with store.writing() as unit:
        message = Message(
            conversation_id=held,
            author=author,
            channel=Channel.WEB,
            text=text,
            handled_at=utcnow(),
            staff_id=2 if author is Author.STAFF else None,
        )
        unit.add(message)
        await unit.flush()
        return message.key


async def _at(
    served: Served,
    username: str,
    place: str,
    *,
    size: tuple[int, int] = DESKTOP,
    language: str = "en-US",
) -> Page:
    """A page of somebody who is signed in."""
    page = await served.open(username, size=size, language=language)
    await page.locator(".bar").wait_for()
    await page.goto(f"{served.address}/console{place}")
    return page


async def _ask_all_the_same(page: Page, asked: dict[str, object]) -> None:
    """Ask what the page has no button for, over its own socket."""
    rooms = [
        (client.id, element)
        for client in Client.instances.values()
        for element in client.elements.values()
        if isinstance(element, TeachRoom)
    ]
    client, room = rooms[-1]  # the pages of other tests are forgotten a while later
    listener = next(iter(room._event_listeners))
    frame = {
        "client_id": client,
        "id": room.id,
        "listener_id": listener,
        "args": [json.dumps(asked)],
    }
    await page.evaluate("frame => window.socket.emit('event', frame)", frame)


async def _fits(page: Page, wide: int) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth") <= wide


async def test_a_gap_is_answered_by_an_article_that_is_written_here(served: Served) -> None:
    store = served.room.store
    held = await _unanswered(store, *ENGRAVING, HOSTILE)
    page = await _at(served, "boss", "/teach")
    group = page.locator(".lesson", has_text="杯子可以刻字吗")
    await expect(group).to_contain_text("asked 2 ×")
    await expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()
    link = group.get_by_role("link", name=f"#{held}")
    await expect(link).to_have_attribute("href", f"/console/?open={held}")
    await group.get_by_role("button", name="Write an article").click()
    await page.get_by_label("Answer", exact=True).fill("可以，请打 13812345678。")
    await page.get_by_role("button", name="Publish").click()
    await expect(group.locator(".said-problem")).to_contain_text("13812345678")
    await page.get_by_label("Answer", exact=True).fill("可以，**免费**刻字。")
    await page.get_by_role("button", name="Publish").click()
    await expect(group.get_by_text("The chat shows plain text")).to_be_visible()
    await page.get_by_label("Answer", exact=True).fill("可以刻字，免费。")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.locator(".lesson")).to_have_count(1)
    async with store.reading() as unit:
        article = (await unit.exec(select(Article))).one()
        asks = (await unit.exec(select(ArticleQuestion.text))).all()
    assert (article.body, article.topic) == ("可以刻字，免费。", "product_info")
    assert set(ENGRAVING) <= set(asks)
    assert served.complaints == []


async def test_a_gap_is_answered_by_an_article_that_is_there_or_needs_none(served: Served) -> None:
    store = served.room.store
    await _unanswered(store, "可以寄到冰岛吗", "你是谁")
    async with store.writing() as unit:
        unit.add(Article(slug="a", language="zh", topic="gift", title="海外配送", body="不寄。"))
    page = await _at(served, "agent", "/teach?tab=gaps")
    group = page.locator(".lesson", has_text="冰岛")
    await expect(group.get_by_role("button", name="Write an article")).to_have_count(0)
    await group.get_by_role("button", name="Answered by").click()
    await page.get_by_label("Find an article").fill("海外")
    await page.get_by_label("海外配送").check()
    await page.get_by_role("button", name="This one answers it").click()
    await expect(page.locator(".lesson")).to_have_count(1)
    await page.get_by_role("button", name="Needs no answer").click()
    await expect(page.get_by_text("Nothing was left unanswered.")).to_be_visible()
    audit = [one for one, _ in await served.room.audit()]
    assert audit.count("settle_gaps") == 2 and "view_gaps" in audit
    assert served.complaints == []


async def test_an_answer_of_staff_becomes_an_article(served: Served) -> None:
    store = served.room.store
    await add_staff(store, "lead", "Zhang Min", Role.SUPERVISOR, PASSWORD)
    held = await waits(store, "王小明", "能开专票吗")
    await _said(store, held, Author.STAFF, "能，订单 XE2611230042 已开。")
    inbox = await served.open("agent")
    await inbox.locator(f"[data-id='{held}']").click()
    await inbox.get_by_role("button", name="Make an article of it").click()
    await expect(inbox.get_by_text("Proposed as an article")).to_be_visible()
    page = await _at(served, "lead", "/teach?tab=candidates")
    await expect(page.locator(".said-problem")).to_contain_text("XE2611230042")
    await page.get_by_label("The answer").fill("能开专票，请在订单页申请。")
    await page.get_by_role("button", name="Make an article of it").click()
    await expect(page.locator("#article-body")).to_have_value("能开专票，请在订单页申请。")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.locator(".lesson")).to_have_count(0)
    async with store.reading() as unit:
        article = (await unit.exec(select(Article))).one()
        candidate = (await unit.exec(select(ArticleCandidate))).one()
    assert article.body == "能开专票，请在订单页申请。"
    assert candidate.state is CandidateState.TAKEN
    await inbox.locator(f"[data-id='{held}']").click()
    await expect(inbox.get_by_text("An article was made of it")).to_be_visible()
    assert served.complaints == []


async def test_an_agent_proposes_and_puts_right_but_makes_no_article(served: Served) -> None:
    store = served.room.store
    held = await waits(store, "王小明", "能开专票吗")
    message = await _said(store, held, Author.STAFF, "能开专票。")
    await served.room.app.state.parts.teach.candidates.propose(held, message, 2)
    page = await _at(served, "agent", "/teach?tab=candidates")
    await page.get_by_label("The answer").fill("能。")
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.locator(".toast.done")).to_be_visible()
    await expect(page.get_by_role("button", name="Make an article of it")).to_have_count(0)
    # What the page does not offer is refused when it is asked for all the same.
    article = {"candidate": 1, "topic": "invoice", "title": "x", "asks": "x", "body": "x"}
    await _ask_all_the_same(page, {"name": "take_candidate", **article})
    await expect(page.get_by_text("Your role does not allow this.")).to_be_visible()
    await page.get_by_role("button", name="Drop").click()
    await expect(page.locator(".lesson")).to_have_count(0)
    async with store.reading() as unit:
        assert (await unit.exec(select(Article))).all() == []
        assert (await unit.exec(select(ArticleCandidate.answer))).one() == "能。"


async def test_a_wrong_answer_is_marked_with_why_and_taken_back(served: Served) -> None:
    store = served.room.store
    held = await waits(store, "王小明", "几天能到")
    await _said(store, held, Author.BOT, "一年内送达。")
    inbox = await served.open("agent")
    await inbox.locator(f"[data-id='{held}']").click()
    await inbox.get_by_text("Mark wrong").first.click()
    await inbox.get_by_label("What is wrong with it").fill(HOSTILE)
    await inbox.get_by_role("button", name="Mark wrong").click()
    await expect(inbox.locator(".said-by-bot")).to_contain_text(HOSTILE)
    page = await _at(served, "second", "/teach?tab=wrong", size=PHONE, language="zh-CN")
    await expect(page.locator(".lesson")).to_contain_text(HOSTILE)
    await expect(page.locator(".lesson")).to_contain_text("几天能到")
    await _fits(page, PHONE[0])
    await page.get_by_role("button", name="撤回").click()
    await expect(page.get_by_text("没有标为错误的回答。")).to_be_visible()
    async with store.reading() as unit:
        assert (await unit.exec(select(WrongAnswer))).all() == []
    assert served.complaints == []


async def test_the_tabs_are_in_the_address_and_go_by_the_keys(served: Served) -> None:
    page = await _at(served, "agent", "/teach?tab=nonsense")
    await page.get_by_role("tab", name="Not answered").focus()
    await page.keyboard.press("ArrowRight")
    tab = page.get_by_role("tab", name="May become articles")
    await expect(tab).to_be_focused()
    await expect(tab).to_have_attribute("aria-selected", "true")
    await expect(page).to_have_url(f"{served.address}/console/teach?tab=candidates")
    await expect(page.get_by_text("Nothing was proposed yet.")).to_be_visible()


async def _another_gap(store: Store, held: int, text: str) -> None:
    async with store.writing() as unit:
        message = spoken(held, text)
        unit.add(message)
        await unit.flush()
        gap = KnowledgeGap(text=text, language="zh", intent="product_info", message_id=message.key)
        unit.add(gap)


async def test_what_comes_in_appears_and_what_is_being_written_stays(served: Served) -> None:
    store = served.room.store
    held = await _unanswered(store, *ENGRAVING)
    page = await _at(served, "boss", "/teach")
    group = page.locator(".lesson", has_text="杯子可以刻字吗")
    await group.get_by_role("button", name="Write an article").click()
    answer = page.get_by_label("Answer", exact=True)
    await answer.press_sequentially("可以，")
    # A question of another kind, and one more of the kind that is being answered.
    await _another_gap(store, held, "你们在冰岛有店吗")
    await expect(page.locator(".lesson", has_text="冰岛")).to_be_visible()
    await _another_gap(store, held, "杯子可以刻字吗？？")
    await expect(group).to_contain_text("asked 3 ×")
    await expect(answer).to_be_focused()
    await page.keyboard.type("免费刻字。")
    await expect(answer).to_have_value("可以，免费刻字。")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.locator(".lesson")).to_have_count(1)
    async with store.reading() as unit:
        gaps = (await unit.exec(select(KnowledgeGap))).all()
    assert [gap.text for gap in gaps if gap.settled_at is None] == ["你们在冰岛有店吗"]
    assert served.complaints == []


async def test_candidates_follow_and_keep_what_was_begun(served: Served) -> None:
    store, candidates = served.room.store, served.room.app.state.parts.teach.candidates
    held = await waits(store, "王小明", "能开专票吗")
    await candidates.propose(held, await _said(store, held, Author.STAFF, "能开专票。"), 2)
    page = await _at(served, "boss", "/teach?tab=candidates")
    answer = page.get_by_label("The answer").first
    await answer.fill("能，在订单页")
    await candidates.propose(held, await _said(store, held, Author.STAFF, "三天内寄出。"), 3)
    await expect(page.locator(".lesson")).to_have_count(2)
    begun = page.locator("[data-candidate='1']").get_by_label("The answer")
    await expect(begun).to_have_value("能，在订单页")
    # What a colleague dropped stays, as long as something is written on it.
    await candidates.drop(2, 3)
    await expect(page.locator(".lesson")).to_have_count(1)
    await candidates.drop(1, 3)
    await page.wait_for_timeout(600)
    await expect(begun).to_have_value("能，在订单页")
    # Looking was written down once, however often it was shown anew.
    looked = [one for one, _ in await served.room.audit() if one == "view_candidates"]
    assert len(looked) == 1


async def test_wrong_answers_follow(served: Served) -> None:
    store, wrong = served.room.store, served.room.app.state.parts.teach.wrong_answers
    held = await waits(store, "王小明", "几天能到")
    first = await _said(store, held, Author.BOT, "一年内送达。")
    page = await _at(served, "boss", "/teach?tab=wrong")
    await expect(page.get_by_text("No answer was marked wrong.")).to_be_visible()
    await wrong.mark(held, first, 2, "三天内")
    await expect(page.locator(".lesson")).to_contain_text("三天内")
    await wrong.unmark(held, first, 2)
    await expect(page.locator(".lesson")).to_have_count(0)
