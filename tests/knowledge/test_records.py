"""The records keep what they are given, and refuse what must not be, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeVar, cast

import pytest
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import col, select

from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    Customer,
    DailySales,
    Handover,
    HandoverReason,
    Message,
    Order,
    OrderStatus,
    Product,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderStatus,
    Record,
    Shipment,
    Sku,
    Supplier,
    TrackingStatus,
)
from knowledge.store import Store, Unit

RecordT = TypeVar("RecordT", bound=Record)
NOON = datetime(2026, 11, 23, 12, 30, 15, 123456, tzinfo=UTC)


async def keep(unit: Unit, record: RecordT) -> RecordT:
    unit.add(record)
    await unit.flush()
    return record


async def a_customer(unit: Unit, reference: str = "C1") -> Customer:
    return await keep(unit, Customer(reference=reference, name="林晓雨"))


async def an_order(unit: Unit, placed_at: datetime = NOON) -> Order:
    customer = await a_customer(unit)
    order = Order(
        number="XE1",
        customer_id=customer.key,
        status=OrderStatus.SHIPPED,
        placed_at=placed_at,
        total_minor=12900,
    )
    return await keep(unit, order)


async def a_conversation(unit: Unit) -> Conversation:
    account = await keep(unit, ChannelAccount(channel=Channel.TELEGRAM, external_id="42"))
    return await keep(unit, Conversation(account_id=account.key))


def a_message(conversation: Conversation, external_id: str | None) -> Message:
    return Message(
        conversation_id=conversation.key,
        author=Author.CUSTOMER,
        channel=Channel.TELEGRAM,
        external_id=external_id,
        text="在吗",
        data={"按钮": ["a", 1]},
    )


async def a_sku(unit: Unit) -> Sku:
    product = await keep(unit, Product(code="CUP", name_zh="杯", name_en="Cup"))
    return await keep(unit, Sku(code="CUP-1", product_id=product.key, price_minor=3900))


async def test_a_time_comes_back_in_utc_whatever_zone_it_was_given_in(any_store: Store) -> None:
    in_shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    async with any_store.writing() as unit:
        await an_order(unit, placed_at=in_shanghai)
    async with any_store.reading() as unit:
        order = (await unit.exec(select(Order))).one()
    assert order.placed_at == NOON
    assert order.placed_at.tzinfo is UTC
    assert order.created_at.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(any_store: Store) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        async with any_store.writing() as unit:
            await an_order(unit, placed_at=NOON.replace(tzinfo=None))


async def test_times_are_compared_as_moments(any_store: Store) -> None:
    async with any_store.writing() as unit:
        await an_order(unit)
    later = (NOON + timedelta(minutes=1)).astimezone(timezone(timedelta(hours=-5)))
    async with any_store.reading() as unit:
        found = (await unit.exec(select(Order).where(Order.placed_at < later))).all()
    assert len(found) == 1


async def test_an_enum_comes_back_as_the_enum_and_is_kept_as_its_value(any_store: Store) -> None:
    async with any_store.writing() as unit:
        order = await an_order(unit)
        parcel = Shipment(
            order_id=order.key,
            carrier="sf",
            tracking_number="SF1",
            status=TrackingStatus.OUT_FOR_DELIVERY,
        )
        await keep(unit, parcel)
    async with any_store.reading() as unit:
        held = (await unit.exec(select(Shipment))).one()
        connection = await unit.connection()
        raw = (await connection.exec_driver_sql("SELECT status FROM shipment")).scalar_one()
    assert held.status is TrackingStatus.OUT_FOR_DELIVERY
    assert raw == "OutForDelivery"


async def test_a_value_outside_the_enum_is_refused(any_store: Store) -> None:
    with pytest.raises(StatementError):
        async with any_store.writing() as unit:
            customer = await a_customer(unit)
            await keep(
                unit,
                Order(
                    number="XE1",
                    customer_id=customer.key,
                    status=cast(OrderStatus, "eaten"),
                    placed_at=NOON,
                    total_minor=0,
                ),
            )


async def test_chinese_text_json_and_days_come_back_as_they_were(any_store: Store) -> None:
    async with any_store.writing() as unit:
        await keep(unit, a_message(await a_conversation(unit), "1"))
        sku = await a_sku(unit)
        await keep(unit, DailySales(sku_id=sku.key, day=date(2026, 2, 28), quantity=3))
    async with any_store.reading() as unit:
        message = (await unit.exec(select(Message))).one()
        sales = (await unit.exec(select(DailySales))).one()
    assert (message.text, message.data) == ("在吗", {"按钮": ["a", 1]})
    assert sales.day == date(2026, 2, 28)


async def test_the_same_message_of_a_channel_cannot_be_kept_twice(any_store: Store) -> None:
    async with any_store.writing() as unit:
        conversation = await a_conversation(unit)
        await keep(unit, a_message(conversation, "7"))
    with pytest.raises(IntegrityError):
        async with any_store.writing() as unit:
            await keep(unit, a_message(conversation, "7"))


async def test_messages_without_an_outside_id_may_be_many(any_store: Store) -> None:
    async with any_store.writing() as unit:
        conversation = await a_conversation(unit)
        await keep(unit, a_message(conversation, None))
        await keep(unit, a_message(conversation, None))


async def test_an_account_is_one_on_a_channel(any_store: Store) -> None:
    async with any_store.writing() as unit:
        await keep(unit, ChannelAccount(channel=Channel.TELEGRAM, external_id="42"))
        await keep(unit, ChannelAccount(channel=Channel.WEB, external_id="42"))
    with pytest.raises(IntegrityError):
        async with any_store.writing() as unit:
            await keep(unit, ChannelAccount(channel=Channel.WEB, external_id="42"))


async def test_a_record_cannot_name_one_that_is_not_there(any_store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with any_store.writing() as unit:
            await keep(unit, Conversation(account_id=999))


async def test_a_record_that_others_name_cannot_be_removed(any_store: Store) -> None:
    async with any_store.writing() as unit:
        order = await an_order(unit)
    with pytest.raises(IntegrityError):
        async with any_store.writing() as unit:
            owner = (
                await unit.exec(select(Customer).where(Customer.id == order.customer_id))
            ).one()
            await unit.delete(owner)


async def test_a_conversation_has_one_open_handover_and_any_number_of_resolved_ones(
    any_store: Store,
) -> None:
    async with any_store.writing() as unit:
        conversation = await a_conversation(unit)
        for resolved_at in (NOON, NOON, None):
            await keep(
                unit,
                Handover(
                    conversation_id=conversation.key,
                    reason=HandoverReason.ASKED,
                    resolved_at=resolved_at,
                ),
            )
    with pytest.raises(IntegrityError):
        async with any_store.writing() as unit:
            await keep(
                unit, Handover(conversation_id=conversation.key, reason=HandoverReason.ANGRY)
            )


async def test_a_sku_may_have_several_open_purchase_lines_and_any_number_of_closed_ones(
    any_store: Store,
) -> None:
    def line(order: PurchaseOrder, sku: Sku, *, is_open: bool) -> PurchaseOrderLine:
        return PurchaseOrderLine(
            purchase_order_id=order.key,
            sku_id=sku.key,
            quantity=1,
            unit_price_minor=100,
            open=is_open,
        )

    async with any_store.writing() as unit:
        sku = await a_sku(unit)
        supplier = await keep(unit, Supplier(code="S", name="厂"))
        order = await keep(
            unit,
            PurchaseOrder(
                number="PO1",
                supplier_id=supplier.key,
                status=PurchaseOrderStatus.REQUESTED,
                requested_at=NOON,
            ),
        )
        for is_open in (False, False, True, True):
            await keep(unit, line(order, sku, is_open=is_open))
        found = await unit.exec(select(PurchaseOrderLine).where(col(PurchaseOrderLine.open)))
        assert len(found.all()) == 2


async def test_a_record_has_no_key_before_it_is_stored() -> None:
    with pytest.raises(ValueError, match="Customer has no id"):
        assert Customer(reference="C1", name="林").key


async def test_records_are_found_by_their_enum(any_store: Store) -> None:
    async with any_store.writing() as unit:
        await an_order(unit)
    async with any_store.reading() as unit:
        statement = select(Order).where(
            col(Order.status).in_([OrderStatus.SHIPPED, OrderStatus.DELIVERED])
        )
        assert len((await unit.exec(statement)).all()) == 1
