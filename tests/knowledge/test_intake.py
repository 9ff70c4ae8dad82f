"""Rows become records: added once, brought up to date, the same the second time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, func, select

from knowledge.intake import (
    CustomerRow,
    OrderRow,
    Outcome,
    ProductRow,
    RowRefused,
    SalesRow,
    ShipmentRow,
    StockRow,
    TrackingEventRow,
    put_customer,
    put_customers,
    put_order,
    put_product,
    put_sales,
    put_shipment,
    put_stock,
    put_tracking_event,
    put_tracking_events,
    read_row,
)
from knowledge.queries.catalogue import products_named
from knowledge.records import (
    Customer,
    DailySales,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Record,
    Shipment,
    ShipmentLine,
    Sku,
    StockLevel,
    TrackingEvent,
    TrackingStatus,
)
from knowledge.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 11, 23, 9, tzinfo=ZONE)


def customer(**values: object) -> CustomerRow:
    return read_row(CustomerRow, {"reference": "C1", "name": "林晓雨"} | values, zone=ZONE)


def product(**values: object) -> ProductRow:
    given = {"product_code": "CUP", "sku": "CUP-1", "name_zh": "保温杯", "price": "39.00"}
    return read_row(ProductRow, given | values, zone=ZONE)


def line(sku: str = "CUP-1", quantity: int = 1, price: str = "39.00") -> dict[str, object]:
    return {"sku": sku, "quantity": quantity, "unit_price": price}


def order(**values: object) -> OrderRow:
    given: dict[str, object] = {
        "number": "XE1",
        "customer": "C1",
        "status": "shipped",
        "placed_at": "2026-11-20 09:30",
        "total": "39.00",
        "lines": [line()],
    }
    return read_row(OrderRow, given | values, zone=ZONE)


def parcel(**values: object) -> ShipmentRow:
    given = {"order": "XE1", "carrier": "sf", "tracking_number": "SF1", "status": "InTransit"}
    return read_row(ShipmentRow, given | values, zone=ZONE)


def scan(external_id: str, status: str, at: datetime, **values: object) -> TrackingEventRow:
    given = {"external_id": external_id, "status": status, "happened_at": at.isoformat()}
    return read_row(TrackingEventRow, given | values, zone=ZONE)


async def put(store: Store, putting: Callable[..., Any], *given: object) -> Any:
    async with store.writing() as unit:
        return await putting(unit, *given)


async def one(store: Store, table: type[Record]) -> Any:
    async with store.reading() as unit:
        return (await unit.exec(select(table))).one()


async def count(store: Store, table: type[Record]) -> int:
    async with store.reading() as unit:
        return (await unit.exec(select(func.count(col(table.id))))).one()


async def with_order(store: Store, **values: object) -> None:
    await put(store, put_customer, customer(phone="13812345678"))
    await put(store, put_product, product())
    await put(store, put_product, product(sku="CUP-2"))
    await put(store, put_order, order(**values))


async def test_a_customer_is_added_then_updated_then_left_alone(any_store: Store) -> None:
    outcomes = [
        await put(any_store, put_customer, row)
        for row in (customer(), customer(level="gold"), customer(level="gold"))
    ]
    assert outcomes == [Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED]
    assert (await one(any_store, Customer)).level == "gold"


async def test_an_absent_value_is_kept_and_a_blank_one_cleared(store: Store) -> None:
    await put(store, put_customer, customer(phone="13812345678", email="a@example.com"))
    await put(store, put_customer, customer(email=""))
    held = await one(store, Customer)
    assert (held.phone, held.email) == ("+8613812345678", None)


async def test_rows_of_one_batch_may_be_about_the_same_record(store: Store) -> None:
    results = await put(store, put_customers, [customer(), customer(level="gold")])
    assert results == [Outcome.CREATED, Outcome.UPDATED]
    assert (await one(store, Customer)).level == "gold"


async def test_rows_put_at_the_same_time_make_one_record(any_store: Store) -> None:
    outcomes = await asyncio.gather(*(put(any_store, put_customer, customer()) for _ in range(6)))
    assert sorted(outcomes) == [Outcome.CREATED, *[Outcome.UNCHANGED] * 5]


async def test_a_products_variants_share_it_and_it_is_found_by_name(any_store: Store) -> None:
    first = await put(any_store, put_product, product())
    second = await put(any_store, put_product, product(sku="CUP-2", price="49.00"))
    assert (first, second) == (Outcome.CREATED, Outcome.CREATED)
    async with any_store.reading() as unit:
        (found,) = await products_named(unit, "有保温杯吗")
        prices = (await unit.exec(select(Sku.price_minor).order_by(col(Sku.code)))).all()
    assert (found.name_zh, found.name_en) == ("保温杯", "保温杯")
    assert list(prices) == [3900, 4900]


async def test_a_renamed_product_is_found_by_its_new_name_only(any_store: Store) -> None:
    await put(any_store, put_product, product())
    assert await put(any_store, put_product, product(name_zh="雨伞")) is Outcome.UPDATED
    async with any_store.reading() as unit:
        assert await products_named(unit, "保温杯") == []
        assert len(await products_named(unit, "雨伞")) == 1


async def test_an_order_is_added_once_with_its_lines_and_payment(any_store: Store) -> None:
    await with_order(any_store, payment_method="alipay", paid_at="2026-11-20 09:31")
    again = order(payment_method="alipay", paid_at="2026-11-20 09:31")
    assert await put(any_store, put_order, again) is Outcome.UNCHANGED
    held, paid = await one(any_store, Order), await one(any_store, Payment)
    assert (held.recipient, held.phone, held.total_minor) == ("林晓雨", "+8613812345678", 3900)
    assert (paid.status, paid.amount_minor) == (PaymentStatus.PAID, 3900)
    assert paid.paid_at == datetime(2026, 11, 20, 1, 31, tzinfo=UTC)
    assert await count(any_store, OrderLine) == 1


async def test_an_order_says_when_it_was_packed_and_keeps_it(store: Store) -> None:
    await with_order(store)
    assert (await one(store, Order)).packed_at is None
    packed = order(packed_at="2026-11-20 11:05")
    assert await put(store, put_order, packed) is Outcome.UPDATED
    assert await put(store, put_order, order()) is Outcome.UNCHANGED
    assert (await one(store, Order)).packed_at == datetime(2026, 11, 20, 3, 5, tzinfo=UTC)


async def test_a_payment_is_not_undone_by_a_row_that_does_not_speak_of_it(store: Store) -> None:
    await with_order(store, payment_method="alipay", paid_at="2026-11-20 09:31")
    assert await put(store, put_order, order(payment_method="alipay")) is Outcome.UNCHANGED
    assert await put(store, put_order, order()) is Outcome.UNCHANGED
    assert (await one(store, Payment)).status is PaymentStatus.PAID


async def test_an_unpaid_orders_payment_becomes_paid(store: Store) -> None:
    await with_order(store, status="awaiting_payment", payment_method="wechat_pay")
    assert (await one(store, Payment)).status is PaymentStatus.PENDING
    paid = order(status="preparing", payment_method="wechat_pay", paid_at="2026-11-20 09:40")
    assert await put(store, put_order, paid) is Outcome.UPDATED
    assert (await one(store, Payment)).status is PaymentStatus.PAID


async def test_an_orders_lines_follow_the_row(any_store: Store) -> None:
    await with_order(any_store, lines=[line(), line("CUP-2"), line(price="0")])
    async with any_store.writing() as unit:
        held = (await unit.exec(select(OrderLine).order_by(col(OrderLine.id)))).all()
        order_id = held[0].order_id
        sent = Shipment(
            order_id=order_id, carrier="sf", tracking_number="S", status=TrackingStatus.PENDING
        )
        unit.add(sent)
        await unit.flush()
        for part in held:
            unit.add(ShipmentLine(shipment_id=sent.key, order_line_id=part.key, quantity=1))
    changed = order(lines=[line(quantity=2), line(price="0")])
    assert await put(any_store, put_order, changed) is Outcome.UPDATED
    assert await put(any_store, put_order, changed) is Outcome.UNCHANGED
    async with any_store.reading() as unit:
        kept = (await unit.exec(select(OrderLine).order_by(col(OrderLine.id)))).all()
    assert [(part.quantity, part.unit_price_minor) for part in kept] == [(2, 3900), (1, 0)]
    assert await count(any_store, ShipmentLine) == 2


async def test_an_order_of_someone_unknown_is_refused_by_name(store: Store) -> None:
    await with_order(store)
    with pytest.raises(RowRefused) as refusal:
        await put(store, put_order, order(number="XE2", customer="C9", lines=[line(), line("X")]))
    assert str(refusal.value) == (
        'customer "C9" is not a known customer; sku "X" is not a known SKU'
    )
    assert [problem.line for problem in refusal.value.problems] == [None, 1]
    assert await count(store, Order) == 1


async def test_a_parcel_is_added_once_and_sends_its_order(any_store: Store) -> None:
    await with_order(any_store, status="preparing")
    outcomes = [await put(any_store, put_shipment, parcel()) for _ in range(2)]
    assert outcomes == [Outcome.CREATED, Outcome.UNCHANGED]
    assert (await one(any_store, Order)).status is OrderStatus.SHIPPED


async def test_a_label_alone_does_not_send_the_order(store: Store) -> None:
    await with_order(store, status="preparing")
    await put(store, put_shipment, parcel(status="InfoReceived"))
    assert (await one(store, Order)).status is OrderStatus.PREPARING


async def test_a_parcel_of_no_known_order_or_of_another_one_is_refused(store: Store) -> None:
    await with_order(store)
    await put(store, put_order, order(number="XE2"))
    await put(store, put_shipment, parcel())
    with pytest.raises(RowRefused, match='order "XE9" is not a known order'):
        await put(store, put_shipment, parcel(order="XE9"))
    with pytest.raises(RowRefused, match="parcel of another order"):
        await put(store, put_shipment, parcel(order="XE2"))


async def test_the_newest_scan_tells_how_the_parcel_stands(any_store: Store) -> None:
    await with_order(any_store)
    await put(any_store, put_shipment, parcel())
    row = scan("1", "OutForDelivery", NINE, expected_at="2026-11-23", location_zh="北京市")
    assert await put(any_store, put_tracking_event, "sf", "SF1", row) is Outcome.CREATED
    assert await put(any_store, put_tracking_event, "sf", "SF1", row) is Outcome.UNCHANGED
    held = await one(any_store, Shipment)
    assert held.status is TrackingStatus.OUT_FOR_DELIVERY
    assert held.expected_at == datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)
    assert await count(any_store, TrackingEvent) == 1


async def test_a_late_scan_is_kept_and_turns_nothing_back(store: Store) -> None:
    await with_order(store)
    await put(store, put_shipment, parcel())
    await put(store, put_tracking_event, "sf", "SF1", scan("2", "Delivered", NINE))
    earlier = scan("1", "OutForDelivery", NINE - timedelta(hours=1), expected_at="2026-11-29")
    assert await put(store, put_tracking_event, "sf", "SF1", earlier) is Outcome.CREATED
    held = await one(store, Shipment)
    assert (held.status, held.delivered_at) == (TrackingStatus.DELIVERED, NINE)
    assert held.expected_at is None
    assert await count(store, TrackingEvent) == 2


async def test_scans_in_any_order_leave_the_parcel_the_same(store: Store) -> None:
    await with_order(store)
    await put(store, put_shipment, parcel(status="Pending"))
    scans = [
        scan("3", "AttemptFail", NINE + timedelta(hours=3)),
        scan("1", "InTransit", NINE),
        scan("2", "OutForDelivery", NINE + timedelta(hours=1)),
    ]
    await put(store, put_tracking_events, "sf", "SF1", scans)
    assert (await one(store, Shipment)).status is TrackingStatus.ATTEMPT_FAIL


async def test_a_corrected_scan_is_followed(store: Store) -> None:
    await with_order(store)
    await put(store, put_shipment, parcel())
    await put(store, put_tracking_event, "sf", "SF1", scan("1", "Delivered", NINE))
    corrected = scan("1", "AttemptFail", NINE)
    assert await put(store, put_tracking_event, "sf", "SF1", corrected) is Outcome.UPDATED
    held = await one(store, Shipment)
    assert (held.status, held.delivered_at) == (TrackingStatus.ATTEMPT_FAIL, None)


async def test_a_scan_of_an_unknown_parcel_is_refused(store: Store) -> None:
    with pytest.raises(RowRefused, match='tracking_number "SF9" is not a known parcel of sf'):
        await put(store, put_tracking_event, "sf", "SF9", scan("1", "Delivered", NINE))


async def test_an_order_is_delivered_when_all_its_parcels_are(any_store: Store) -> None:
    await with_order(any_store)
    for number in ("SF1", "SF2"):
        await put(any_store, put_shipment, parcel(tracking_number=number))
    await put(any_store, put_tracking_event, "sf", "SF1", scan("1", "Delivered", NINE))
    assert (await one(any_store, Order)).status is OrderStatus.SHIPPED
    await put(any_store, put_tracking_event, "sf", "SF2", scan("1", "Delivered", NINE))
    assert (await one(any_store, Order)).status is OrderStatus.DELIVERED


async def test_a_parcel_back_at_the_shop_delivers_nothing(store: Store) -> None:
    await with_order(store)
    await put(store, put_shipment, parcel(status="Exception", is_returning="true"))
    await put(store, put_tracking_event, "sf", "SF1", scan("1", "Delivered", NINE))
    assert (await one(store, Order)).status is OrderStatus.SHIPPED


async def test_older_rows_do_not_turn_back_what_scans_have_told(store: Store) -> None:
    await with_order(store)
    await put(store, put_shipment, parcel())
    await put(store, put_tracking_event, "sf", "SF1", scan("1", "Delivered", NINE))
    assert await put(store, put_shipment, parcel()) is Outcome.UNCHANGED
    assert await put(store, put_order, order()) is Outcome.UNCHANGED
    assert (await one(store, Shipment)).status is TrackingStatus.DELIVERED
    assert (await one(store, Order)).status is OrderStatus.DELIVERED


async def test_a_refunded_order_stays_refunded_when_its_parcel_arrives(store: Store) -> None:
    await with_order(store, status="refunded")
    await put(store, put_shipment, parcel(status="Delivered"))
    assert (await one(store, Order)).status is OrderStatus.REFUNDED


async def test_stock_is_set_and_its_return_can_be_cleared(any_store: Store) -> None:
    await put(any_store, put_product, product())

    def row(**values: object) -> StockRow:
        return read_row(StockRow, {"sku": "CUP-1", "on_hand": "3"} | values, zone=ZONE)

    assert await put(any_store, put_stock, row(restock_at="2026-12-01")) is Outcome.CREATED
    assert await put(any_store, put_stock, row(restock_at="2026-12-01")) is Outcome.UNCHANGED
    assert await put(any_store, put_stock, row(on_hand="0", restock_at="")) is Outcome.UPDATED
    held = await one(any_store, StockLevel)
    assert (held.on_hand, held.restock_at) == (0, None)
    with pytest.raises(RowRefused, match='sku "X" is not a known SKU'):
        await put(any_store, put_stock, row(sku="X"))


async def test_a_days_sales_are_set_once(any_store: Store) -> None:
    await put(any_store, put_product, product())
    rows = [
        read_row(SalesRow, {"sku": sku, "day": "2026-11-22", "quantity": n}, zone=ZONE)
        for sku, n in (("CUP-1", 4), ("CUP-1", 5), ("X", 1))
    ]
    results = await put(any_store, put_sales, rows)
    assert results[:2] == [Outcome.CREATED, Outcome.UPDATED]
    assert isinstance(results[2], RowRefused)
    assert (await one(any_store, DailySales)).quantity == 5
