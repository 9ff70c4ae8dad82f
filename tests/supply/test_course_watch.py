"""Courses in which nobody writes: a reminder, one more step, staff; and courses without a deal."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.supply.course_end import drop_order
from bot.supply.elsewhere import propose_elsewhere
from knowledge.queries.supply_orders import held_purchase
from knowledge.records import (
    NegotiationMove,
    NegotiationState,
    OutboxItem,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    SupplierMessageState,
)
from knowledge.store import Store
from tests.supply.course import Bargain
from tests.supply.shop import ZONE, add_offer, add_supplier, restock_desk
from tests.supply.waiting import every

DEAR = "单价60元，12月2日到货。"


async def begun(store: Store, **limits: Any) -> Bargain:
    bargain = Bargain(store)
    await bargain.begin(**{"most_over_percent": 10.0, "ends_after_days": 10, "rounds": 6} | limits)
    return bargain


async def test_a_silent_supplier_is_reminded_then_offered_once_more_and_then_is_staff_s(
    any_store: Store,
) -> None:
    bargain = await begun(any_store)
    await bargain.says(DEAR)
    assert await bargain.days_pass(1) == 0
    assert await bargain.days_pass(1) == 1
    assert await bargain.watch().run() == 0
    offer, reminder = await bargain.sent()
    assert "[supplier_reminder]" in reminder and offer.partition("\n")[2] in reminder
    assert await bargain.days_pass(2) == 1
    step = (await bargain.sent())[-1]
    assert "[supplier_offer]" in step and "¥30.00" not in step
    assert (await bargain.course()).state is NegotiationState.OPEN
    assert not await bargain.staff_told()

    assert await bargain.days_pass(3) == 1
    course = await bargain.course()
    assert (course.state, course.next_move) == (NegotiationState.WITH_STAFF, "staff")
    assert "They do not answer" in course.next_why_en and "没有答复" in course.next_why_zh
    (told,) = await bargain.staff_told()
    assert "They do not answer" in told
    assert await bargain.steps() == [
        ("supplier", "counter"),
        ("shop", "counter"),
        ("shop", "remind"),
        ("shop", "counter"),
        ("shop", "to_staff"),
    ]
    assert await bargain.days_pass(3) == 0
    assert len(await bargain.sent()) == 3


async def test_an_answer_to_the_reminder_goes_on_as_if_nothing_had_been(store: Store) -> None:
    bargain = await begun(store)
    await bargain.says(DEAR)
    await bargain.days_pass(2)
    await bargain.says("可以，没问题。")
    assert (await bargain.course()).state is NegotiationState.TO_SIGN
    assert await bargain.days_pass(3) == 0


async def test_nobody_is_reminded_of_what_has_not_left_nor_on_a_day_off(store: Store) -> None:
    bargain = await begun(store)
    await bargain.says(DEAR)
    bargain.at += timedelta(days=2)
    assert await bargain.watch().run() == 0
    bargain.at -= timedelta(days=2)
    assert await bargain.days_pass(5) == 0  # Monday to Saturday


@pytest.mark.parametrize("state", ["new", "with_staff"])
async def test_nobody_is_reminded_who_has_written(store: Store, state: str) -> None:
    bargain = await begun(store)
    await bargain.says(DEAR)
    key = await bargain.write("？？")
    async with store.writing() as unit:
        message = await unit.merge(await bargain.message(key))
        message.state = SupplierMessageState(state)
    assert await bargain.days_pass(2) == 0


async def test_two_processes_remind_once(any_store: Store) -> None:
    bargain = await begun(any_store)
    await bargain.says(DEAR)
    await bargain.leave()
    bargain.at += timedelta(days=2)
    other = Store(any_store.url)
    try:
        watches = [bargain.watch(one) for one in (any_store, other, any_store)]
        done = await asyncio.gather(*(watch.run() for watch in watches))
    finally:
        await other.close()
    assert sum(done) == 1 and len(await bargain.sent()) == 2


async def test_a_question_without_an_answer_is_reminded_of_too(store: Store) -> None:
    bargain = await begun(store)
    await bargain.says("可能吧，再看看")
    await bargain.days_pass(2)
    asked, reminder = await bargain.sent()
    assert "[supplier_question]" in asked and "[supplier_reminder]" in reminder
    assert asked.partition("\n")[2] in reminder


async def test_our_offer_is_said_again_to_who_was_away_and_is_back(store: Store) -> None:
    bargain = await begun(store)
    await bargain.says(DEAR)
    await bargain.says("我在休假，11月25日回来。")
    assert await bargain.days_pass(1) == 0
    assert await bargain.days_pass(1) == 1
    first, again = await bargain.sent()
    assert "¥30.00" in first and "¥30.00" in again


async def test_a_text_that_would_tell_the_hidden_value_is_staff_s(store: Store) -> None:
    bargain = await begun(store)
    await bargain.says(DEAR)
    bargain.wording.tail = "\n最多129元"
    await bargain.days_pass(2)
    assert len(await bargain.sent()) == 1
    assert (await bargain.course()).state is NegotiationState.WITH_STAFF


async def test_a_course_whose_time_is_over_ends_with_a_courteous_no_once(
    any_store: Store,
) -> None:
    bargain = await begun(any_store, ends_after_days=1)
    rival = await add_supplier(any_store, "RIVAL", email="r@rival.example")
    await add_offer(any_store, rival, bargain.sku, price=5100, pack=25)
    order = await bargain.order()
    await bargain.says(DEAR)
    assert (await bargain.days_pass(2), await bargain.watch().run()) == (1, 0)
    assert "[supplier_decline]" in (await bargain.sent())[-1]
    course = await bargain.course()
    assert (course.state, course.next_move) == (NegotiationState.CLOSED, "")
    assert course.closed_at == bargain.at

    first, instead = await every(any_store, PurchaseOrder)
    assert (first.status, instead.status) == (
        PurchaseOrderStatus.CANCELLED,
        PurchaseOrderStatus.PROPOSED,
    )
    assert instead.supplier_id == rival.key
    assert "no deal with JADE Ltd" in instead.reason and "RIVAL Ltd" in instead.reason
    old, new = await every(any_store, PurchaseOrderLine)
    assert (old.open, new.open, new.unit_price_minor) == (False, True, 5100)
    assert new.quantity % 25 == 0 and new.quantity >= old.quantity
    (told,) = await bargain.staff_told()
    assert order.number in told and instead.number in told
    mails = [one for one in await every(any_store, OutboxItem) if one.destination == rival.email]
    assert not mails
    await restock_desk(any_store, bargain.at).run()
    assert len(await every(any_store, PurchaseOrder)) == 2


async def test_rounds_that_are_out_end_the_course_and_nobody_else_is_told_of(
    any_store: Store,
) -> None:
    bargain = await begun(any_store, rounds=2)
    quantity = (await every(any_store, PurchaseOrderLine))[0].quantity
    for _ in range(3):
        await bargain.says(f"单价60元，{quantity}件，12月2日到货。")
    assert (await bargain.course()).state is NegotiationState.CLOSED
    assert "[supplier_decline]" in (await bargain.sent())[-1]
    assert (await bargain.order()).status is PurchaseOrderStatus.CANCELLED
    (told,) = await bargain.staff_told()
    assert "nobody else sells it" in told
    last = (await every(any_store, NegotiationMove))[-1]
    assert (last.side, last.kind, last.why_en) == (
        "shop",
        "close",
        "The rounds are over without a deal.",
    )
    assert last.message_id is not None


async def test_who_only_refuses_is_declined_with_thanks(store: Store) -> None:
    bargain = await begun(store)
    for _ in range(3):
        await bargain.says("不做这个价，抱歉。")
    assert "[supplier_decline]" in (await bargain.sent())[-1]
    assert (await bargain.course()).state is NegotiationState.CLOSED


async def test_a_course_that_staff_hold_is_not_ended_for_them(store: Store) -> None:
    bargain = await begun(store, ends_after_days=1)
    await bargain.says(DEAR)
    await bargain.signing().take_over(await bargain.buyer(), (await bargain.order()).number)
    assert await bargain.days_pass(3) == 0
    assert len(await bargain.sent()) == 1


async def test_the_same_need_is_not_sent_back_and_forth_between_two(store: Store) -> None:
    """Who did not agree is not asked again for the same item while others may be."""
    bargain = await begun(store, ends_after_days=1)
    for code, price in (("SECOND", 5100), ("THIRD", 5300)):
        other = await add_supplier(store, code, email=f"{code.lower()}@example.com")
        await add_offer(store, other, bargain.sku, price=price)
    await bargain.says(DEAR)
    await bargain.days_pass(2)
    second = (await every(store, PurchaseOrder))[-1]
    assert "SECOND" in second.reason
    async with store.writing() as unit:
        found = await held_purchase(unit, second.number)
        await drop_order(unit, found, bargain.at, None, "")
        (number,) = await propose_elsewhere(unit, found, bargain.at, ZONE)
    third = (await every(store, PurchaseOrder))[-1]
    assert third.number == number and "THIRD" in third.reason
