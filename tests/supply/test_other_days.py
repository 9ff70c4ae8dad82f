"""A supplier that names another day for an order it has confirmed already."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import select

from knowledge.records import (
    DelayNotice,
    NegotiationState,
    OutboxItem,
    PurchaseOrderStatus,
    StockLevel,
    SupplierMessageState,
)
from knowledge.store import Store
from tests.supply.course import STAFF_CHAT, Bargain
from tests.supply.shop import ZONE
from tests.supply.waiting import every

READ, WITH_STAFF = SupplierMessageState.READ, SupplierMessageState.WITH_STAFF


@pytest.fixture
async def confirmed(any_store: Store) -> Bargain:
    """An order to which the supplier said yes for the 28th; a customer waits for it."""
    made = Bargain(any_store)
    await made.begin()
    await made.says("好的，11月28日到货。")
    assert (await made.order()).status is PurchaseOrderStatus.CONFIRMED
    async with any_store.writing() as unit:
        level = (await unit.exec(select(StockLevel))).one()
        level.on_hand, level.reserved = 1, 3
    await made.waits(await made.customer("wang", "zh"), pieces=2)
    return made


async def expected(bargain: Bargain) -> datetime:
    at = (await bargain.order()).expected_at
    assert at is not None
    return at.astimezone(ZONE)


@pytest.mark.parametrize(
    "text", ["不好意思，要到12月5日才能到货。", "12月5号到", "交期推迟，改为12月5日到货，价格不变"]
)
async def test_a_later_day_is_kept_and_drafts_what_customers_are_told(
    confirmed: Bargain, text: str
) -> None:
    message = await confirmed.says(text)
    assert message.state is READ
    assert (await expected(confirmed)).strftime("%m-%d") == "12-05"
    (draft,) = await every(confirmed.store, DelayNotice)
    assert "12月" in draft.text
    (told,) = await confirmed.staff_told()
    assert "2026-11-28 → 2026-12-05" in told and "that wait for a tap: 1" in told
    assert not await confirmed.sent()
    promised = (await confirmed.order()).promised_at
    assert promised is not None and promised.astimezone(ZONE).day == 28


async def test_an_earlier_day_drafts_nothing_and_the_same_day_is_told_to_nobody(
    confirmed: Bargain,
) -> None:
    assert (await confirmed.says("11月28日到货，放心")).state is READ
    assert not await confirmed.staff_told()
    assert (await confirmed.says("提前了，11月26日到货")).state is READ
    assert (await expected(confirmed)).day == 26
    assert not await every(confirmed.store, DelayNotice)
    assert len(await confirmed.staff_told()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "12月5日到，但是单价要涨到60元",
        "只能发一半，12月5日到货",
        "12月5日左右吧，看情况",
        "没货了，做不了",
        "请问地址是哪里？",
        "8月3日到货",
    ],
)
async def test_anything_else_about_it_is_staff_s_and_changes_nothing(
    confirmed: Bargain, text: str
) -> None:
    before = await expected(confirmed)
    message = await confirmed.says(text)
    assert message.state is WITH_STAFF and message.why
    assert await expected(confirmed) == before
    assert not await every(confirmed.store, DelayNotice)
    assert len(await confirmed.staff_told()) == 1


async def test_it_stands_in_the_timeline_of_a_signed_course_and_opens_none(
    any_store: Store,
) -> None:
    bargain = Bargain(any_store)
    await bargain.begin(most_over_percent=10.0, accept_up_to_minor=10_000_000)
    await bargain.says("31元一个，100个，12月3日到货")
    await bargain.says("好的，成交")
    steps = len(await bargain.steps())
    assert (await bargain.course()).state is NegotiationState.SIGNED
    assert (await bargain.says("抱歉，12月9日才到")).state is READ
    assert (await bargain.course()).state is NegotiationState.SIGNED
    assert len(await bargain.steps()) == steps + 1
    assert (await expected(bargain)).day == 9


async def test_read_again_it_is_told_once(confirmed: Bargain) -> None:
    message = await confirmed.says("12月5日到货")
    assert not await confirmed.negotiator().read(message.key)
    items = await every(confirmed.store, OutboxItem)
    assert len([one for one in items if one.destination == STAFF_CHAT]) == 1
