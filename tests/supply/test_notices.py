"""What a supplier reads."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.rules.reorder import LeadTime, Outlook, Proposal, Terms
from bot.supply.needs import Need
from bot.supply.notices import Request, address, request_facts, restock_message, subject, table
from knowledge.records import Channel, Product, Sku, Supplier, SupplierOffer
from models.acts import ACTS
from tests.supply.shop import ZONE, FakeWording


def need(code: str, quantity: int, supplier_sku: str = "") -> Need:
    offer = SupplierOffer(supplier_id=1, sku_id=1, unit_price_minor=4321, supplier_sku=supplier_sku)
    found = Proposal(1, 0, 2, quantity, Terms(), Outlook.steady(1, 1), LeadTime(7, 1))
    product = Product(code=code, name_zh="陶瓷保温杯", name_en="Ceramic Travel Mug")
    sku = Sku(
        code=code, product_id=1, variant_zh="海蓝", variant_en="Ocean\nBlue", price_minor=12900
    )
    return Need(sku, product, offer, Supplier(code="JADE", name="Jade"), found)


def request(*needs: Need, language: str = "en", shop_name: str = "Xiaoer Shop") -> Request:
    supplier = Supplier(code="JADE", name="Jade", email="orders@jade.example", language=language)
    day = datetime(2026, 12, 10, 23, 59, tzinfo=ZONE)
    return Request("PO2611230007", supplier, needs, day, shop_name)


def test_the_table_names_every_item_in_the_supplier_s_language() -> None:
    wanted = need("CUP-01-BL", 1200, "J-77"), need("CUP-01-WH", 80)
    assert table(request(*wanted)) == (
        "Purchase order PO2611230007:\n"
        "1. Ceramic Travel Mug Ocean Blue | item code J-77 | 1,200 pieces\n"
        "2. Ceramic Travel Mug Ocean Blue | item code CUP-01-WH | 80 pieces\n"
        "Needed by Thursday, 10 December 2026\n"
        "Xiaoer Shop"
    )
    assert table(request(*wanted, language="zh", shop_name="小二商店")) == (
        "采购单 PO2611230007：\n"
        "1. 陶瓷保温杯 海蓝 | 货号 J-77 | 1200 件\n"
        "2. 陶瓷保温杯 海蓝 | 货号 CUP-01-WH | 80 件\n"
        "需要时间：2026年12月10日（周四）前\n"
        "小二商店"
    )


def test_the_opening_speaks_of_one_item_or_of_all_of_them() -> None:
    one = request_facts(request(need("A", 80)))
    assert (one["product"], one["quantity"], one["sku"]) == (
        "Ceramic Travel Mug Ocean Blue",
        "80",
        "A",
    )
    three = request_facts(request(need("A", 80), need("B", 20), need("C", 1), language="zh"))
    assert (three["product"], three["quantity"]) == ("陶瓷保温杯 海蓝等3种商品", "101")
    assert "sku" not in three
    two = request_facts(request(need("A", 80), need("B", 20)))
    assert two["product"] == "Ceramic Travel Mug Ocean Blue and 1 other item"


def test_every_slot_that_the_act_must_have_is_filled_and_no_other() -> None:
    act, known = ACTS["restock_request"], request_facts(request(need("A", 80)))
    assert act.must <= known.keys() <= act.must | act.may


def test_subjects_say_the_number_in_one_line() -> None:
    assert subject(request(need("A", 1))) == "Purchase order PO2611230007 from Xiaoer Shop"
    broken = request(need("A", 1), language="zh-CN", shop_name="小二\r\nBcc: x@y.example")
    assert subject(broken) == "【小二 Bcc: x@y.example】采购单 PO2611230007"


async def test_no_price_is_named() -> None:
    message = await restock_message(request(need("A", 80)), FakeWording())
    assert "43" not in message.text
    assert message.data == {"subject": "Purchase order PO2611230007 from Xiaoer Shop"}


async def test_a_supplier_without_an_address_cannot_be_written_to() -> None:
    silent = Request("PO1", Supplier(code="X", name="X"), (need("A", 1),), datetime.now(ZONE), "S")
    assert address(silent.supplier) is None
    with pytest.raises(ValueError, match="has no address"):
        await restock_message(silent, FakeWording())


def test_telegram_is_used_instead_of_mail() -> None:
    both = Supplier(code="X", name="X", email="a@b.example", telegram_chat="7")
    assert address(both) == (Channel.TELEGRAM, "7")
