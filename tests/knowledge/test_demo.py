"""The demo shop is the same each time, believable today, and has every situation in it."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel import col, func, select

from bot.rules.parcels import Parcel, order_act
from bot.rules.policy import Policy
from knowledge.demo import build_demo, demo_articles, fill_for_bench, is_empty
from knowledge.demo.catalogue import read_catalogue
from knowledge.demo.clock import ZONE
from knowledge.demo.situations import Situation, situations
from knowledge.errors import KnowledgeError
from knowledge.queries.catalogue import products_named
from knowledge.queries.customers import some_customers
from knowledge.queries.orders import orders_of, parcels_of, refunds_of
from knowledge.records import (
    Customer,
    DailySales,
    Message,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Record,
    Refund,
    RefundStatus,
    Shipment,
    Sku,
    StockLevel,
    Supplier,
    SupplierOffer,
    TrackingEvent,
    TrackingStatus,
    metadata,
)
from knowledge.store import Store, Unit

#: A Monday in Shanghai, 10:15 in the morning.
MORNING = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
HOURS = {
    "morning": MORNING,
    "just after midnight": MORNING.replace(day=22, hour=16, minute=3),
    "before breakfast": MORNING.replace(day=22, hour=21),
    "afternoon": MORNING.replace(hour=8),
    "just before midnight": MORNING.replace(hour=15, minute=58),
    "a Sunday": MORNING.replace(day=22),
    "new year's day": datetime(2027, 1, 1, 3, tzinfo=UTC),
}


@pytest.fixture(scope="module")
def full_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of the demo shop in its full size, built once: only read from it."""
    path = tmp_path_factory.mktemp("demo") / "shop.sqlite3"
    shutil.copy(sqlite_template, path)

    async def build() -> None:
        made = Store(f"sqlite:///{path}")
        await build_demo(made, now=MORNING)
        await made.close()

    asyncio.run(build())
    return f"sqlite:///{path}"


@pytest_asyncio.fixture
async def full(full_shop: str) -> AsyncIterator[Store]:
    """The demo shop in its full size."""
    made = Store(full_shop)
    yield made
    await made.close()


async def all_of(unit: Unit, table: type[Record]) -> Any:
    return (await unit.exec(select(table).order_by(col(table.id)))).all()


async def count(store: Store, table: type[Record]) -> int:
    async with store.reading() as unit:
        return (await unit.exec(select(func.count(col(table.id))))).one()


async def rows(store: Store) -> dict[str, list[Any]]:
    async with store.reading() as unit:
        connection = await unit.connection()
        return {
            table.name: list((await connection.execute(table.select().order_by(table.c.id))).all())
            for table in metadata.sorted_tables
        }


async def acts(unit: Unit, now: datetime) -> Counter[str]:
    """How the desk would tell each order."""
    told: Counter[str] = Counter()
    for order in await all_of(unit, Order):
        told[await act_of(unit, order, now)] += 1
    return told


async def act_of(unit: Unit, order: Order, now: datetime) -> str:
    views = await parcels_of(unit, order.key)
    parcels = [
        Parcel(v.shipment, v.last_event.happened_at if v.last_event else None) for v in views
    ]
    return order_act(order, parcels, now.astimezone(ZONE), Policy().parcels.lost_after)


async def test_the_same_seed_and_time_give_the_same_rows(any_store: Store, sqlite_url: str) -> None:
    await build_demo(any_store, now=MORNING, orders=200, customers=40)
    first = await rows(any_store)
    other = Store(sqlite_url.replace("shop.sqlite3", "other.sqlite3"))
    await _migrated(other)
    await build_demo(other, now=MORNING, orders=200, customers=40)
    assert await rows(other) == first
    await other.close()


async def _migrated(store: Store) -> None:
    from migrations.apply import upgrade

    await upgrade(store.engine)


async def test_another_seed_gives_another_shop(store: Store) -> None:
    await build_demo(store, now=MORNING, seed=8, orders=60, customers=20)
    async with store.reading() as unit:
        phones = (await unit.exec(select(Customer.phone))).all()
    assert len(set(phones)) == 20
    assert "+8615820246633" not in phones


async def test_the_full_shop_has_the_sizes_asked_for(full: Store) -> None:
    assert await count(full, Order) == 1500
    assert await count(full, Customer) == 200
    assert await count(full, Supplier) == 8
    assert await count(full, DailySales) > 15_000


async def test_progress_reaches_the_last_row_in_seconds(store: Store) -> None:
    told: list[tuple[int, int]] = []
    assert await is_empty(store)
    started = time.perf_counter()
    await build_demo(store, now=MORNING, orders=60, progress=lambda *at: told.append(at))
    assert time.perf_counter() - started < 20
    assert not await is_empty(store)
    assert told[-1][0] == told[-1][1] > 20_000


async def test_a_store_with_records_is_not_filled_again(store: Store) -> None:
    await build_demo(store, now=MORNING, orders=60, customers=20)
    with pytest.raises(KnowledgeError, match="empty database"):
        await build_demo(store, now=MORNING)
    assert await count(store, Order) == 60


