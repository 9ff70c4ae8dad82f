"""Staff hear of a late parcel once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.desk import late_parcels
from bot.desk.late_parcels import LateParcelWatch
from knowledge.queries import watches
from knowledge.records import (
    Channel,
    Customer,
    Order,
    OrderStatus,
    OutboxItem,
    Shipment,
    TrackingStatus,
)
from knowledge.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
#: 23 November 2026, 10:00 in Shanghai.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
TOMORROW = NOW + timedelta(days=1)


async def add_parcel(
    store: Store,
    number: str,
    *,
    promised: datetime | None = None,
    expected: datetime | None = None,
    status: TrackingStatus = TrackingStatus.IN_TRANSIT,
    order_status: OrderStatus = OrderStatus.SHIPPED,
) -> Shipment:
    async with store.writing() as unit:
        customer = Customer(reference=f"C-{number}", name="王芳")
        unit.add(customer)
        await unit.flush()
        order = Order(
            number=number,
            customer_id=customer.key,
            status=order_status,
            placed_at=NOW - timedelta(days=5),
            total_minor=12900,
        )
        unit.add(order)
        await unit.flush()
        shipment = Shipment(
            order_id=order.key,
            carrier="sf",
            tracking_number=f"SF-{number}",
            status=status,
            promised_at=promised,
            expected_at=expected,
        )
        unit.add(shipment)
    return shipment


async def notices(store: Store) -> list[OutboxItem]:
    async with store.reading() as unit:
        return list((await unit.exec(select(OutboxItem))).all())


async def noticed(store: Store) -> set[str]:
    async with store.reading() as unit:
        found = await unit.exec(select(Shipment).where(Shipment.late_noticed_at != None))  # noqa: E711
        return {shipment.tracking_number.removeprefix("SF-") for shipment in found.all()}


def watch(store: Store, staff_chat: str = "-100", now: datetime = NOW) -> LateParcelWatch:
    return LateParcelWatch(store, staff_chat, ZONE, clock=lambda: now)


async def test_a_parcel_whose_promised_day_has_passed_is_told_with_all_that_staff_need(
    store: Store,
) -> None:
    await add_parcel(store, "XE1", promised=YESTERDAY, expected=TOMORROW)
    assert await watch(store).run() == 1
    (item,) = await notices(store)
    assert (item.channel, item.destination) == (Channel.TELEGRAM, "-100")
    assert item.text == (
        "晚到包裹 / Late parcels: 1\n"
        "XE1 王芳 · 顺丰速运 SF Express SF-XE1 · "
        "承诺 promised 2026-11-22 · 预计 expected 2026-11-24"
    )


async def test_a_parcel_expected_after_its_promised_day_is_told_before_that_day(
    store: Store,
) -> None:
    await add_parcel(store, "XE1", promised=TOMORROW, expected=TOMORROW + timedelta(days=1))
    assert await watch(store).run() == 1


async def test_parcels_in_time_arrived_or_called_off_are_not_late(store: Store) -> None:
    await add_parcel(store, "TODAY", promised=NOW - timedelta(hours=9))
    # 24 November in both cases, in the shop's zone
    late_hour = datetime(2026, 11, 24, 15, 59, tzinfo=UTC)
    await add_parcel(store, "LATER-THAT-DAY", promised=TOMORROW, expected=late_hour)
    await add_parcel(store, "NO-PROMISE", expected=YESTERDAY)
    await add_parcel(store, "THERE", promised=YESTERDAY, status=TrackingStatus.DELIVERED)
    pickup = TrackingStatus.AVAILABLE_FOR_PICKUP
    await add_parcel(store, "AT-THE-POINT", promised=YESTERDAY, status=pickup)
    await add_parcel(store, "OFF", promised=YESTERDAY, order_status=OrderStatus.CANCELLED)
    assert await watch(store).run() == 0
    assert not await noticed(store) and not await notices(store)


async def test_a_parcel_is_told_once(store: Store) -> None:
    await add_parcel(store, "XE1", promised=YESTERDAY)
    assert [await watch(store).run(), await watch(store).run()] == [1, 0]
    await add_parcel(store, "XE2", promised=YESTERDAY)
    assert await watch(store, now=TOMORROW).run() == 1
    first, second = await notices(store)
    assert "XE1" in first.text and "XE1" not in second.text


async def test_two_watches_at_the_same_instant_tell_a_parcel_once(any_store: Store) -> None:
    for place in range(3):
        await add_parcel(any_store, f"XE{place}", promised=YESTERDAY)
    other = Store(any_store.url)
    try:
        found = await asyncio.gather(watch(any_store).run(), watch(other).run())
    finally:
        await other.close()
    assert sum(found) == 3
    told = "\n".join(item.text for item in await notices(any_store))
    assert all(told.count(f"SF-XE{place}") == 1 for place in range(3))


async def test_without_a_staff_chat_parcels_are_only_marked(store: Store) -> None:
    await add_parcel(store, "XE1", promised=YESTERDAY)
    assert await watch(store, staff_chat="").run() == 1
    assert await noticed(store) == {"XE1"} and not await notices(store)


async def test_many_late_parcels_come_in_several_notices(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_parcels, "_PAGE", 2)
    same_day = datetime(2026, 11, 24, 15, 59, tzinfo=UTC)
    for place in range(5):
        await add_parcel(store, f"OK{place}", promised=TOMORROW, expected=same_day)
    for place in range(5):
        await add_parcel(store, f"XE{place}", promised=YESTERDAY)
    assert await watch(store).run() == 5
    assert len(await noticed(store)) == 5
    assert len(await notices(store)) == 3


async def test_the_index_finds_parcels_under_way_among_many_delivered(store: Store) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def listen(_c: object, _k: object, sql: str, params: tuple[object, ...], *_: object) -> None:
        asked.append((sql, params))

    event.listen(store.engine.sync_engine, "before_cursor_execute", listen)
    async with store.reading() as unit:
        await watches.perhaps_late(unit, NOW)
        sql, params = asked[-1]
        connection = await unit.connection()
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = [str(row) for row in plan.all()]
    assert any("ix_shipment_status_expected" in step for step in steps), steps
