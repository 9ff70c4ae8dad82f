"""Customers ask where their orders are, in both languages, and get their own orders' facts."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk import facts
from tests.journeys.conftest import Begin, Records

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day(moment: datetime | None, language: str) -> str:
    assert moment is not None
    return facts.day(moment, datetime.now(SHANGHAI), language)


@pytest.mark.parametrize(
    "text", ["我订购的产品什么时候能送达?", "快递什么时候能到啊", "哪天能送到我手上"]
)
async def test_a_chinese_customer_is_told_the_day_in_the_records(
    begin: Begin, records: Records, text: str
) -> None:
    newest = (await records.orders("C0001"))[0]
    reply = "\n".join(await (await begin("C0001")).say(text))
    assert day(newest.parcels[0].expected_at, "zh") in reply


@pytest.mark.parametrize(
    "text", ["When will my order arrive?", "when is my package getting here", "eta on my order?"]
)
async def test_an_english_customer_is_told_the_day_in_the_records(
    begin: Begin, records: Records, text: str
) -> None:
    newest = (await records.orders("C0002"))[0]
    reply = "\n".join(await (await begin("C0002")).say(text))
    assert day(newest.parcels[0].expected_at, "en") in reply


@pytest.mark.parametrize(
    ("text", "language"), [("我的包裹到哪了", "zh"), ("Where is my parcel?", "en")]
)
async def test_a_split_order_tells_of_every_parcel(
    begin: Begin, records: Records, text: str, language: str
) -> None:
    order = (await records.orders("C0003"))[0]
    reply = "\n".join(await (await begin("C0003")).say(text))
    assert order.order.number in reply
    assert all(parcel.tracking_number in reply for parcel in order.parcels), language


async def test_several_orders_under_way_are_offered_as_buttons_and_one_is_chosen(
    begin: Begin, records: Records
) -> None:
    customer = await begin("C0004")
    orders = await records.orders("C0004")
    await customer.say("where is my order")
    offered = "\n".join(customer.options())
    assert all(bought.order.number in offered for bought in orders)
    wanted = next(n for n, bought in enumerate(orders, 1) if bought.order.number in offered)
    reply = "\n".join(await customer.say(str(wanted)))
    assert sum(bought.order.number in reply for bought in orders) == 1


@pytest.mark.parametrize(
    ("asker", "text"),
    [
        ("C0001", "帮我查一下 {number} 到哪了"),
        ("C0002", "Where is order {number}?"),
        (None, "订单 {number} 到哪里了"),
        (None, "track {number} please"),
    ],
)
async def test_another_customers_order_is_refused_and_nothing_of_it_leaks(
    begin: Begin, records: Records, asker: str | None, text: str
) -> None:
    other = (await records.orders("C0008"))[0]
    customer = await begin(asker)
    reply = "\n".join(await customer.say(text.format(number=other.order.number)))
    parcel = other.parcels[0]
    secrets = [parcel.tracking_number, other.order.recipient, other.order.address]
    assert reply
    assert not any(secret in reply for secret in secrets if secret)
    assert facts.carrier(parcel.carrier, "zh") not in reply
    assert facts.carrier(parcel.carrier, "en") not in reply


@pytest.mark.parametrize(
    ("ask", "give"),
    [("我的订单到哪了", "{number} 尾号{digits}"), ("where's my order", "{number} {digits}")],
)
async def test_a_stranger_proves_one_order_with_its_number_and_phone_digits(
    begin: Begin, records: Records, ask: str, give: str
) -> None:
    bought = (await records.orders("C0008"))[0]
    customer = await begin(None)
    await customer.say(ask)
    digits = bought.order.phone[-4:]
    reply = "\n".join(await customer.say(give.format(number=bought.order.number, digits=digits)))
    assert bought.order.number in reply


async def test_a_lost_parcel_goes_to_staff_and_the_bot_is_silent_after(
    begin: Begin, records: Records
) -> None:
    lost = (await records.orders("C0004"))[-1]  # the older one has not been scanned for long
    customer = await begin("C0004")
    reply = await customer.say(f"{lost.order.number} 到哪了")
    assert lost.order.number in "\n".join(reply)
    assert await customer.say("在吗？") == []