async def test_the_shop_can_go_on_after_its_demo_rows(any_store: Store) -> None:
    await build_demo(any_store, now=MORNING, orders=60, customers=20)
    async with any_store.writing() as unit:
        unit.add(Customer(reference="NEW", name="新客"))
    assert await count(any_store, Customer) == 21


@pytest.mark.parametrize("now", HOURS.values(), ids=HOURS)
async def test_every_situation_is_there_and_in_time_whatever_the_hour(
    store: Store, now: datetime
) -> None:
    await build_demo(store, now=now, orders=300, customers=60)
    await every_situation_is_there(store, now)
    await times_agree(store, now)


async def every_situation_is_there(store: Store, now: datetime) -> None:
    async with store.reading() as unit:
        told = await acts(unit, now)
        states = Counter(order.status for order in await all_of(unit, Order))
        refunds = Counter(refund.status for refund in await all_of(unit, Refund))
    assert set(told) == {
        "order_unpaid",
        "order_preparing",
        "order_cancelled",
        "order_refunded",
        "parcel_label_made",
        "parcel_in_transit",
        "parcel_out_for_delivery",
        "parcel_attempt_failed",
        "parcel_waiting_pickup",
        "parcel_delivered",
        "parcel_late",
        "parcel_no_eta",
        "parcel_lost",
        "parcel_exception",
        "parcel_returning",
        "parcel_split",
    }
    assert set(states) == set(OrderStatus)
    assert set(refunds) == set(RefundStatus)


async def times_agree(store: Store, now: datetime) -> None:
    async with store.reading() as unit:
        orders = {order.key: order for order in await all_of(unit, Order)}
        parcels = {parcel.key: parcel for parcel in await all_of(unit, Shipment)}
        events: dict[int, list[TrackingEvent]] = {key: [] for key in parcels}
        for event in await all_of(unit, TrackingEvent):
            events[event.shipment_id].append(event)
        refunds = await all_of(unit, Refund)
    for order in orders.values():
        assert now - timedelta(days=125) < order.placed_at < now
        assert order.ship_by and order.placed_at < order.ship_by
        assert order.number.startswith(f"XE{order.placed_at.astimezone(ZONE):%y%m%d}")
        assert order.cancelled_at is None or order.placed_at < order.cancelled_at < now
    for parcel in parcels.values():
        scans = events[parcel.key]
        times = [scan.happened_at for scan in scans]
        assert times == sorted(times)
        assert scans[-1].status is parcel.status
        assert orders[parcel.order_id].placed_at < times[0] <= times[-1] <= now
        assert parcel.shipped_at is None or parcel.shipped_at < now
        if parcel.status is TrackingStatus.DELIVERED:
            assert parcel.delivered_at == times[-1]
        assert parcel.promised_at
        assert parcel.promised_at.astimezone(ZONE).hour == 18
    for refund in refunds:
        assert refund.requested_at < now
        assert refund.paid_at is None or refund.paid_at < now
        assert refund.status is not RefundStatus.PENDING or (refund.due_at and refund.due_at > now)


async def test_the_pickers_customers_have_something_to_ask_about(full: Store) -> None:
    told = []
    async with full.reading() as unit:
        picker = await some_customers(unit)
        for customer in picker:
            orders = await orders_of(unit, customer.key, 0)
            assert 1 <= len(orders) <= 3
            told.append(await act_of(unit, orders[0], MORNING))
            if customer.reference == "C0006":
                pending = await refunds_of(unit, [order.key for order in orders])
                assert pending[0].status is RefundStatus.PENDING
    assert [customer.language for customer in picker] == ["zh", "en"] * 6
    assert set(told) == {
        "parcel_in_transit",
        "parcel_late",
        "parcel_split",
        "parcel_delivered",
        "order_unpaid",
        "parcel_out_for_delivery",
        "parcel_waiting_pickup",
        "order_preparing",
        "parcel_returning",
        "parcel_attempt_failed",
    }


async def test_money_adds_up(full: Store) -> None:
    async with full.reading() as unit:
        goods: Counter[int] = Counter()
        for line in await all_of(unit, OrderLine):
            goods[line.order_id] += line.quantity * line.unit_price_minor
        payments = {payment.order_id: payment for payment in await all_of(unit, Payment)}
        for order in await all_of(unit, Order):
            # Shipping is ¥0, ¥8 or ¥15, with SF ¥12 more (POLICY.md, Shipping).
            assert order.total_minor - goods[order.key] in {0, 800, 1500, 1200, 2000, 2700}
            payment = payments[order.key]
            assert payment.amount_minor == order.total_minor
            if order.status is OrderStatus.AWAITING_PAYMENT:
                assert payment.status is PaymentStatus.PENDING


