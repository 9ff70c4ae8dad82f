"""/privacy: what is kept, a copy of it, and the question before it is deleted."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.privacy.talk import text
from knowledge.records import (
    Attachment,
    Invoice,
    InvoiceStatus,
    Message,
    OrderGrant,
    OutboxItem,
    Payment,
    PaymentStatus,
    ReturnCase,
    ReturnStatus,
    StockWatch,
)
from models.values import Language
from tests.fakes import Desk, Shop

_NUMBER = "XE2611230042"


@pytest.fixture
async def bought(shop: Shop) -> None:
    """A customer with an order that has everything an order can have."""
    await everything_bought(shop)


async def everything_bought(shop: Shop) -> None:
    customer = await shop.customer("李雷", "+8613900007777", email="lilei@example.com")
    order = await shop.order(
        customer, (await shop.product(), 2), number=_NUMBER, address="杭州市文三路8号"
    )
    await shop.scan(await shop.shipment(order, tracking_number="SF1234567890123"))
    await shop.refund(order, amount_minor=500, reason="晚到")
    await shop.add(
        Payment(order_id=order.key, method="wechat", amount_minor=12_900, status=PaymentStatus.PAID)
    )
    await shop.add(
        ReturnCase(
            order_id=order.key,
            number="R2611230001",
            status=ReturnStatus.OPEN,
            opened_at=shop.clock.now,
        )
    )
    await shop.add(Invoice(order_id=order.key, title="李雷", status=InvoiceStatus.ISSUED))


async def _export(desk: Desk, account: str) -> dict[str, Any]:
    """Ask for the copy; what it holds."""
    assert (await desk.press(account, "privacy:export")).act == "data_exported"
    (*_, item) = await desk.records(OutboxItem, OutboxItem.destination == account)
    found = json.loads(item.data["document"]["content"])
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("language", Language)
async def test_says_what_is_kept_and_offers_both(desk: Desk, language: Language) -> None:
    await desk.press("anna", f"language:{language}")
    told = await desk.command("anna", "privacy")
    assert told.act == "privacy"
    assert text("kept", language) in told.text
    assert list(told.buttons.values()) == ["privacy:export", "privacy:delete"]


async def test_the_copy_holds_everything_of_a_proven_customer(desk: Desk, bought: None) -> None:
    await desk.share_contact("li", "+8613900007777")
    await desk.ask("li", "我的快递到哪了")
    copy = await _export(desk, "li")
    assert (copy["account"]["external_id"], copy["customer"]["name"]) == ("li", "李雷")
    (order,) = copy["orders"]
    assert (order["number"], order["address"]) == (_NUMBER, "杭州市文三路8号")
    assert order["lines"][0]["quantity"] == 2
    assert order["parcels"][0]["tracking_number"] == "SF1234567890123"
    assert order["parcels"][0]["events"][0]["location_zh"] == "杭州转运中心"
    assert [order[kind][0]["amount_minor"] for kind in ("payments", "refunds")] == [12_900, 500]
    assert order["returns"][0]["number"] == "R2611230001"
    assert order["invoices"][0]["title"] == "李雷"
    assert [one["author"] for one in copy["messages"]][:4] == ["customer", "bot"] * 2
    assert copy["messages"][2]["text"] == "我的快递到哪了"
    assert copy["identity_attempts"][0]["succeeded"]


async def test_the_copy_names_files_ratings_watches_and_edits(desk: Desk) -> None:
    received = await desk.receive("anna", "看图", data={"n": 1}, external_id="m1")
    await desk.answer_all(received.conversation_id)
    await desk.receive("anna", "看这张图", external_id="m1", edited_at=desk.clock())
    await desk.shop.add(
        Attachment(message_id=received.message_id, kind="photo", name="a.jpg", content=b"\xff")
    )
    await desk.shop.add(
        StockWatch(
            account_id=(await desk.account("anna")).key,
            product_id=(await desk.shop.product()).key,
            asked_at=desk.clock(),
        )
    )
    copy = await _export(desk, "anna")
    assert copy["messages"][0]["edits"][0]["text"] == "看这张图"
    assert copy["messages"][0]["files"][0]["name"] == "a.jpg"
    assert copy["watches"][0]["product"] == "陶瓷保温杯"
    assert (copy["customer"], copy["orders"]) == (None, [])


async def test_the_copy_tells_a_stranger_nothing_of_others(desk: Desk, bought: None) -> None:
    await desk.share_contact("li", "+8613900007777")
    await desk.ask("eve", "你好")
    copy = json.dumps(await _export(desk, "eve"), ensure_ascii=False)
    for fact in ("李雷", _NUMBER, "文三路", "SF1234567890123", "+8613900007777", "lilei"):
        assert fact not in copy


async def test_an_order_proven_singly_is_named_and_not_shown(desk: Desk, bought: None) -> None:
    await desk.ask("eve", f"{_NUMBER} 到哪了")
    await desk.ask("eve", "7777")
    assert len(await desk.records(OrderGrant)) == 1
    copy = await _export(desk, "eve")
    assert copy["orders_proven_singly"][0]["number"] == _NUMBER
    assert copy["orders"] == [] and "文三路" not in json.dumps(copy, ensure_ascii=False)


async def test_a_second_copy_does_not_contain_the_first(desk: Desk) -> None:
    await desk.ask("anna", "你好")
    await _export(desk, "anna")
    copy = await _export(desk, "anna")
    assert all("content" not in one["data"].get("document", {}) for one in copy["messages"])
    assert all("content" not in one.data.get("document", {}) for one in await desk.records(Message))


async def test_asks_before_deleting_and_says_what_stays(desk: Desk) -> None:
    await desk.ask("anna", "hello")
    asked = await desk.press("anna", "privacy:delete")
    assert (asked.act, text("deletion", Language.EN) in asked.text) == ("confirm_deletion", True)
    assert list(asked.buttons.values()) == ["privacy:erase", "privacy:keep"]


@pytest.mark.parametrize("answer", ["不用了", "no"])
async def test_a_no_keeps_everything(desk: Desk, answer: str) -> None:
    await desk.ask("anna", "你好")
    await desk.press("anna", "privacy:delete")
    assert (await desk.ask("anna", answer)).act == "action_dropped"
    assert (await desk.messages("anna"))[0].text == "你好"
    assert (await desk.press("anna", "privacy:erase")).act == "action_void"


async def test_the_button_keeps_everything_too(desk: Desk) -> None:
    await desk.ask("anna", "你好")
    await desk.press("anna", "privacy:delete")
    assert (await desk.press("anna", "privacy:keep")).act == "action_dropped"
    assert (await desk.messages("anna"))[0].text == "你好"


@pytest.mark.parametrize("action", ["privacy:erase", "privacy:keep", "privacy:", "privacy:all"])
async def test_a_button_that_was_not_offered_does_nothing(desk: Desk, action: str) -> None:
    await desk.ask("anna", "你好")
    assert (await desk.press("anna", action)).act == "action_void"
    assert (await desk.messages("anna"))[0].text == "你好"


async def test_an_old_yes_deletes_nothing(desk: Desk) -> None:
    await desk.ask("anna", "你好")
    await desk.press("anna", "privacy:delete")
    desk.clock.now += timedelta(minutes=61)
    assert (await desk.press("anna", "privacy:erase")).act == "action_void"
    assert (await desk.messages("anna"))[0].text == "你好"


async def test_a_question_in_between_is_answered(desk: Desk) -> None:
    await desk.press("anna", "privacy:delete")
    assert (await desk.ask("anna", "我的快递到哪了")).act == "ask_identity"
    assert (await desk.press("anna", "privacy:erase")).act == "action_void"


async def test_yes_in_words_deletes(desk: Desk) -> None:
    await desk.ask("anna", "你好")
    await desk.press("anna", "privacy:delete")
    assert (await desk.ask("anna", "确认")).act == "data_deleted"
    assert (await desk.messages("anna"))[0].text == ""
