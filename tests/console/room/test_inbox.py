"""The inbox in a real browser: who waits, answering, what a colleague sees, what survives."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from sqlmodel import select

from knowledge.records import Author, Handover, HandoverReason, Message
from tests.console.room.conftest import PHONE, Served, spoken, waits

pytestmark = pytest.mark.slow


async def test_an_escalation_is_answered_in_three_steps(served: Served) -> None:
    """Choose it, write, send."""
    held = await waits(served.room.store, "王小明", "我的包裹呢", reason=HandoverReason.ANGRY)
    page = await served.open()
    await page.locator(f"[data-id='{held}']").click()
    await page.get_by_label("Answer the customer").last.fill("马上为您查。")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".said-by-staff .bubble")).to_have_text("马上为您查。")
    async with served.room.store.reading() as unit:
        sent = (await unit.exec(select(Message).where(Message.author == Author.STAFF))).all()
        handover = (await unit.exec(select(Handover))).one()
    assert [message.text for message in sent] == ["马上为您查。"]
    assert handover.taken_by == 2 and handover.first_answer_at is not None
    assert served.complaints == []


async def test_what_a_customer_writes_appears_without_asking(served: Served) -> None:
    held = await waits(served.room.store, "王小明", "在吗")
    page = await served.open()
    await page.locator(f"[data-id='{held}']").click()
    await expect(page.locator(".said-by-customer .bubble")).to_have_count(1)
    async with served.room.store.writing() as unit:
        unit.add(spoken(held, "还在吗？我等很久了"))
    await expect(page.locator(".said-by-customer .bubble").last).to_have_text("还在吗？我等很久了")
    await expect(page.locator(f"[data-id='{held}']")).to_contain_text("还在吗？我等很久了")
    other = await waits(served.room.store, "李雷", "有人吗")
    async with served.room.store.writing() as unit:
        unit.add(spoken(other, "喂"))
    await expect(page.locator(f"[data-id='{other}']")).to_be_visible()


async def test_words_of_customers_are_shown_as_words(served: Served) -> None:
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>{{ 1 + 1 }}"
    held = await waits(served.room.store, hostile[:60], hostile)
    page = await served.open()
    await page.locator(f"[data-id='{held}']").click()
    await expect(page.locator(".said-by-customer .bubble")).to_have_text(hostile)
    assert served.complaints == []


async def test_a_draft_survives_a_reload(served: Served) -> None:
    held = await waits(served.room.store, "王小明", "我的包裹呢")
    page = await served.open()
    await page.locator(f"[data-id='{held}']").click()
    await page.locator("#answer").press_sequentially("您好，我正在", delay=5)
    await page.wait_for_timeout(900)
    await page.goto(f"{served.address}/console/?open={held}")
    await expect(page.locator("#answer")).to_have_value("您好，我正在")


async def test_two_in_one_conversation_see_each_other(served: Served) -> None:
    held = await waits(served.room.store, "王小明", "我的包裹呢")
    first = await served.open("agent")
    await first.locator(f"[data-id='{held}']").click()
    second = await served.open("second")
    await second.locator(f"[data-id='{held}']").click()
    await expect(second.locator(".others")).to_contain_text("Li Wei")
    await expect(first.locator(".others")).to_contain_text("Zhao Min")
    await second.keyboard.press("Escape")
    await expect(first.locator(".others")).to_have_count(0)


async def test_the_keys_work(served: Served) -> None:
    first = await waits(served.room.store, "甲", "一")
    second = await waits(served.room.store, "乙", "二")
    page = await served.open()
    await expect(page.locator(".row")).to_have_count(2)
    await page.keyboard.press("j")
    await expect(page.locator(f"[data-id='{first}']")).to_have_attribute("aria-current", "true")
    await page.keyboard.press("j")
    await expect(page.locator(f"[data-id='{second}']")).to_have_attribute("aria-current", "true")
    await expect(page.locator("#answer")).to_be_visible()
    await page.keyboard.press("r")
    await expect(page.locator("#answer")).to_be_focused()
    await page.keyboard.type("好的")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".said-by-staff .bubble")).to_have_text("好的")


async def test_on_a_phone_it_is_one_thing_at_a_time(served: Served) -> None:
    held = await waits(served.room.store, "王小明", "我的包裹呢")
    page = await served.open(size=PHONE, language="zh-CN")
    await expect(page.locator(".talk")).to_be_hidden()
    await page.locator(f"[data-id='{held}']").click()
    await expect(page.locator(".list")).to_be_hidden()
    await page.get_by_role("button", name="客户资料").click()
    await expect(page.locator(".side")).to_contain_text("C-王小明")
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
    await page.get_by_role("button", name="关闭").click()
    await page.get_by_role("button", name="返回").click()
    await expect(page.locator(".list")).to_be_visible()
    assert served.complaints == []
