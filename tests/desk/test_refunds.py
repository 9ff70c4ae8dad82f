"""Where a customer's money is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from knowledge.records import Customer, HandoverReason, Order, RefundStatus
from models.values import Intent
from tests.fakes import NOW, Desk, Said, local

_FRIDAY, _LAST_FRIDAY = local(date(2026, 11, 27)), local(date(2026, 11, 20))


@pytest.fixture
async def anna(desk: Desk) -> Customer:
    customer = await desk.shop.customer()
    await desk.identify("anna", customer)
    return customer


@pytest.fixture
async def order(desk: Desk, anna: Customer) -> Order:
    return await desk.shop.order(anna, number="XE2611230001")


async def _asked(desk: Desk, order: Order, status: RefundStatus, **known: Any) -> tuple[Said, Said]:
    """The answers in both languages about a refund."""
    await desk.shop.refund(order, status, **known)
    return await desk.ask("anna", "我的退款呢"), await desk.ask("anna", "Where is my refund?")


async def test_tells_a_pending_refund_with_its_day(desk: Desk, order: Order) -> None:
    zh, en = await _asked(desk, order, RefundStatus.PENDING, due_at=_FRIDAY)
    assert zh.act == en.act == "refund_pending"
    assert "¥129.00" in zh.text and "本周五（11月27日）前" in zh.text
    assert "¥129.00" in en.text and "by Friday, 27 November" in en.text


async def test_still_expects_a_refund_on_its_last_day(desk: Desk, order: Order) -> None:
    zh, _ = await _asked(desk, order, RefundStatus.PENDING, due_at=NOW - timedelta(hours=1))
    assert "今天内" in zh.text
    assert await desk.handover("anna") is None


@pytest.mark.parametrize("due_at", [None, _LAST_FRIDAY])
async def test_brings_a_refund_without_a_day_to_staff_and_says_so(
    desk: Desk, order: Order, due_at: Any
) -> None:
    await desk.shop.refund(order, due_at=due_at)
    reply = await desk.ask("anna", "我的退款呢")
    assert reply.act == "refund_pending+handover_open"
    assert "11月20日" not in reply.text
    handover = await desk.handover("anna")
    assert handover is not None and handover.reason is HandoverReason.NEEDS_ACTION


async def test_tells_a_paid_refund_with_its_day(desk: Desk, order: Order) -> None:
    zh, en = await _asked(desk, order, RefundStatus.PAID, paid_at=NOW - timedelta(days=1))
    assert zh.act == "refund_paid" and "昨天" in zh.text
    assert en.act == "refund_paid" and "yesterday" in en.text


async def test_lets_staff_explain_a_refusal(desk: Desk, order: Order) -> None:
    await desk.shop.refund(order, RefundStatus.REFUSED)
    reply = await desk.ask("anna", "我的退款呢")
    assert reply.act == "refund_refused"
    assert "¥" not in reply.text
    assert await desk.handover("anna") is not None


async def test_says_that_there_is_none(desk: Desk, order: Order) -> None:
    assert (await desk.ask("anna", "我的退款呢")).act == "refund_none"


async def _mug_and_umbrella(desk: Desk, anna: Customer) -> None:
    """Two orders with refunds: an older one on the mug, a newer one on the umbrella."""
    for at, name in enumerate(("保温杯", "雨伞"), start=1):
        product = await desk.shop.product(name, f"Thing {'ab'[at - 1]}")
        order = await desk.shop.order(anna, (product, 1), number=f"XE261123000{at}")
        await desk.shop.shipment(order, tracking_number=f"SF000000000000{at}")
        await desk.shop.refund(
            order,
            due_at=_FRIDAY,
            amount_minor=at * 100,
            requested_at=NOW - timedelta(days=3 - at),
        )


async def test_tells_the_newest_of_several_with_its_order(desk: Desk, anna: Customer) -> None:
    await _mug_and_umbrella(desk, anna)
    reply = await desk.ask("anna", "我的退款呢")
    assert "¥2.00" in reply.text and "XE2611230002" in reply.text


@pytest.mark.parametrize(
    "text", ["XE2611230001 的退款呢", "SF0000000000001 的退款呢", "保温杯的退款呢"]
)
async def test_tells_the_refund_on_the_order_named(desk: Desk, anna: Customer, text: str) -> None:
    await _mug_and_umbrella(desk, anna)
    if "保温杯" in text:
        desk.mind.hears(text, Intent.REFUND_STATUS, product="保温杯")
    assert "¥1.00" in (await desk.ask("anna", text)).text


async def test_tells_a_refund_once_the_order_is_proven(desk: Desk, order: Order) -> None:
    await desk.shop.refund(order, due_at=_FRIDAY)
    await desk.ask("bert", "Where is my refund?")
    assert "¥129.00" in (await desk.ask("bert", "XE2611230001, phone ends in 4821")).text