async def test_stock_leaves_work_for_the_restock(full: Store) -> None:
    async with full.reading() as unit:
        levels = await all_of(unit, StockLevel)
        offers = {offer.sku_id for offer in await all_of(unit, SupplierOffer)}
        skus = {sku.key for sku in await all_of(unit, Sku)}
        open_lines = (
            await unit.exec(select(PurchaseOrderLine).where(col(PurchaseOrderLine.open).is_(True)))
        ).all()
    assert {level.sku_id for level in levels} == skus == offers
    assert sum(level.available == 0 for level in levels) >= 5
    assert sum(0 < level.available <= 10 for level in levels) >= 4
    assert sum(level.available > 30 for level in levels) > len(levels) / 2
    assert any(level.reserved for level in levels)
    coming = {level.sku_id for level in levels if level.restock_at is not None}
    assert coming == {line.sku_id for line in open_lines}
    assert all(level.restock_at > MORNING for level in levels if level.restock_at)


async def test_suppliers_lead_times_differ_and_can_be_observed(full: Store) -> None:
    async with full.reading() as unit:
        received = (
            await unit.exec(
                select(PurchaseOrder).where(PurchaseOrder.status == PurchaseOrderStatus.RECEIVED)
            )
        ).all()
        languages = {supplier.language for supplier in await all_of(unit, Supplier)}
    leads: dict[int, list[float]] = {}
    for order in received:
        assert order.received_at and order.requested_at < order.received_at < MORNING
        lead = (order.received_at - order.requested_at) / timedelta(days=1)
        leads.setdefault(order.supplier_id, []).append(lead)
    means = {round(sum(times) / len(times)) for times in leads.values()}
    assert len(leads) == 8
    assert min(len(times) for times in leads.values()) >= 6
    assert max(means) - min(means) >= 10
    assert languages == {"zh", "en"}


async def test_sales_follow_the_catalogues_demand(full: Store) -> None:
    async with full.reading() as unit:
        codes = {sku.key: sku.code for sku in await all_of(unit, Sku)}
        days: Counter[str] = Counter(codes[row.sku_id] for row in await all_of(unit, DailySales))
        today = MORNING.astimezone(ZONE).date()
        newest = (await unit.exec(select(func.max(DailySales.day)))).one()
        summer, winter = [
            (
                await unit.exec(
                    select(func.sum(DailySales.quantity))
                    .join(Sku, col(Sku.id) == DailySales.sku_id)
                    .where(Sku.code == "ELC-07-WH", func.strftime("%m", DailySales.day) == month)
                )
            ).one()
            for month in ("07", "01")
        ]
    assert newest == today - timedelta(days=1)
    assert days["STA-03-10"] > 330
    assert days["OUT-06-15"] < 120
    assert summer > 4 * (winter or 0)


async def test_products_are_found_by_name_in_both_languages(any_store: Store) -> None:
    await build_demo(any_store, now=MORNING, orders=60, customers=20)
    async with any_store.reading() as unit:
        by_chinese = await products_named(unit, "保温杯还有货吗")
        by_english = await products_named(unit, "travel mugs")
    assert by_chinese[0].code == by_english[0].code == "CUP-01"


def test_the_catalogue_is_one_that_could_be_imported() -> None:
    catalogue = read_catalogue()
    assert len({row.sku for row, _ in catalogue}) == len(catalogue) >= 80


def test_each_article_is_there_in_both_languages() -> None:
    articles = demo_articles()
    slugs = Counter(article.slug for article in articles)
    assert len(articles) > 200
    assert set(slugs.values()) == {2}


def test_a_small_shop_has_every_situation_too() -> None:
    assert set(situations(60)) == set(Situation)
    assert len(situations(5)) == 5


async def test_the_benchmarks_rows_are_ordinary_old_ones(any_store: Store) -> None:
    await build_demo(any_store, now=MORNING, orders=60, customers=20)
    told: list[tuple[int, int]] = []
    await fill_for_bench(any_store, 505, 1010, progress=lambda *at: told.append(at))
    assert told[-1][0] == told[-1][1]
    assert await count(any_store, Order) == 565
    assert await count(any_store, Message) == 1010
    async with any_store.reading() as unit:
        order = (await unit.exec(select(Order).where(Order.number == "BX0000000061"))).one()
        (view,) = await parcels_of(unit, order.key)
        waiting = (await unit.exec(select(Message).where(col(Message.handled_at).is_(None)))).all()
        said = (await unit.exec(select(Message).limit(1))).one()
    assert order.placed_at.tzinfo is UTC
    assert view.shipment.status is TrackingStatus.DELIVERED
    assert view.last_event and view.last_event.status is TrackingStatus.DELIVERED
    assert not waiting
    assert said.data == {}


async def test_the_benchmarks_rows_can_be_added_to(any_store: Store) -> None:
    await build_demo(any_store, now=MORNING, orders=60, customers=20)
    await fill_for_bench(any_store, 20, 40)
    await fill_for_bench(any_store, 20, 40)
    assert await count(any_store, Order) == 100
    async with any_store.writing() as unit:
        unit.add(Customer(reference="NEW", name="新客"))


async def test_the_benchmark_needs_a_catalogue(store: Store) -> None:
    with pytest.raises(KnowledgeError, match="catalogue"):
        await fill_for_bench(store, 10, 10)
