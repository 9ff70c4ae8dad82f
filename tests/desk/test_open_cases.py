"""Whoever comes back days later is told what is open with them."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.queries import orders
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    CaseKind,
    Customer,
    Order,
    OrderStatus,
    RefundStatus,
    ReturnCase,
    ReturnLine,
    ReturnStatus,
)
from models.values import Intent
from tests.fakes import Desk, Shop


@pytest.fixture
async def anna(desk: Desk, shop: Shop) -> Customer:
    customer = await shop.customer()
    await desk.identify("anna", customer)
    return customer


@pytest.fixture
async def order(shop: Shop, anna: Customer) -> Order:
    product = await shop.product()
    return await shop.order(anna, (product, 2), status=OrderStatus.DELIVERED)


async def _case(shop: Shop, order: Order, number: str = "R2611200007", **known: Any) -> ReturnCase:
    plain: dict[str, Any] = {
        "kind": CaseKind.RETURN,
        "status": ReturnStatus.OPEN,
        "cure": "refund",
        "refund_minor": 12_900,
        "postage": "customer",
        "opened_at": shop.clock.now,
    }
    return await shop.add(ReturnCase(order_id=order.key, number=number, **{**plain, **known}))


async def _later(desk: Desk) -> None:
    """A talk that ended four days ago."""
    await desk.ask("anna", "谢谢")
    desk.clock.move(days=4)


# --- in a new conversation ---


async def test_a_hello_days_later_is_answered_with_the_open_case(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await _case(shop, order)
    await _later(desk)
    reply = await desk.ask("anna", "你好")
    assert reply.act == "greet+article"
    for fact in ("R2611200007", order.number, "还没到", "¥129.00", "7 天内"):
        assert fact in reply.text
    assert (await desk.ask("anna", "你好")).act == "greet"


async def test_the_start_command_is_a_hello(desk: Desk, shop: Shop, order: Order) -> None:
    await _case(shop, order)
    await _later(desk)
    assert (await desk.command("anna", "start")).act == "greet+article"


async def test_a_hello_is_a_hello_where_nothing_is_open(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await _case(shop, order, status=ReturnStatus.CLOSED)
    await _later(desk)
    assert (await desk.ask("anna", "你好")).act == "greet"


@pytest.mark.parametrize(
    "words",
    [
        "有消息了吗",
        "那个怎么样了",
        "any news?",
        "那个呢",
        "有冇進展呀",
        "店家，有结论了没",
        "has anything changed since",
        "I'd like to hear how my return is coming along",
        "我寄回来的那件签收了吗，寄回的包裹到了没",
    ],
)
async def test_a_vague_word_days_later_means_the_open_case(
    desk: Desk, shop: Shop, order: Order, words: str
) -> None:
    await _case(shop, order)
    await _later(desk)
    reply = await desk.ask("anna", words)
    assert (reply.act, "R2611200007" in reply.text) == ("article", True)
    assert (await desk.conversation("anna")).context == {"focus": order.number}


async def test_what_waits_for_staff_to_agree_is_told(desk: Desk, order: Order) -> None:
    await _later(desk)
    account, talk = await desk.account("anna"), await desk.conversation("anna")
    await desk.shop.add(
        Action(
            kind=ActionKind.CANCEL_ORDER,
            state=ActionState.WAITING,
            idempotency_key="1:cancel_order",
            account_id=account.key,
            conversation_id=talk.key,
            order_id=order.key,
        )
    )
    reply = await desk.ask("anna", "有消息了吗")
    assert (
        reply.text == f"您申请的取消订单（订单 {order.number}）还在等同事核准，结果会在这里告诉您。"
    )


# --- which case ---


async def test_a_kind_that_is_named_is_the_case_of_that_kind(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await _case(shop, order)
    await _case(shop, order, "R2611210009", kind=CaseKind.EXCHANGE, cure="exchange")
    reply = await desk.ask("anna", "any update on the exchange?")
    assert "R2611210009" in reply.text and "R2611200007" not in reply.text
    assert "What comes instead leaves once they are here." in reply.text


async def test_a_number_that_is_named_is_that_case(desk: Desk, shop: Shop, order: Order) -> None:
    await _case(shop, order)
    await _case(shop, order, "R2611210009", kind=CaseKind.EXCHANGE)
    assert "R2611210009" not in (await desk.ask("anna", "r2611200007 到哪一步了")).text


async def test_my_return_without_one_begins_a_return(desk: Desk, order: Order) -> None:
    desk.mind.hears("我的退货呢", Intent.RETURN_REQUEST)
    assert (await desk.ask("anna", "我的退货呢")).act.startswith(("ask_", "action_"))


async def test_a_wish_for_another_return_is_no_question_after_the_first(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await _case(shop, order)
    desk.mind.hears("我要退货", Intent.RETURN_REQUEST)
    assert (await desk.ask("anna", "我要退货")).act != "article"


async def test_nobody_is_told_of_another_persons_case(desk: Desk, shop: Shop, order: Order) -> None:
    await _case(shop, order)
    other = await shop.customer("韩梅梅", "+8613900002222")
    await desk.identify("bert", other)
    for words in ("有消息了吗", "我的退货怎么样了", "R2611200007 怎么样了"):
        for account in ("bert", "stranger"):
            assert "R2611200007" not in (await desk.ask(account, words)).text


# --- how it stands ---


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"status": ReturnStatus.RECEIVED}, "寄回的商品已经收到，正在处理。会退款 ¥129.00。"),
        ({"kind": CaseKind.WARRANTY, "cure": "repair", "postage": ""}, "：正在处理。"),
    ],
)
async def test_it_is_told_as_the_records_have_it(
    desk: Desk, shop: Shop, order: Order, known: dict[str, Any], told: str
) -> None:
    await _case(shop, order, **known)
    assert (await desk.ask("anna", "有消息了吗")).text.endswith(told)


async def test_it_names_what_it_is_about(desk: Desk, shop: Shop, order: Order) -> None:
    case = await _case(shop, order)
    async with desk.store.reading() as unit:
        (item,) = (await orders.items_of(unit, [order.key]))[order.key]
    await shop.add(ReturnLine(return_case_id=case.key, sku_id=item.sku.key, quantity=1))
    assert "陶瓷保温杯 ×1" in (await desk.ask("anna", "有消息了吗")).text


async def test_a_refund_that_was_paid_is_told(desk: Desk, shop: Shop, order: Order) -> None:
    case = await _case(shop, order, postage="")
    await shop.refund(order, status=RefundStatus.PAID, reason=f"case {case.number}")
    assert (await desk.ask("anna", "有消息了吗")).text.endswith("退款 ¥129.00 已经付出。")


async def test_where_the_money_is_before_the_goods_are_here(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await _case(shop, order)
    reply = await desk.ask("anna", "退款到账了吗")
    assert (reply.act, "还没到" in reply.text) == ("article", True)
