"""One transaction holds while another of the same job comes to the same rows."""

from __future__ import annotations

import asyncio

from bot.supply.course_watch import CourseWatch
from bot.supply.course_words import Courteous
from bot.supply.forecasts import StockOutWatch
from knowledge.queries.forecasts import note_stock_outs
from knowledge.queries.negotiations import course_of
from knowledge.queries.ordering import place_order
from knowledge.queries.supply import on_order
from knowledge.queries.supply_orders import held_purchase
from knowledge.records import (
    Negotiation,
    NegotiationState,
    OutboxItem,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Sku,
    StockOutDay,
)
from knowledge.store import Store
from tests.supply.course import PlainWording
from tests.supply.once.errands import STAFF_CHAT
from tests.supply.once.shop import LATER, over
from tests.supply.shop import NOW, ZONE, add_offer, add_sku, add_supplier
from tests.supply.waiting import every

#: Long enough for the other to come to what is held, seconds.
_COMES_S = 0.3


def watch(store: Store) -> CourseWatch:
    words = Courteous(PlainWording(), "小二商店")
    return CourseWatch(store, words, STAFF_CHAT, zone=ZONE, clock=lambda: LATER)


async def test_a_course_that_is_agreed_on_as_its_time_runs_out_stays_agreed(
    any_store: Store,
) -> None:
    number = (await over(any_store, "JADE")).number
    written = len(await every(any_store, OutboxItem))
    other = Store(any_store.url)
    try:
        async with any_store.writing() as unit:
            found = await held_purchase(unit, number)
            watching = asyncio.create_task(watch(other).run())
            await asyncio.sleep(_COMES_S)
            course = await course_of(unit, found.order.key)
            assert course is not None
            course.state = NegotiationState.TO_SIGN
        assert await watching == 0
    finally:
        await other.close()
    (kept,) = await every(any_store, Negotiation)
    assert kept.state is NegotiationState.TO_SIGN
    assert len(await every(any_store, OutboxItem)) == written


async def test_a_course_that_ends_while_its_item_is_ordered_elsewhere_proposes_it_to_nobody(
    any_store: Store,
) -> None:
    order = await over(any_store, "JADE")
    # Somebody else sells it, to whom it would be proposed.
    (sku,) = await every(any_store, Sku)
    await add_offer(any_store, await add_supplier(any_store, "RIVAL"), sku, price=5100)
    other = Store(any_store.url)
    on_top = PurchaseOrder(
        number="PO2611300001",
        supplier_id=order.supplier_id,
        status=PurchaseOrderStatus.PROPOSED,
        requested_at=LATER,
        needed_by=order.needed_by,
    )
    more = PurchaseOrderLine(
        purchase_order_id=0, sku_id=sku.key, quantity=20, unit_price_minor=5000
    )
    try:
        async with any_store.writing() as unit:
            assert await place_order(unit, on_top, [more], None, await on_order(unit, [sku.key]))
            watching = asyncio.create_task(watch(other).run())
            await asyncio.sleep(_COMES_S)
        assert await watching == 1
    finally:
        await other.close()
    dropped, placed = await every(any_store, PurchaseOrder)
    assert dropped.status is PurchaseOrderStatus.CANCELLED
    assert placed.number == "PO2611300001"


async def test_a_day_without_stock_that_both_are_noting_is_noted_once_and_neither_fails(
    any_store: Store,
) -> None:
    await add_sku(any_store, on_hand=0)
    today = NOW.astimezone(ZONE).date()
    other = Store(any_store.url)
    try:
        async with any_store.writing() as unit:
            assert await note_stock_outs(unit, today) == 1
            watching = asyncio.create_task(StockOutWatch(other, ZONE, lambda: NOW).run())
            await asyncio.sleep(_COMES_S)
        await watching
    finally:
        await other.close()
    assert [one.day for one in await every(any_store, StockOutDay)] == [today]
