"""The overview in a real browser: numbers, what stands behind them, and who may see them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlmodel import select

from bot.desk.keep_figures import FiguresJob
from bot.desk.words import LockCounts
from bot.rules.policy import Policy
from bot.settings import Settings
from bot.supply.state import RestockWatch
from knowledge.records import Handover, HandoverReason, Message, utcnow
from knowledge.store import Store
from tests.console.room.conftest import DESKTOP, PHONE, Served, waits

pytestmark = pytest.mark.slow

HOSTILE = "<img src=x onerror=alert(1)>{{ 1 }}"


async def came_before(store: Store, name: str, days: int) -> int:
    """A conversation that was handed over some days ago, when everything in it was said."""
    key = await waits(store, name, f"我的包裹呢 {HOSTILE}", reason=HandoverReason.ANGRY)
    then = utcnow() - timedelta(days=days)
    async with store.writing() as unit:
        said = select(Message).where(Message.conversation_id == key)
        held = select(Handover).where(Handover.conversation_id == key)
        (await unit.exec(said)).one().created_at = then
        (await unit.exec(held)).one().created_at = then
    return key


async def kept(store: Store) -> None:
    """The figures of the finished days, as the clock keeps them."""
    zone = Settings().zone
    shelves = RestockWatch(store, Policy(), zone)
    await FiguresJob(store, LockCounts(), shelves, Policy(), zone).run()


async def overview(served: Served, username: str = "boss", **look: Any) -> Page:
    """The page, opened by somebody who has signed in."""
    page = await served.open(username, **look)
    await page.locator(".list").wait_for()
    await page.goto(f"{served.address}/console/overview")
    return page


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "en-US"), (PHONE, "zh-CN")])
async def test_a_number_leads_to_the_conversations_behind_it(
    served: Served, size: tuple[int, int], language: str
) -> None:
    store = served.room.store
    older = await came_before(store, "李雷", 9)
    newer = await came_before(store, f"王小明{HOSTILE}", 2)
    await waits(store, "韩梅梅", "在吗")
    await kept(store)
    page = await overview(served, size=size, language=language)
    handovers = page.locator("[data-chart='handovers-part']")
    await expect(handovers.locator(".chart svg")).to_be_visible()
    await expect(handovers.locator(".chart")).to_have_attribute("aria-label", re.compile(r"\b2\b"))
    await handovers.locator(".totals button").click()
    links = page.locator("dialog a")
    await expect(links).to_have_count(2)
    await expect(links.first).to_contain_text(f"王小明{HOSTILE}")
    assert await links.first.get_attribute("href") == f"/console/?open={newer}"
    assert await links.last.get_attribute("href") == f"/console/?open={older}"
    assert ("view_behind", "figure:handovers") in await served.room.audit()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]
    await links.last.click()
    await expect(page.locator(".said-by-customer .bubble")).to_contain_text(HOSTILE)
    assert served.complaints == []


async def test_today_is_on_cards_with_their_definitions(served: Served) -> None:
    held = await waits(served.room.store, "王小明", "我的包裹呢")
    async with served.room.store.writing() as unit:
        handover = await unit.get(Handover, held)
        assert handover is not None
        handover.waits_since = utcnow() - timedelta(minutes=12)
        unit.add(handover)
    page = await overview(served)
    card = page.locator("[data-figure='waiting_now']")
    await expect(card.locator(".big")).to_have_text("1")
    await card.get_by_text("What this is").click()
    await expect(card).to_contain_text("Snoozed ones are left out.")
    await expect(page.locator("[data-figure='longest_wait'] .big")).to_have_text("12 min")
    await card.locator(".parts button").click()
    await expect(page.locator("dialog a")).to_have_attribute("href", f"/console/?open={held}")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    assert served.complaints == []


async def test_the_table_and_the_span_have_every_day(served: Served) -> None:
    await came_before(served.room.store, "李雷", 40)
    await kept(served.room.store)
    page = await overview(served)
    chart = page.locator("[data-chart='contacts-part']")
    await page.get_by_role("button", name="90 days").click()
    await expect(chart.locator(".big")).to_have_text("1")
    await chart.get_by_text("The numbers as a table").click()
    await expect(chart.locator("tbody tr")).to_have_count(91)
    await expect(chart.locator("tbody button")).to_have_count(4)  # that day's, and all days'
    await page.get_by_role("button", name="7 days").click()
    await expect(chart.locator("tbody tr")).to_have_count(8)
    await expect(chart.locator("tbody button")).to_have_count(0)


async def test_an_agent_is_told_that_they_may_not(served: Served) -> None:
    page = await overview(served, "agent")
    refusal = "Your role does not allow this."
    await expect(page.locator(".empty")).to_have_text(refusal)
    await expect(page.locator(".card.figure, .chart")).to_have_count(0)
    await expect(page.get_by_role("link", name="Overview")).to_have_count(0)
    # Nor by asking for it nevertheless.
    await page.evaluate(
        """() => {
          const elements = [...Array(20).keys()].map((id) => window.getElement(id));
          elements.find((one) => one?.ask).ask("today");
        }"""
    )
    await expect(page.locator(".toast.problem")).to_have_text(refusal)
