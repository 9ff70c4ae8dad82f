"""Goods that did not come on their day, and suppliers that say nothing of it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.rules.policy import Policy
from bot.supply.overdue import LONG_AGO, OverdueOrders
from knowledge.queries.supplier_talk import mark_sent
from knowledge.records import (
    Channel,
    OutboxItem,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Supplier,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Store
from tests.supply.shop import (
    NOW,
    ZONE,
    add_offer,
    add_sku,
    add_supplier,
    queued_under,
    restock_desk,
)

STAFF_CHAT = "-100"
DAY = timedelta(days=1)
#: Goods expected on Monday, 23 November 2026, at the end of the day.
EXPECTED = NOW.astimezone(ZONE).replace(hour=23, minute=59)


def overdue(store: Store, now: datetime) -> OverdueOrders:
    return OverdueOrders(
        store, STAFF_CHAT, policy=Policy(), shop_name="小二商店", zone=ZONE, clock=lambda: now
    )


async def confirmed(store: Store, **more: Any) -> PurchaseOrder:
    """A confirmed order whose first message has left, expected on NOW's day."""
    supplier = await add_supplier(store, **more)
    await add_offer(store, supplier, await add_sku(store))
    await restock_desk(store).run()
    async with store.writing() as unit:
        order = (await unit.exec(select(PurchaseOrder))).one()
        order.status, order.expected_at = PurchaseOrderStatus.CONFIRMED, EXPECTED
        for item in (await unit.exec(select(OutboxItem))).all():
            await mark_sent(unit, item.key, "<1@shop.example>", NOW)
    return order


async def letters(store: Store) -> list[OutboxItem]:
    return await queued_under(store, "overdue:")


async def notices(store: Store) -> list[OutboxItem]:
    return await queued_under(store, "overdue-told:")


async def change(store: Store, **values: Any) -> None:
    async with store.writing() as unit:
        order = (await unit.exec(select(PurchaseOrder))).one()
        for name, value in values.items():
            setattr(order, name, value)


async def write(store: Store, state: SupplierMessageState, at: datetime) -> None:
    async with store.writing() as unit:
        order = (await unit.exec(select(PurchaseOrder))).one()
        unit.add(
            SupplierMessage(
                channel=Channel.MAIL,
                external_id="<a@jade.example>",
                supplier_id=order.supplier_id,
                purchase_order_id=order.key,
                state=state,
                written_at=at,
            )
        )


async def test_a_silent_supplier_is_asked_twice_in_its_hours_and_then_staff_are_told(
    any_store: Store,
) -> None:
    order = await confirmed(any_store)
    asked = []
    for hours in range(0, 24 * 9, 6):
        now = NOW + timedelta(hours=hours)
        if await overdue(any_store, now).run():
            asked.append(now.astimezone(ZONE).strftime("%a %d %H"))
    assert asked == ["Tue 24 09", "Thu 26 09"]
    first, second = await letters(any_store)
    assert f"order {order.number} was expected on Monday, 23 November 2026" in first.text
    assert "pieces" in first.text and "小二商店" in first.text
    assert first.data["in_reply_to"] == "<1@shop.example>"
    assert second.purchase_order_id == order.key
    (notice,) = await notices(any_store)
    assert notice.destination == STAFF_CHAT
    assert order.number in notice.text and "asked 2 times" in notice.text


async def test_a_supplier_that_reads_chinese_is_asked_in_chinese_for_what_is_missing(
    store: Store,
) -> None:
    await confirmed(store, language="zh-CN")
    async with store.writing() as unit:
        line = (await unit.exec(select(PurchaseOrderLine))).one()
        line.received_quantity = line.quantity - 7
    await overdue(store, NOW + DAY).run()
    (letter,) = await letters(store)
    assert "原定2026年11月23日（周一）到货" in letter.text and "：7件" in letter.text


async def test_nothing_is_asked_on_the_day_itself_nor_of_what_came(store: Store) -> None:
    await confirmed(store)
    assert await overdue(store, NOW).run() == 0
    await change(store, status=PurchaseOrderStatus.RECEIVED)
    assert await overdue(store, NOW + DAY).run() == 0


@pytest.mark.parametrize("state", ["new", "read", "with_staff", "settled"])
async def test_who_wrote_after_the_day_is_not_asked(store: Store, state: str) -> None:
    await confirmed(store)
    await write(store, SupplierMessageState(state), EXPECTED + timedelta(hours=9))
    assert await overdue(store, NOW + DAY).run() == 0


@pytest.mark.parametrize(
    ("state", "at"), [("settled", NOW - DAY), ("auto_reply", EXPECTED + timedelta(hours=9))]
)
async def test_what_was_written_before_or_by_a_machine_says_nothing_of_it(
    store: Store, state: str, at: datetime
) -> None:
    await confirmed(store)
    await write(store, SupplierMessageState(state), at)
    assert await overdue(store, NOW + DAY).run() == 1


async def test_a_new_day_that_is_missed_too_is_asked_about_anew(store: Store) -> None:
    await confirmed(store)
    assert await overdue(store, NOW + DAY).run() == 1
    await change(store, expected_at=EXPECTED + 2 * DAY)
    assert await overdue(store, NOW + 2 * DAY).run() == 0
    assert await overdue(store, NOW + 3 * DAY).run() == 1
    assert len(await letters(store)) == 2


async def test_what_was_forgotten_long_ago_is_for_staff_alone(store: Store) -> None:
    await confirmed(store)
    assert await overdue(store, NOW + LONG_AGO + DAY).run() == 0
    assert await letters(store) == []
    assert "asked 0 times" in (await notices(store))[0].text


async def test_staff_are_told_of_one_whose_supplier_has_no_address(store: Store) -> None:
    order = await confirmed(store)
    async with store.writing() as unit:
        supplier = await unit.get(Supplier, order.supplier_id)
        assert supplier is not None
        supplier.email = None
    assert await overdue(store, NOW + DAY).run() == 0
    assert order.number in (await notices(store))[0].text


async def test_two_processes_ask_once(any_store: Store) -> None:
    await confirmed(any_store)
    other = Store(any_store.url)
    try:
        runs = [overdue(one, NOW + DAY).run() for one in (any_store, other)]
        assert sum(await asyncio.gather(*runs)) == 1
    finally:
        await other.close()
    assert len(await letters(any_store)) == 1
