"""Changing what is proposed before agreeing to it, in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from sqlmodel import select

from knowledge.records import Action, ActionKind, ActionState, Order, OrderStatus, utcnow
from knowledge.store import Store
from tests.console.room.conftest import DESKTOP, PHONE, Served, waits

pytestmark = pytest.mark.slow

OLD, NEW = "杭州市西湖区文三路398号", "杭州市西湖区文一西路200号"


async def address_asked(store: Store) -> int:
    held = await waits(store, "王小明", "改一下地址")
    async with store.writing() as unit:
        order = Order(
            number="XE2611230042",
            customer_id=1,
            status=OrderStatus.PREPARING,
            placed_at=utcnow(),
            total_minor=12_900,
            address="北京市朝阳区建国路1号",
        )
        unit.add(order)
        await unit.flush()
        action = Action(
            kind=ActionKind.CHANGE_ADDRESS,
            state=ActionState.WAITING,
            idempotency_key="1:change_address",
            account_id=1,
            conversation_id=held,
            order_id=order.key,
            details={"address": OLD},
            risks=["always"],
            confirmed_at=utcnow(),
        )
        unit.add(action)
        await unit.flush()
        return action.key


@pytest.mark.parametrize(
    ("language", "size", "change", "address", "look", "agree"),
    [
        ("en-US", DESKTOP, "Change first", "Address", "Show what it becomes", "Agree as changed"),
        ("zh-CN", PHONE, "改一改再核准", "收货地址", "看看改后的内容", "按修改后的核准"),
    ],
)
async def test_an_address_is_put_right_before_it_is_agreed_to(
    served: Served,
    language: str,
    size: tuple[int, int],
    change: str,
    address: str,
    look: str,
    agree: str,
) -> None:
    await address_asked(served.room.store)
    page = await served.open(place="/approvals", language=language, size=size)
    await page.get_by_role("button", name=change).click()
    field = page.get_by_label(address, exact=True)
    await expect(field).to_be_focused()
    await field.fill("杭州")
    await page.get_by_role("button", name=look).click()
    await expect(page.locator(".record-form .error")).to_be_visible()
    await expect(field).to_have_value("杭州")
    await field.fill(NEW)
    await page.get_by_role("button", name=look).click()
    await expect(page.locator(".weighed")).to_contain_text(NEW)
    await page.get_by_role("button", name=agree).click()
    await expect(page.locator(".approval")).to_have_count(0)
    async with served.room.store.reading() as unit:
        assert (await unit.exec(select(Order))).one().address == NEW
    assert served.complaints == []


async def test_one_comes_to_it_from_the_conversation(served: Served) -> None:
    key = await address_asked(served.room.store)
    page = await served.open()
    await page.locator("[data-id]").first.click()
    await page.get_by_role("link", name="Change first").click()
    await page.wait_for_url(f"**/approvals?action={key}")
    await expect(page.get_by_label("Address", exact=True)).to_have_value(OLD)
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("button", name="Change first")).to_be_focused()
    assert served.complaints == []
