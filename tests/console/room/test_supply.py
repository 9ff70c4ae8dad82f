"""The Supply page in a real browser: what waits this morning, and how the shelves stand."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from sqlmodel import select

from knowledge.records import (
    AuditEntry,
    Channel,
    ChannelAccount,
    Customer,
    DelayNotice,
    DelayNoticeState,
    Forecast,
    Order,
    OrderStatus,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    Supplier,
    utcnow,
)
from knowledge.store import Store
from tests.console.room.conftest import DESKTOP, PHONE, Served
from tests.supply.shop import ZONE, add_offer, add_sku, add_supplier

pytestmark = pytest.mark.slow

HOSTILE = "<img src=x onerror=alert(1)>{{ 1 }}"
PO = "PO2611230001"


async def proposal(store: Store) -> None:
    """A proposal of 80 cups in packs of 20, at 49.00."""
    supplier, sku = await add_supplier(store), await add_sku(store)
    await add_offer(store, supplier, sku, price=4900)
    await _ordered(store, supplier, sku, PO, PurchaseOrderStatus.PROPOSED)


async def _ordered(
    store: Store, supplier: Supplier, sku: Sku, number: str, status: PurchaseOrderStatus
) -> PurchaseOrder:
    order = PurchaseOrder(
        number=number,
        supplier_id=supplier.key,
        status=status,
        requested_at=utcnow(),
        expected_at=utcnow() + timedelta(days=12),
        reason=f"{sku.code}: 库存还能卖5天{HOSTILE}。 / 5 days of stock left {HOSTILE}.",
    )
    async with store.writing() as unit:
        unit.add(order)
        await unit.flush()
        unit.add(
            PurchaseOrderLine(
                purchase_order_id=order.key, sku_id=sku.key, quantity=80, unit_price_minor=4900
            )
        )
    return order


async def drafts(store: Store, count: int) -> None:
    """Customers who are to be told of a delay."""
    supplier = await add_supplier(store, "LATE")
    sku = await add_sku(store, "POT-01")
    late = await _ordered(store, supplier, sku, "PO2611010001", PurchaseOrderStatus.CONFIRMED)
    for at in range(count):
        async with store.writing() as unit:
            customer = Customer(reference=f"C{at}", name="王小明")
            unit.add(customer)
            await unit.flush()
            account = ChannelAccount(
                channel=Channel.WEB, external_id=f"late-{at}", customer_id=customer.key
            )
            order = Order(
                number=f"XE261120000{at}",
                customer_id=customer.key,
                status=OrderStatus.PREPARING,
                placed_at=utcnow(),
                total_minor=100,
            )
            unit.add_all([account, order])
            await unit.flush()
            unit.add(
                DelayNotice(
                    purchase_order_id=late.key,
                    order_id=order.key,
                    account_id=account.key,
                    expected_at=utcnow() + timedelta(days=12),
                    text=f"您的订单会晚几天。{HOSTILE}",
                    state=DelayNoticeState.DRAFT,
                )
            )


async def supply(
    served: Served,
    tab: str = "morning",
    *,
    size: tuple[int, int] = DESKTOP,
    language: str = "en-US",
) -> Page:
    page = await served.open("boss", size=size, language=language)
    await page.locator(".list").wait_for()
    await page.goto(f"{served.address}/console/supply?tab={tab}")
    await page.locator("#tab").wait_for()
    return page


async def _status(store: Store, number: str) -> PurchaseOrderStatus:
    async with store.reading() as unit:
        wanted = select(PurchaseOrder.status).where(PurchaseOrder.number == number)
        return PurchaseOrderStatus((await unit.exec(wanted)).one())


async def test_an_order_is_changed_and_sent_and_a_refusal_keeps_what_was_typed(
    served: Served,
) -> None:
    store = served.room.store
    await proposal(store)
    page = await supply(served)
    card = page.locator(f"[data-order={PO}]")
    await expect(card).to_contain_text(f"5 days of stock left {HOSTILE}")
    await expect(card).not_to_contain_text("还能卖")
    await expect(card).to_contain_text("¥3,920.00")

    await card.get_by_role("button", name="Change quantities").click()
    pieces = card.get_by_label("Pieces")
    await pieces.fill("70")
    await card.get_by_role("button", name="Keep these quantities").click()
    await expect(card.get_by_role("alert")).to_contain_text("60 or 80 would be")
    await expect(pieces).to_have_value("70")
    await pieces.fill("")
    await card.get_by_role("button", name="Keep these quantities").click()
    await expect(page.locator("#problem")).to_contain_text("whole numbers")
    await pieces.fill("100")
    await card.get_by_role("button", name="Keep these quantities").click()
    await expect(card).to_contain_text("¥4,900.00")
    await card.get_by_role("button", name="Approve and send").click()
    await expect(page.get_by_text("No order waits for you.")).to_be_visible()
    sent = page.locator(f"[data-sent={PO}]")
    await expect(sent).to_contain_text(f"5 days of stock left {HOSTILE}")
    await expect(sent).to_contain_text("¥4,900.00")
    assert await _status(store, PO) is PurchaseOrderStatus.REQUESTED
    actions = [action for action, _ in await served.room.audit()]
    assert actions[-2:] == ["change_purchase", "approve_purchase"]
    assert served.complaints == []


async def test_what_a_colleague_decided_meanwhile_is_said_and_goes(served: Served) -> None:
    store = served.room.store
    await proposal(store)
    page = await supply(served, size=PHONE, language="zh-CN")
    card = page.locator(f"[data-order={PO}]")
    await expect(card).to_contain_text("库存还能卖5天")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    await served.room.app.state.parts.supply.proposed.drop(1, PO)
    await card.get_by_role("button", name="同意并发给供应商").click()
    await expect(page.get_by_text("没有待同意的采购单。")).to_be_visible()
    await expect(page.locator("#problem")).to_contain_text("已经有人处理了")
    assert await _status(store, PO) is PurchaseOrderStatus.CANCELLED
    assert served.complaints == []


async def test_several_notices_are_settled_with_one_tap(served: Served) -> None:
    store = served.room.store
    await drafts(store, 3)
    page = await supply(served)
    await expect(page.locator("[data-notice]")).to_have_count(3)
    await expect(page.locator("[data-notice]").first).to_contain_text(HOSTILE)
    await page.get_by_label("XE2611200000").check()
    await page.get_by_label("XE2611200001").check()
    await page.get_by_role("button", name="Do not tell the 2 ticked").click()
    await expect(page.get_by_text("2 not to be told")).to_be_visible()
    await expect(page.locator("[data-notice]")).to_have_count(1)
    async with store.reading() as unit:
        states = (await unit.exec(select(DelayNotice.state))).all()
        looked = (await unit.exec(select(AuditEntry.action))).all()
    assert sorted(states) == ["draft", "dropped", "dropped"]
    assert looked.count("view_delay_notices") == 1
    assert served.complaints == []


async def test_the_shelves_by_what_runs_out_first_and_an_items_days(
    served: Served, tmp_path: Path
) -> None:
    store = served.room.store
    await add_sku(store, "SLOW-01", on_hand=500, sold_a_day=1)
    sku = await add_sku(store, "FAST-01", on_hand=12, sold_a_day=4)
    supplier, requested = await add_supplier(store), PurchaseOrderStatus.REQUESTED
    await _ordered(store, supplier, sku, PO, requested)
    await _ordered(store, supplier, sku, "PO2", requested)
    async with store.writing() as unit:
        unit.add(_forecast(sku))
    page = await supply(served, "stock")
    rows = page.locator("tbody tr")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("FAST-01")
    await expect(rows.first).to_contain_text(re.compile(r"80 · 20\S+; 80 · 20"))
    await rows.first.get_by_role("button").click()
    chart = page.get_by_role("img", name="FAST-01")
    await expect(chart.locator("canvas").first).to_be_visible()
    await expect(page.locator(".stock-facts")).to_contain_text(f"80 ({PO}, 20")
    await expect(page.locator(".stock-facts")).to_contain_text("; 80 (PO2, 20")
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="Save as CSV").click()
    await (await kept.value).save_as(tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith('"Day","Sold","Expected sales"')
    assert len(lines) == 1 + 182 + 92 and ",4,2,7," in lines[183]
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="Save as PNG").click()
    await (await kept.value).save_as(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    await page.get_by_label("Find by code or name").fill("slow")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("SLOW-01")
    assert served.complaints == []


def _forecast(sku: Sku) -> Forecast:
    """4 pieces a day, between 2 and 7."""
    return Forecast(
        sku_id=sku.key,
        made_at=utcnow(),
        first_day=utcnow().astimezone(ZONE).date() - timedelta(days=1),
        model="ets",
        error=0.82,
        mean=[4.0] * 92,
        low=[2.0] * 92,
        high=[7.0] * 92,
        spread=[2.0] * 92,
    )


async def test_an_agent_may_not_look(served: Served) -> None:
    await proposal(served.room.store)
    page = await served.open("agent")
    await page.locator(".list").wait_for()
    await expect(page.get_by_role("link", name="Supply")).to_have_count(0)
    answer = await page.goto(f"{served.address}/console/supply")
    assert answer is not None and answer.status == 403
    await expect(page.get_by_text("Your role does not allow this.")).to_be_visible()
