"""An order on top of an open one: what is on its way counts, and nothing is ordered twice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.rules.policy import Policy
from bot.supply.needs import Need
from bot.supply.receipts import Arrived, ReceiptDesk
from bot.supply.report import Course
from knowledge.queries import ordering
from knowledge.records import (
    OutboxItem,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    Supplier,
)
from knowledge.store import Store
from tests.supply.shop import (
    NOW,
    ZONE,
    add_offer,
    add_receipts,
    add_sku,
    add_supplier,
    queued,
    restock_desk,
)
from tests.supply.waiting import add_purchase, every, level_of

CODE = "CUP-01-BL"


def in_days(days: int) -> datetime:
    """The end of a day of the shop; today is Monday, 23 November."""
    return NOW.astimezone(ZONE).replace(hour=23, minute=59) + timedelta(days=days)


async def short_item(
    store: Store, *, on_hand: int = 2, code: str = CODE, supplier: Supplier | None = None
) -> tuple[Supplier, Sku]:
    """2 a day, 12 days of lead time and one of review: 26 last, and the point is at 25."""
    if supplier is None:
        supplier = await add_supplier(store)
        await add_receipts(store, supplier, [12, 12, 12])
    sku = await add_sku(store, code, on_hand=on_hand)
    await add_offer(store, supplier, sku)
    return supplier, sku


async def ours(store: Store) -> list[PurchaseOrder]:
    """What the restock has ordered."""
    return [one for one in await every(store, PurchaseOrder) if one.number.startswith("PO26112")]


async def test_what_is_short_with_what_comes_is_ordered_on_top_and_says_so(
    any_store: Store,
) -> None:
    supplier, sku = await short_item(any_store)
    await add_purchase(any_store, supplier, (sku, 20), number="A", expected_at=in_days(8))

    report = await restock_desk(any_store).run()

    assert report.orders == ["PO2611230001"] and report.courses(CODE) == [Course.ORDERED]
    lines = await every(any_store, PurchaseOrderLine)
    # 25 - (2 + 20) up to the point and 60 of the 30 days after: 63, in packs of 20.
    assert [(one.quantity, one.open) for one in lines] == [(20, True), (80, True)]
    (order,) = await ours(any_store)
    assert (
        "11 days of stock left (2 pieces and 20 on order, about 2.0 a day; reorder at 25); 20 "
        "more come on 1 Dec; still 4 short by then; delivery takes 12±0 days; order 80 (4 packs "
        "of 20) now" in order.reason
    )
    assert "在途20件12月1日到；届时仍缺4件" in order.reason


async def test_two_processes_at_the_same_instant_order_on_top_once(any_store: Store) -> None:
    supplier, sku = await short_item(any_store)
    await add_purchase(any_store, supplier, (sku, 20), number="A", expected_at=in_days(8))
    other = Store(any_store.url)
    try:
        reports = await asyncio.gather(
            *(restock_desk(store).run() for store in (any_store, other, any_store, other))
        )
    finally:
        await other.close()
    assert len(await every(any_store, PurchaseOrderLine)) == 2
    assert len(await ours(any_store)) == len(await queued(any_store)) == 1
    courses = sorted(course for report in reports for course in report.courses(CODE))
    assert courses == [Course.ALREADY_ORDERED] * 3 + [Course.ORDERED]
    named = {line.order for report in reports for line in report.lines}
    assert named == {"PO2611230001", "A, PO2611230001"}


async def test_of_two_orders_under_different_numbers_one_is_placed(any_store: Store) -> None:
    supplier, sku = await short_item(any_store)
    other, ready = Store(any_store.url), asyncio.Event()

    async def place(store: Store, number: str) -> bool:
        order = PurchaseOrder(
            number=number,
            supplier_id=supplier.key,
            status=PurchaseOrderStatus.REQUESTED,
            requested_at=NOW,
        )
        line = PurchaseOrderLine(
            purchase_order_id=0, sku_id=sku.key, quantity=20, unit_price_minor=1
        )
        async with store.writing() as unit:
            placed = await ordering.place_order(unit, order, [line], None, {})
            ready.set()
            # Nothing is committed yet when the other one looks.
            await asyncio.sleep(0.1)
        return placed

    try:
        first = asyncio.create_task(place(any_store, "A"))
        await ready.wait()
        assert [await place(other, "B"), await first] == [False, True]
    finally:
        await other.close()
    assert len(await every(any_store, PurchaseOrderLine)) == 1


async def test_a_run_again_after_a_crash_orders_only_what_is_missing(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    supplier, sku = await short_item(any_store)
    oak = await add_supplier(any_store, "OAK")
    await add_offer(any_store, oak, await add_sku(any_store, "B"))
    await add_purchase(any_store, supplier, (sku, 20), number="A", expected_at=in_days(8))
    desk, placed = restock_desk(any_store), 0
    place = desk._place

    async def crashes(number: str, needs: Sequence[Need], now: datetime) -> bool:
        nonlocal placed
        if placed:
            raise RuntimeError("the power went")
        placed += 1
        return await place(number, needs, now)

    monkeypatch.setattr(desk, "_place", crashes)
    with pytest.raises(RuntimeError):
        await desk.run()
    again = await restock_desk(any_store).run()
    assert again.courses(CODE) == [Course.ALREADY_ORDERED] and again.courses("B") == [
        Course.ORDERED
    ]
    assert len(await queued(any_store)) == len(await ours(any_store)) == 2
    assert (await restock_desk(any_store).run()).orders == []


async def test_an_order_that_has_become_too_small_is_added_to_the_next_day(store: Store) -> None:
    await short_item(store)
    await restock_desk(store).run()
    (line,) = await every(store, PurchaseOrderLine)
    async with store.writing() as unit:
        line.quantity = 1
        unit.add(line)
    assert (await restock_desk(store, NOW + timedelta(hours=9)).run()).orders == []
    tomorrow = await restock_desk(store, NOW + timedelta(days=1)).run()
    assert tomorrow.orders == ["PO2611240001"]
    assert "; 1 more comes on 5 Dec; still " in str(tomorrow)
    # Now there is enough, and nothing is ordered day after day.
    assert (await restock_desk(store, NOW + timedelta(days=2)).run()).orders == []


async def test_what_waits_for_a_tap_is_on_order_however_long_it_waits(store: Store) -> None:
    await short_item(store)
    asks = Policy.model_validate({"stock": {"send_without_asking": False}})
    await restock_desk(store, policy=asks).run()
    for days in (1, 4):
        report = await restock_desk(store, NOW + timedelta(days=days), policy=asks).run()
        assert report.proposed == [] and report.courses(CODE) == [Course.ALREADY_ORDERED]


async def test_what_another_supplier_brings_later_is_bridged(store: Store) -> None:
    _, sku = await short_item(store)
    slow = await add_supplier(store, "SLOW")
    await add_purchase(store, slow, (sku, 200), number="A", expected_at=in_days(40))
    report = await restock_desk(store).run()
    assert "200 more come on 2 Jan, later than this order" in str(report)
    # 23 up to the point, nothing of the days after: 40 in packs of 20.
    assert [one.quantity for one in await every(store, PurchaseOrderLine)] == [200, 40]


async def test_our_own_reckoning_of_a_day_is_not_overtaken_but_the_supplier_s_word_is(
    store: Store,
) -> None:
    supplier, sku = await short_item(store)
    order = await add_purchase(store, supplier, (sku, 200), number="A", expected_at=in_days(40))
    assert (await restock_desk(store).run()).courses(CODE) == [Course.ALREADY_ORDERED]
    async with store.writing() as unit:
        order.promised_at = in_days(40)
        unit.add(order)
    assert (await restock_desk(store).run()).courses(CODE) == [Course.ORDERED]


async def test_what_a_budget_has_cut_is_not_ordered_by_a_second_run_of_the_day(
    any_store: Store,
) -> None:
    supplier, _ = await short_item(any_store, on_hand=20)
    await short_item(any_store, on_hand=0, code="EMPTY", supplier=supplier)
    limited = Policy.model_validate({"stock": {"order_budget": 4000}})
    first = await restock_desk(any_store, policy=limited).run()
    assert (first.courses(CODE), first.courses("EMPTY")) == ([Course.ORDERED], [Course.LEFT_OUT])
    other = Store(any_store.url)
    try:
        again = await asyncio.gather(
            *(restock_desk(one, policy=limited).run() for one in (any_store, other))
        )
    finally:
        await other.close()
    for report in again:
        assert report.orders == [] and report.courses("EMPTY") == [Course.TOMORROW]
    assert len(await every(any_store, OutboxItem)) == 1
    tomorrow = await restock_desk(any_store, NOW + timedelta(days=1), policy=limited).run()
    assert tomorrow.courses("EMPTY") == [Course.ORDERED]


async def test_two_at_once_do_not_order_what_the_budget_left_out_either(any_store: Store) -> None:
    supplier, _ = await short_item(any_store, on_hand=20)
    await short_item(any_store, on_hand=0, code="EMPTY", supplier=supplier)
    limited = Policy.model_validate({"stock": {"order_budget": 4000}})
    other = Store(any_store.url)
    try:
        await asyncio.gather(
            *(
                restock_desk(one, policy=limited).run()
                for one in (any_store, other, any_store, other)
            )
        )
    finally:
        await other.close()
    assert len(await every(any_store, PurchaseOrderLine)) == 1
    assert len(await queued(any_store)) == 1


async def test_goods_are_booked_to_the_order_that_they_came_with(any_store: Store) -> None:
    supplier, sku = await short_item(any_store)
    await add_purchase(any_store, supplier, (sku, 20), number="A", expected_at=in_days(2))
    await add_purchase(any_store, supplier, (sku, 40), number="B", expected_at=in_days(9))
    desk = ReceiptDesk(any_store, clock=lambda: NOW)

    taken = await desk.receive(None, "B", [Arrived(CODE, 40)], "LS-1")

    first, second = await every(any_store, PurchaseOrderLine)
    assert taken.complete and (first.received_quantity, first.open) == (0, True)
    assert (second.received_quantity, second.open) == (40, False)
    a, b = [one for one in await every(any_store, PurchaseOrder) if one.number in "AB"]
    assert (a.status, b.status) == (PurchaseOrderStatus.REQUESTED, PurchaseOrderStatus.RECEIVED)
    level = await level_of(any_store, sku)
    assert (level.on_hand, level.restock_at) == (42, in_days(2))
    await desk.receive(None, "A", [Arrived(CODE, 20)], "LS-2")
    assert (await level_of(any_store, sku)).restock_at is None


async def test_an_order_on_top_keeps_the_sooner_day_that_customers_are_told(
    any_store: Store,
) -> None:
    supplier, sku = await short_item(any_store)
    await add_purchase(any_store, supplier, (sku, 20), number="A", expected_at=in_days(3))
    await restock_desk(any_store).run()
    (order,) = await ours(any_store)
    assert order.expected_at == in_days(12)
    assert (await level_of(any_store, sku)).restock_at == in_days(3)


async def test_what_comes_for_those_who_wait_is_not_told_to_who_asks(any_store: Store) -> None:
    supplier, sku = await short_item(any_store)
    async with any_store.writing() as unit:
        level = await level_of(any_store, sku)
        level.on_hand, level.reserved = 0, 20
        unit.add(level)
    await add_purchase(any_store, supplier, (sku, 20), number="A", expected_at=in_days(3))
    await restock_desk(any_store).run()
    (order,) = await ours(any_store)
    # The 20 that come first are promised already.
    assert (await level_of(any_store, sku)).restock_at == order.expected_at == in_days(12)
