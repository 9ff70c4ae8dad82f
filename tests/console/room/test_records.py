"""The records page in a real browser: finding, looking, changing, and who may not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlmodel import select

from bot.console.accounts import add_staff
from knowledge.records import (
    Article,
    AuditEntry,
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Role,
    Shipment,
    Sku,
    StockLevel,
    StockMovement,
    Supplier,
    SupplierOffer,
    TrackingStatus,
)
from knowledge.store import Store, Unit
from tests.console.conftest import HOSTILE, PASSWORD
from tests.console.room.conftest import PHONE, Served

pytestmark = pytest.mark.slow


async def _shop(store: Store) -> None:
    """A customer with a shipped order of a mug, which a supplier offers."""
    async with store.writing() as unit:
        await _stock(unit)


async def _stock(unit: Unit) -> None:
    customer = Customer(reference="C0007", name=f"王小明{HOSTILE}", phone="+8613812345678")
    mug = Product(code="MUG", name_zh="马克杯", name_en="Mug", terms="马克 mug")
    supplier = Supplier(code="S1", name="景德镇窑", email="kiln@example.com")
    unit.add_all([customer, mug, supplier])
    await unit.flush()
    sku = Sku(code="MUG-W", product_id=mug.key, variant_en="white", price_minor=5900)
    order = Order(
        number="XE2611230042",
        customer_id=customer.key,
        status=OrderStatus.SHIPPED,
        placed_at=datetime(2026, 11, 20, tzinfo=UTC),
        total_minor=11_800,
    )
    unit.add_all([sku, order])
    await unit.flush()
    unit.add_all(
        [
            StockLevel(sku_id=sku.key, on_hand=12, reserved=2),
            OrderLine(order_id=order.key, sku_id=sku.key, quantity=2, unit_price_minor=5900),
            SupplierOffer(supplier_id=supplier.key, sku_id=sku.key, unit_price_minor=2100),
            Shipment(
                order_id=order.key,
                carrier="sf",
                tracking_number="SF1234567",
                status=TrackingStatus.IN_TRANSIT,
            ),
        ]
    )


async def _at(served: Served, username: str, tab: str, **browser: Any) -> Page:
    page = await served.open(username, **browser)
    await page.wait_for_url("**/console/")
    await page.goto(f"{served.address}/console/records?tab={tab}")
    return page


async def _opened(served: Served, tab: str, row: str, username: str = "lead") -> Page:
    await _shop(served.room.store)
    await add_staff(served.room.store, "lead", "Zhang Min", Role.SUPERVISOR, PASSWORD)
    page = await _at(served, username, tab)
    await page.locator("td").get_by_role("button", name=row).click()
    return page


async def test_from_a_customer_to_the_order_its_goods_and_their_supplier(served: Served) -> None:
    page = await _opened(served, "customers", "王小明", "agent")
    side = page.locator(".record")
    await expect(side.locator("h2")).to_have_text(f"王小明{HOSTILE}")
    await side.get_by_role("button", name="XE2611230042").click()
    await expect(side).to_contain_text("SF Express SF1234567")
    await side.get_by_role("button", name="Mug").click()
    await expect(side).to_contain_text("12 on hand, 2 reserved, 10 available")
    await side.get_by_role("button", name="景德镇窑").click()
    await expect(side).to_contain_text("kiln@example.com")
    # An agent looks and changes nothing; whose data was seen is written down.
    await expect(side.get_by_role("button", name="Change")).to_have_count(0)
    seen = {action for action, _ in await served.room.audit()}
    assert {"view_customer", "view_order"} <= seen
    assert served.complaints == []


async def test_a_search_is_found_in_the_database(served: Served) -> None:
    await _shop(served.room.store)
    page = await _at(served, "agent", "orders")
    await page.get_by_role("searchbox").fill("XE9")
    await expect(page.locator(".empty")).to_be_visible()
    await page.get_by_role("searchbox").fill("SF1234567")
    await expect(page.locator("tbody tr")).to_have_count(1)


async def test_what_cannot_be_kept_is_said_beside_it_and_stays(served: Served) -> None:
    page = await _opened(served, "customers", "王小明")
    await page.get_by_role("button", name="Change customer").click()
    await page.get_by_label("Phone", exact=True).fill("nobody")
    await page.get_by_label("Level", exact=True).fill("gold")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".record-field", has_text="Phone")).to_contain_text("usable form")
    await expect(page.get_by_label("Level", exact=True)).to_have_value("gold")
    await page.get_by_label("Phone", exact=True).fill("138 1234 0000")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".record dl")).to_contain_text("+8613812340000")
    async with served.room.store.reading() as unit:
        kept = (await unit.exec(select(Customer))).one()
    assert (kept.phone, kept.level) == ("+8613812340000", "gold")


async def test_a_change_made_meanwhile_is_shown_and_nothing_typed_is_lost(served: Served) -> None:
    page = await _opened(served, "suppliers", "景德镇窑")
    await page.get_by_role("button", name="Change supplier").click()
    await page.get_by_label("Name", exact=True).fill("景德镇新窑")
    async with served.room.store.writing() as unit:
        supplier = (await unit.exec(select(Supplier))).one()
        supplier.name, supplier.language = "景德镇老窑", "en"
        unit.add(supplier)
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".record-form")).to_contain_text("Now it says: 景德镇老窑")
    await expect(page.get_by_label("Name", exact=True)).to_have_value("景德镇新窑")
    await expect(page.get_by_label("Language", exact=True)).to_have_value("en")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".record h2")).to_have_text("景德镇新窑")


async def test_a_price_and_a_count_are_kept(served: Served) -> None:
    page = await _opened(served, "goods", "MUG-W")
    await page.get_by_role("button", name="Change price").click()
    await page.get_by_label("Price, such as").fill("many")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".record-form")).to_contain_text("Give an amount")
    await page.get_by_label("Price, such as").fill("64.5")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".record")).to_contain_text("¥64.50")
    await page.get_by_role("button", name="Correct stock").click()
    await page.get_by_label("Pieces on hand").fill("9")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".record")).to_contain_text("9 on hand")
    async with served.room.store.reading() as unit:
        moved = (await unit.exec(select(StockMovement))).one()
        changes = (await unit.exec(select(AuditEntry.action))).all()
    assert moved.quantity == -3
    assert {"change_sku", "correct_stock"} <= set(changes)
    assert served.complaints == []


async def test_an_article_is_written_in_both_languages_and_removed(served: Served) -> None:
    page = await _at(served, "boss", "articles")
    await page.get_by_role("button", name="New article").click()
    await page.get_by_label("Title", exact=True).fill("Do you wrap gifts?")
    await page.get_by_label("Questions, one a line").fill("gift wrap?\ncan you wrap it")
    await page.get_by_label("Text", exact=True).fill("Yes, **free** of charge.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".record-field", has_text="Text")).to_contain_text("plain text")
    await page.get_by_label("Text", exact=True).fill("Yes, free of charge.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".record h2")).to_contain_text("Do you wrap gifts?")
    await page.get_by_role("button", name="Write it in the other language").click()
    await page.get_by_label("Title", exact=True).fill("可以包装礼物吗？")
    await page.get_by_label("Questions, one a line").fill("能包装吗")
    await page.get_by_label("Text", exact=True).fill("可以，免费包装。")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("tbody tr")).to_have_count(2)
    await expect(page.locator(".record h2")).to_contain_text("可以包装礼物吗？")
    await page.get_by_role("button", name="Remove article").click()
    await page.get_by_role("button", name="Yes, remove it").click()
    await expect(page.locator("tbody tr")).to_have_count(1)
    async with served.room.store.reading() as unit:
        left = (await unit.exec(select(Article))).all()
    assert [one.language for one in left] == ["en"]
    assert served.complaints == []


async def test_an_agent_is_refused_whatever_the_page_sends(served: Served) -> None:
    page = await _opened(served, "suppliers", "景德镇窑", "agent")
    await expect(page.locator(".record h2")).to_have_text("景德镇窑")
    # What the page asks by itself is changed on its way out.
    instead = """name => {
      const emit = window.original ??= window.socket.emit.bind(window.socket);
      const asked = {name, what: 'supplier', id: 1, before: {}, after: {name: 'mine'}};
      window.socket.emit = (kind, frame) => {
        const was = frame.args[0];
        emit(kind, {...frame, args: [typeof was === 'string' ? JSON.stringify(asked) : asked]});
      };
    }"""
    for name in ("save", "save_article", "remove_article"):
        await page.evaluate(instead, name)
        await page.locator("td").get_by_role("button", name="景德镇窑").click()
    await expect(page.locator(".toast.problem")).to_have_count(3)
    await expect(page.locator(".toast.problem").last).to_contain_text("does not allow")
    async with served.room.store.reading() as unit:
        assert (await unit.exec(select(Supplier.name))).one() == "景德镇窑"


async def test_on_a_phone_the_record_stands_instead_of_its_table(served: Served) -> None:
    await _shop(served.room.store)
    page = await _at(served, "agent", "customers", size=PHONE, language="zh-CN")
    await page.locator("td").get_by_role("button", name="王小明").click()
    await expect(page.locator(".record h2")).to_contain_text("王小明")
    await expect(page.locator(".records-table")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    await page.get_by_role("button", name="返回列表").click()
    await expect(page.locator(".records-table")).to_be_visible()
    assert served.complaints == []
