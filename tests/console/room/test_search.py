"""The search over all conversations, in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from sqlmodel import select

from knowledge.records import AuditEntry
from tests.console.room.conftest import PHONE, Served, spoken, waits

pytestmark = pytest.mark.slow


async def test_words_are_found_marked_and_lead_to_their_message(served: Served) -> None:
    hostile = "<b>包裹</b> <script>alert(1)</script> 丢了"
    held = await waits(served.room.store, "王小明", hostile, *["好的"] * 30)
    await waits(served.room.store, "李雷", "在吗")
    page = await served.open()
    await expect(page.locator("#search")).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("包裹 丢了")
    await page.keyboard.press("Enter")
    found = page.locator("[data-found]")
    await expect(found).to_have_count(1)
    await expect(found.locator(".row-words")).to_have_text(hostile)
    assert await found.locator("mark").all_text_contents() == ["包裹", "丢了"]
    await found.locator("button").click()
    await expect(page.locator(".said-by.found .bubble")).to_be_in_viewport()
    await expect(page.locator(".said-by.found .bubble")).to_have_text(hostile)
    await page.keyboard.press("Escape")  # the conversation
    await expect(page.locator(".talk-head")).to_have_count(0)
    await page.keyboard.press("Escape")  # the search
    await expect(page.locator(f"[data-id='{held}']")).to_be_visible()
    async with served.room.store.reading() as unit:
        entries = (await unit.exec(select(AuditEntry).where(AuditEntry.action == "search"))).all()
    assert [(one.subject, one.detail) for one in entries] == [("search", "1 shown")]
    assert served.complaints == []


async def test_numbers_and_names_are_found_exactly_on_a_phone_too(served: Served) -> None:
    held = await waits(served.room.store, "王小明", "我的包裹呢")
    page = await served.open(size=PHONE, language="zh-CN")
    for words, kind in (("138 1234 5678", "phone"), ("王小明", "name")):
        await page.get_by_label("搜索所有对话").fill(words)
        await page.get_by_role("button", name="搜索", exact=True).click()
        await expect(page.locator(f"[data-hit='{kind}']")).to_contain_text("王小明")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    await page.locator("[data-hit='name'] button").click()
    await expect(page.locator(".said-by-customer .bubble")).to_have_text("我的包裹呢")
    await page.get_by_role("button", name="返回").click()
    await page.get_by_role("button", name="返回队列").click()
    await expect(page.locator(f"[data-id='{held}']")).to_be_visible()


async def test_what_is_found_comes_a_page_at_a_time(served: Served) -> None:
    held = await waits(served.room.store, "王小明", "在吗")
    async with served.room.store.writing() as unit:
        for at in range(35):
            unit.add(spoken(held, f"包裹 {at}"))
    page = await served.open()
    await page.get_by_label("Search all conversations").fill("包裹")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-found]")).to_have_count(30)
    await page.get_by_role("button", name="More").click()
    await expect(page.locator("[data-found]")).to_have_count(35)
    await expect(page.locator("[data-found]").last).to_contain_text("包裹 0")
    await page.get_by_label("Search all conversations").fill("没有人说过的话")
    await page.keyboard.press("Enter")
    await expect(page.locator(".list")).to_contain_text("Nothing found")
    await page.keyboard.press("Escape")
    await expect(page.locator(f"[data-id='{held}']")).to_be_visible()
