"""Suppliers who do not answer, and messages that do not arrive."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.rules.policy import Policy
from bot.supply.reminders import ReminderJob
from knowledge.queries.supplier_talk import mark_sent
from knowledge.records import (
    Channel,
    DeliveryState,
    OutboxItem,
    PurchaseOrder,
    PurchaseOrderStatus,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Store
from tests.supply.shop import (
    NOW,
    ZONE,
    FakeWording,
    add_offer,
    add_sku,
    add_supplier,
    queued,
    queued_under,
    requested,
    restock_desk,
)

STAFF_CHAT = "-100"
DAY = timedelta(days=1)


def job(store: Store, now: datetime, staff_chat: str = STAFF_CHAT) -> ReminderJob:
    return ReminderJob(
        store,
        FakeWording(),
        staff_chat,
        policy=Policy(),
        shop_name="小二商店",
        zone=ZONE,
        clock=lambda: now,
    )


async def ordered(store: Store, **more: Any) -> PurchaseOrder:
    """An order of Monday, 23 November 2026, 09:00, that its supplier has got."""
    await placed(store, **more)
    await leave(store)
    return (await requested(store))[0]


async def placed(store: Store, **more: Any) -> PurchaseOrder:
    """Such an order; its message has not left."""
    supplier = await add_supplier(store, **more)
    await add_offer(store, supplier, await add_sku(store))
    await restock_desk(store).run()
    return (await requested(store))[0]


async def leave(store: Store) -> None:
    """Everything queued for suppliers leaves."""
    async with store.writing() as unit:
        for item in (await unit.exec(select(OutboxItem))).all():
            if item.state is DeliveryState.QUEUED:
                item.state = DeliveryState.SENT
                await mark_sent(unit, item.key, f"<{item.key}@shop.example>", NOW)


async def test_a_silent_supplier_is_reminded_on_two_working_days_and_then_staff_are_told(
    any_store: Store,
) -> None:
    order = await ordered(any_store)
    reminded = []
    for hours in range(0, 24 * 12, 6):
        now = NOW + timedelta(hours=hours)
        if await job(any_store, now).run():
            reminded.append(now.astimezone(ZONE).strftime("%a %d %H"))
            await leave(any_store)
    assert reminded == ["Wed 25 09", "Thu 26 09"]
    first, second = await queued_under(any_store, "remind:")
    assert "[supplier_reminder en] needed_by=by" in first.text
    assert f"purchase_order={order.number}" in first.text
    assert (first.data["in_reply_to"], len(second.data["references"])) == ("<1@shop.example>", 2)
    assert first.data["subject"] == f"Re: Purchase order {order.number} from 小二商店"
    assert second.purchase_order_id == order.key
    (notice,) = await queued_under(any_store, "unanswered:")
    assert (notice.channel, notice.destination) == (Channel.TELEGRAM, STAFF_CHAT)
    assert order.number in notice.text and "orders@jade.example" in notice.text
    assert "reminded 2 times" in notice.text


async def test_an_order_that_has_not_left_is_not_reminded_of(store: Store) -> None:
    await placed(store)
    assert await job(store, NOW + 3 * DAY).run() == 0


async def test_nobody_is_reminded_at_night_or_on_a_day_off(store: Store) -> None:
    await ordered(store)
    saturday, night = NOW + 5 * DAY, NOW + 2 * DAY + timedelta(hours=12)
    assert (await job(store, saturday).run(), await job(store, night).run()) == (0, 0)


@pytest.mark.parametrize("state", ["new", "read", "with_staff", "settled"])
async def test_who_has_answered_is_not_reminded(store: Store, state: str) -> None:
    await answered(store, await ordered(store), SupplierMessageState(state))
    assert await job(store, NOW + 3 * DAY).run() == 0


async def test_a_holiday_note_is_no_answer(store: Store) -> None:
    await answered(store, await ordered(store), SupplierMessageState.AUTO_REPLY)
    assert await job(store, NOW + 3 * DAY).run() == 1


async def answered(store: Store, order: PurchaseOrder, state: SupplierMessageState) -> None:
    async with store.writing() as unit:
        unit.add(
            SupplierMessage(
                channel=Channel.MAIL,
                external_id="<a@jade.example>",
                supplier_id=order.supplier_id,
                purchase_order_id=order.key,
                state=state,
                written_at=NOW,
            )
        )


async def test_a_confirmed_order_is_not_asked_for_again(store: Store) -> None:
    order = await ordered(store)
    async with store.writing() as unit:
        held = await unit.get(PurchaseOrder, order.key)
        assert held is not None
        held.status = PurchaseOrderStatus.CONFIRMED
    assert await job(store, NOW + 3 * DAY).run() == 0


async def test_two_processes_remind_once(any_store: Store) -> None:
    await ordered(any_store)
    other = Store(any_store.url)
    try:
        jobs = [job(one, NOW + 2 * DAY).run() for one in (any_store, other)]
        assert sum(await asyncio.gather(*jobs)) == 1
    finally:
        await other.close()
    assert len(await queued_under(any_store, "remind:")) == 1
    assert (await requested(any_store))[0].reminders == 1


async def test_what_did_not_arrive_is_told_to_staff_once_and_not_reminded_of(
    any_store: Store,
) -> None:
    order = await placed(any_store)
    async with any_store.writing() as unit:
        item = (await unit.exec(select(OutboxItem))).one()
        item.state, item.last_error = (
            DeliveryState.DEAD,
            "The address is refused: 550 no such user.",
        )
    for days in (0, 2, 3):
        assert await job(any_store, NOW + days * DAY).run() == 0
    (notice,) = await queued_under(any_store, "undelivered:")
    assert order.number in notice.text and "550 no such user" in notice.text
    async with any_store.reading() as unit:
        ours = (await unit.exec(select(SupplierMessage))).one()
    assert (ours.state, ours.why) == (
        SupplierMessageState.BOUNCED,
        "The address is refused: 550 no such user.",
    )


async def test_without_a_staff_chat_the_records_still_say_so(store: Store) -> None:
    await placed(store)
    async with store.writing() as unit:
        (await unit.exec(select(OutboxItem))).one().state = DeliveryState.DEAD
    await job(store, NOW, staff_chat="").run()
    assert await queued_under(store, "undelivered:") == []
    async with store.reading() as unit:
        ours = (await unit.exec(select(SupplierMessage))).one()
    assert ours.state is SupplierMessageState.BOUNCED


async def test_an_order_of_an_evening_leaves_in_the_supplier_s_morning(store: Store) -> None:
    supplier = await add_supplier(store)
    await add_offer(store, supplier, await add_sku(store))
    friday_evening = NOW + 4 * DAY + timedelta(hours=11)
    await restock_desk(store, friday_evening).run()
    (item,) = await queued(store)
    assert item.next_attempt_at == NOW + 7 * DAY
