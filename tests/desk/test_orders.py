"""Where an order is, when it arrives, and what is done when it does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from knowledge.records import (
    Customer,
    HandoverReason,
    Order,
    OrderStatus,
    StockLevel,
    TrackingStatus,
)
from models.values import Intent, Mood
from tests.fakes import NOW, Desk, Said, local

_NUMBER = "XE2611230042"
_THURSDAY, _LAST_FRIDAY = local(date(2026, 11, 26)), local(date(2026, 11, 20))
_ASKS = {"zh": "我的快递到哪了", "en": "Where is my parcel?"}


@pytest.fixture
async def anna(desk: Desk) -> Customer:
    """A customer who has proven who she is, writing as "anna"."""
    customer = await desk.shop.customer()
    await desk.identify("anna", customer)
    return customer


async def _order(
    desk: Desk,
    customer: Customer,
    status: OrderStatus = OrderStatus.SHIPPED,
    parcels: Sequence[tuple[TrackingStatus, dict[str, Any]]] = (),
    number: str = _NUMBER,
    **known: Any,
) -> Order:
    mug = await desk.shop.product()
    order = await desk.shop.order(customer, (mug, 2), number=number, status=status, **known)
    for tracking, details in parcels:
        shipment = await desk.shop.shipment(order, tracking, **details)
        await desk.shop.scan(shipment)
    return order


#: How an order can stand: its status, its parcels, the act, and what the text must say.
_SITUATIONS: dict[str, tuple[OrderStatus, dict[str, Any], list[Any], list[str]]] = {
    "order_unpaid": (OrderStatus.AWAITING_PAYMENT, {}, [], ["¥129.00", "陶瓷保温杯 ×2"]),
    "order_preparing": (
        OrderStatus.PREPARING,
        {"ship_by": NOW + timedelta(days=1), "promised_at": _THURSDAY},
        [],
        ["明天", "本周四（11月26日）"],
    ),
    "order_cancelled": (OrderStatus.CANCELLED, {"cancelled_at": _LAST_FRIDAY}, [], ["11月20日"]),
    "order_refunded": (OrderStatus.REFUNDED, {}, [], []),
    "parcel_label_made": (OrderStatus.SHIPPED, {}, [(TrackingStatus.PENDING, {})], ["顺丰速运"]),
    "parcel_in_transit": (
        OrderStatus.SHIPPED,
        {},
        [(TrackingStatus.IN_TRANSIT, {"expected_at": _THURSDAY})],
        ["本周四（11月26日）", "快件已到达杭州转运中心", "今天 08:00"],
    ),
    "parcel_no_eta": (OrderStatus.SHIPPED, {}, [(TrackingStatus.IN_TRANSIT, {})], ["今天 08:00"]),
    "parcel_late": (
        OrderStatus.SHIPPED,
        {},
        [
            (
                TrackingStatus.IN_TRANSIT,
                {"expected_at": _THURSDAY, "promised_at": _LAST_FRIDAY},
            )
        ],
        ["本周四（11月26日）", "11月20日"],
    ),
    "parcel_out_for_delivery": (
        OrderStatus.SHIPPED,
        {},
        [(TrackingStatus.OUT_FOR_DELIVERY, {})],
        ["顺丰速运"],
    ),
    "parcel_attempt_failed": (OrderStatus.SHIPPED, {}, [(TrackingStatus.ATTEMPT_FAIL, {})], []),
    "parcel_waiting_pickup": (
        OrderStatus.SHIPPED,
        {},
        [(TrackingStatus.AVAILABLE_FOR_PICKUP, {"pickup_place": "菜鸟驿站（文三路店）"})],
        ["菜鸟驿站（文三路店）"],
    ),
    "parcel_delivered": (
        OrderStatus.DELIVERED,
        {},
        [(TrackingStatus.DELIVERED, {"delivered_at": NOW - timedelta(hours=18)})],
        ["昨天 16:00"],
    ),
    "parcel_split": (
        OrderStatus.SHIPPED,
        {},
        [
            (TrackingStatus.IN_TRANSIT, {"expected_at": _THURSDAY}),
            (TrackingStatus.DELIVERED, {"delivered_at": NOW - timedelta(hours=18)}),
        ],
        ["1. 顺丰速运", "预计本周四（11月26日）送达", "2. 顺丰速运", "昨天 16:00"],
    ),
}


@pytest.mark.parametrize("act", _SITUATIONS)
async def test_tells_how_an_order_stands(desk: Desk, anna: Customer, act: str) -> None:
    status, details, parcels, facts = _SITUATIONS[act]
    await _order(desk, anna, status, parcels, **details)
    reply = await desk.ask("anna", _ASKS["zh"])
    assert reply.act == act
    assert [fact for fact in [_NUMBER, *facts] if fact not in reply.text] == []
    assert await desk.handover("anna") is None


@pytest.mark.parametrize("act", _SITUATIONS)
async def test_tells_the_same_in_english(desk: Desk, anna: Customer, act: str) -> None:
    status, details, parcels, _ = _SITUATIONS[act]
    await _order(desk, anna, status, parcels, **details)
    reply = await desk.ask("anna", _ASKS["en"])
    assert (reply.act, reply.fallback) == (act, False)
    assert _NUMBER in reply.text
    said = reply.text.replace("菜鸟驿站（文三路店）", "")  # a place has the name it has
    assert not any("\u4e00" <= character <= "\u9fff" for character in said)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("act", "parcel"),
    [
        ("parcel_exception", (TrackingStatus.EXCEPTION, {})),
        ("parcel_returning", (TrackingStatus.EXCEPTION, {"is_returning": True})),
        ("parcel_lost", (TrackingStatus.EXPIRED, {})),
    ],
)
async def test_brings_trouble_to_staff(
    desk: Desk, anna: Customer, act: str, parcel: tuple[Any, Any], language: str
) -> None:
    await _order(desk, anna, parcels=[parcel])
    reply = await desk.ask("anna", _ASKS[language])
    assert reply.act == act
    handover = await desk.handover("anna")
    assert handover is not None
    assert (handover.reason, handover.tried) == (
        HandoverReason.PARCEL_PROBLEM,
        f"{_NUMBER}: {act}",
    )


async def test_brings_one_troubled_parcel_of_several_to_staff_and_says_so(
    desk: Desk, anna: Customer
) -> None:
    await _order(
        desk, anna, parcels=[(TrackingStatus.IN_TRANSIT, {}), (TrackingStatus.EXCEPTION, {})]
    )
    reply = await desk.ask("anna", _ASKS["zh"])
    assert reply.act == "parcel_split+handover_open"
    assert await desk.handover("anna") is not None


async def test_does_not_call_a_shipped_order_unpacked_for_want_of_a_parcel(
    desk: Desk, anna: Customer
) -> None:
    await _order(desk, anna, OrderStatus.SHIPPED)
    assert (await desk.ask("anna", _ASKS["zh"])).act == "parcel_no_eta"


@pytest.mark.parametrize("parcels", [[], [(TrackingStatus.DELIVERED, {})]])
async def test_invents_no_day_for_a_delivery_without_one(
    desk: Desk, anna: Customer, parcels: list[Any]
) -> None:
    mug = await desk.shop.product()
    order = await desk.shop.order(
        anna, (mug, 1), number=_NUMBER, status=OrderStatus.DELIVERED, promised_at=_THURSDAY
    )
    for status, _ in parcels:
        await desk.shop.shipment(order, status)
    reply = await desk.ask("anna", "Where is my parcel?")
    assert reply.act == "parcel_delivered"
    assert "was delivered earlier." in reply.text
    assert "November" not in reply.text and "today" not in reply.text


@pytest.mark.parametrize(
    "known",
    [
        {"ship_by": _LAST_FRIDAY, "promised_at": _THURSDAY},
        {"ship_by": _THURSDAY, "promised_at": _LAST_FRIDAY},
    ],
)
async def test_promises_no_passed_day_of_an_order_not_sent(
    desk: Desk, anna: Customer, known: dict[str, Any]
) -> None:
    await _order(desk, anna, OrderStatus.PREPARING, **known)
    reply = await desk.ask("anna", _ASKS["zh"])
    assert "11月20日" not in reply.text
    if known["ship_by"] == _LAST_FRIDAY:
        assert "本周四" not in reply.text


# --- when does it arrive? ---


async def _answer_to_when(desk: Desk, text: str = "我订购的产品什么时候能送达?") -> Said:
    return await desk.ask("anna", text)


@pytest.mark.parametrize(
    ("status", "known", "parcels"),
    [
        (OrderStatus.SHIPPED, {}, [(TrackingStatus.IN_TRANSIT, {"expected_at": _THURSDAY})]),
        (OrderStatus.SHIPPED, {}, [(TrackingStatus.PENDING, {"expected_at": _THURSDAY})]),
        (OrderStatus.PREPARING, {"promised_at": _THURSDAY}, []),
        (
            OrderStatus.SHIPPED,
            {},
            [
                (
                    TrackingStatus.IN_TRANSIT,
                    {"expected_at": _THURSDAY, "promised_at": _LAST_FRIDAY},
                )
            ],
        ),
    ],
)
async def test_tells_the_day_that_the_record_says(
    desk: Desk, anna: Customer, status: OrderStatus, known: dict[str, Any], parcels: list[Any]
) -> None:
    await _order(desk, anna, status, parcels, **known)
    assert "本周四" in (await _answer_to_when(desk)).text
    english = await _answer_to_when(desk, "When will my order arrive?")
    assert "on Thursday, 26 November" in english.text


async def test_tells_the_day_even_in_the_plain_sentence(desk: Desk, anna: Customer) -> None:
    desk.mind.wordings["delivery_eta"] = "明天就到"
    await _order(desk, anna, parcels=[(TrackingStatus.IN_TRANSIT, {"expected_at": _THURSDAY})])
    reply = await _answer_to_when(desk)
    assert (reply.text, reply.fallback) == ("目前预计本周四（11月26日）送达，请您留意。", True)


async def test_does_not_guess_a_day(desk: Desk, anna: Customer) -> None:
    await _order(desk, anna, parcels=[(TrackingStatus.IN_TRANSIT, {"expected_at": _LAST_FRIDAY})])
    reply = await _answer_to_when(desk)
    assert reply.act == "parcel_no_eta"
    assert "11月20日" not in reply.text


async def test_tells_what_has_arrived_instead_of_when(desk: Desk, anna: Customer) -> None:
    await _order(desk, anna, OrderStatus.DELIVERED, _SITUATIONS["parcel_delivered"][2])
    assert (await _answer_to_when(desk)).act == "parcel_delivered"


# --- it did not arrive ---


async def test_tells_what_is_known_first_and_brings_it_to_staff_the_second_time(
    desk: Desk, anna: Customer
) -> None:
    await _order(desk, anna, parcels=[(TrackingStatus.IN_TRANSIT, {"expected_at": _THURSDAY})])
    assert (await desk.ask("anna", "还没收到")).act == "parcel_in_transit"
    assert await desk.handover("anna") is None
    assert (await desk.ask("anna", "I did not get it")).act == "problem_reported"
    handover = await desk.handover("anna")
    assert handover is not None and handover.reason is HandoverReason.PARCEL_PROBLEM


async def test_brings_it_to_staff_at_once_when_the_customer_is_angry(
    desk: Desk, anna: Customer
) -> None:
    desk.mind.hears("还没收到！！", Intent.DELIVERY_PROBLEM, mood=Mood.ANGRY)
    await _order(desk, anna, parcels=[(TrackingStatus.IN_TRANSIT, {"expected_at": _THURSDAY})])
    assert (await desk.ask("anna", "还没收到！！")).act == "problem_reported"


async def test_brings_a_delivery_that_is_not_there_to_staff(desk: Desk, anna: Customer) -> None:
    await _order(desk, anna, OrderStatus.DELIVERED, _SITUATIONS["parcel_delivered"][2])
    assert (await desk.ask("anna", "显示签收，没收到")).act == "problem_reported"


@pytest.mark.parametrize("act", ["order_unpaid", "order_preparing", "parcel_waiting_pickup"])
async def test_does_not_bother_the_carrier_with_what_the_record_explains(
    desk: Desk, anna: Customer, act: str
) -> None:
    status, details, parcels, _ = _SITUATIONS[act]
    await _order(desk, anna, status, parcels, **details)
    assert (await desk.ask("anna", "还没收到")).act == act


# --- which order? ---


async def _two(desk: Desk, anna: Customer, first: OrderStatus, second: OrderStatus) -> None:
    for at, status in enumerate((first, second), start=1):
        await _order(desk, anna, status, number=f"XE261123000{at}")


async def test_asks_which_of_several_active_orders(desk: Desk, anna: Customer) -> None:
    await _two(desk, anna, OrderStatus.SHIPPED, OrderStatus.PREPARING)
    asked = await desk.ask("anna", _ASKS["zh"])
    assert asked.act == "choose_order"
    assert list(asked.buttons.values()) == [
        "order:track_order:XE2611230002",
        "order:track_order:XE2611230001",
    ]
    assert all("陶瓷保温杯 ×2" in label for label in asked.buttons)
    chosen = await desk.press("anna", "order:track_order:XE2611230001")
    assert "XE2611230001" in chosen.text


async def test_takes_the_number_for_an_answer_to_which(desk: Desk, anna: Customer) -> None:
    await _two(desk, anna, OrderStatus.PREPARING, OrderStatus.AWAITING_PAYMENT)
    await desk.ask("anna", "还没收到")
    assert "XE2611230001" in (await desk.ask("anna", "XE2611230001")).text


async def test_tells_of_the_only_active_order(desk: Desk, anna: Customer) -> None:
    await _two(desk, anna, OrderStatus.SHIPPED, OrderStatus.CANCELLED)
    assert "XE2611230001" in (await desk.ask("anna", _ASKS["zh"])).text


async def test_tells_of_the_order_with_the_product_named(desk: Desk, anna: Customer) -> None:
    umbrella = await desk.shop.product("雨伞", "Umbrella")
    await desk.shop.order(anna, (umbrella, 1), number="XE2611230001")
    await _order(desk, anna, number="XE2611230002")
    desk.mind.hears("我的雨伞到哪了", Intent.TRACK_ORDER, product="雨伞")
    assert "XE2611230001" in (await desk.ask("anna", "我的雨伞到哪了")).text


async def test_goes_on_with_the_order_last_talked_about(desk: Desk, anna: Customer) -> None:
    await _two(desk, anna, OrderStatus.SHIPPED, OrderStatus.SHIPPED)
    await desk.ask("anna", "XE2611230001 到哪了")
    assert "XE2611230001" in (await desk.ask("anna", "什么时候能送达")).text


async def test_takes_not_arrived_for_the_delivered_order_just_told(
    desk: Desk, anna: Customer
) -> None:
    await _two(desk, anna, OrderStatus.DELIVERED, OrderStatus.SHIPPED)
    await desk.ask("anna", "XE2611230001 到哪了")
    reply = await desk.ask("anna", "可是我没收到")
    assert (reply.act, "XE2611230001" in reply.text) == ("problem_reported", True)


async def test_asks_which_did_not_arrive_of_a_delivered_and_an_active_order(
    desk: Desk, anna: Customer
) -> None:
    await _two(desk, anna, OrderStatus.DELIVERED, OrderStatus.SHIPPED)
    assert (await desk.ask("anna", "显示签收，没收到")).act == "choose_order"


async def test_does_not_ask_about_an_order_delivered_long_ago(desk: Desk, anna: Customer) -> None:
    long_ago = NOW - timedelta(days=60)
    await _order(desk, anna, OrderStatus.DELIVERED, number="XE2611230001", placed_at=long_ago)
    await _order(desk, anna, OrderStatus.SHIPPED, number="XE2611230002")
    assert (await desk.ask("anna", "还没收到")).act != "choose_order"


async def test_finds_an_order_by_its_parcel(desk: Desk, anna: Customer) -> None:
    await _two(desk, anna, OrderStatus.SHIPPED, OrderStatus.PREPARING)
    order = (await desk.records(Order, Order.number == "XE2611230001"))[0]
    await desk.shop.shipment(order, tracking_number="SF1234567890123")
    assert "XE2611230001" in (await desk.ask("anna", "SF1234567890123")).text


async def test_says_that_there_is_no_order(desk: Desk, anna: Customer) -> None:
    assert (await desk.ask("anna", _ASKS["zh"])).act == "no_orders"


async def test_lists_the_latest_orders_with_buttons(desk: Desk, anna: Customer) -> None:
    await _two(desk, anna, OrderStatus.SHIPPED, OrderStatus.DELIVERED)
    listed = await desk.command("anna", "orders")
    assert listed.text.splitlines()[1:] == [
        "XE2611230002 · 11月20日 · 陶瓷保温杯 ×2",
        "XE2611230001 · 11月20日 · 陶瓷保温杯 ×2",
    ]
    assert set(listed.buttons.values()) == {
        "order:track_order:XE2611230001",
        "order:track_order:XE2611230002",
    }


@pytest.mark.parametrize(
    ("on_hand", "shown", "not_shown"),
    [(1, ["11月30日", "12月2日"], ["11月24日"]), (2, ["明天", "本周四（11月26日）"], ["11月30日"])],
)
async def test_an_order_that_waits_for_goods_is_told_the_day_they_allow(
    desk: Desk, anna: Customer, on_hand: int, shown: list[str], not_shown: list[str]
) -> None:
    promised: dict[str, Any] = {"ship_by": NOW + timedelta(days=1), "promised_at": _THURSDAY}
    await _order(desk, anna, OrderStatus.PREPARING, **promised)
    async with desk.store.writing() as unit:
        for level in (await unit.exec(select(StockLevel))).all():
            level.on_hand, level.reserved = on_hand, 2
            level.restock_at = local(date(2026, 11, 30))
    (said,) = await desk.say("anna", _ASKS["zh"])
    assert all(day in said.text for day in shown)
    assert not any(day in said.text for day in not_shown)
