"""A day's routes: planned from the records, kept, and told to customers."""

from __future__ import annotations

import asyncio
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.errors import RoutesRefused
from bot.rules.delivery import Delivery
from bot.rules.policy import Policy
from bot.rules.routes import Unserved
from bot.supply.route_map import drawn
from bot.supply.route_sheet import Sheet, table
from bot.supply.routes import RouteDesk
from bot.supply.routing_solver import Problem, search
from knowledge.records import (
    Channel,
    Customer,
    DeliveryPlace,
    DeliveryPlan,
    DeliveryStop,
    Order,
    OrderStatus,
    OutboxItem,
    Payment,
    PaymentStatus,
    PlanState,
    Shipment,
    TrackingStatus,
    address_key,
)
from knowledge.store import Store
from tests.fakes import NOW, ZONE, Desk, FakeClock, Shop, local

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
#: A van and a car in Hangzhou; a degree of latitude is 4.4 hours of straight road away.
POLICY = Policy(
    delivery=Delivery(
        vehicles=("Van, 10, 09:00-17:00", "Car, 4, 09:00-17:00"),
        depot_latitude=30.25,
        depot_longitude=120.15,
        speed_kmh=25,
        detour=1.0,
        service_minutes=5,
    )
)


async def at_once(problem: Problem) -> Sequence[Sequence[int]]:
    """The search without a process of its own, whose start would cost each test half a second."""
    return search(problem)


def desk_of(shop: Shop, policy: Policy = POLICY) -> RouteDesk:
    return RouteDesk(shop.store, policy=policy, zone=ZONE, clock=shop.clock, solver=at_once)


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store, FakeClock())


async def paid_order(
    shop: Shop,
    address: str = "文三路1号",
    *,
    north: float | None = 0.01,
    pieces: int = 1,
    customer: Customer | None = None,
    place: dict[str, Any] | None = None,
    **known: Any,
) -> Order:
    """An order that can be brought, and where its address is: so many degrees north."""
    buyer = customer or await shop.customer()
    mug = await shop.product()
    order = await shop.order(
        buyer,
        (mug, pieces),
        status=OrderStatus.PREPARING,
        address=address,
        recipient="王小明",
        **known,
    )
    await shop.add(
        Payment(order_id=order.key, method="wechat", amount_minor=1, status=PaymentStatus.PAID)
    )
    if north is not None:
        await shop.add(
            DeliveryPlace(
                address_key=address_key(address),
                address=address,
                latitude=30.25 + north,
                longitude=120.15,
                **(place or {}),
            )
        )
    return order


async def parcels(store: Store) -> dict[int, Shipment]:
    async with store.reading() as unit:
        return {one.order_id: one for one in (await unit.exec(select(Shipment))).all()}


def served(sheet: Sheet) -> dict[str, list[str]]:
    return {tour.route.vehicle: [one.order.number for one in tour.stops] for tour in sheet.tours}


def left(sheet: Sheet) -> dict[str, str]:
    return {one.order.number: one.stop.reason for one in sheet.left}


async def test_paid_orders_with_a_place_are_brought_and_their_times_kept(any_store: Store) -> None:
    shop = Shop(any_store, FakeClock())
    near = await paid_order(shop, "文三路 1 号", north=0.01)
    far = await paid_order(shop, "文三路2号", north=0.02, pieces=3)

    sheet = await desk_of(shop).plan(TOMORROW)

    assert list(served(sheet)) in (["Van"], ["Car"])
    (numbers,) = served(sheet).values()
    assert sorted(numbers) == sorted([near.number, far.number])
    kept = await parcels(any_store)
    stops = {one.order.key: one.stop for one in sheet.tours[0].stops}
    for order in (near, far):
        parcel = kept[order.key]
        assert (parcel.carrier, parcel.status) == ("own", TrackingStatus.INFO_RECEIVED)
        assert parcel.expected_at == stops[order.key].expected_at
        assert parcel.expected_at is not None
        assert parcel.expected_at.astimezone(ZONE).date() == TOMORROW
    # 0.04 degrees there and back, 4.45 km
    assert sheet.tours[0].route.road_m == pytest.approx(4448, abs=2)


async def test_only_what_is_paid_not_sent_and_nobody_elses_is_planned(shop: Shop) -> None:
    meant = await paid_order(shop, "A1")
    unpaid = await paid_order(shop, "A2")
    async with shop.store.writing() as unit:
        (payment,) = (await unit.exec(select(Payment).where(Payment.order_id == unpaid.key))).all()
        payment.status = PaymentStatus.PENDING
    cancelled = await paid_order(shop, "A3")
    async with shop.store.writing() as unit:
        (
            await unit.exec(select(Order).where(Order.id == cancelled.id))
        ).one().status = OrderStatus.CANCELLED
    await shop.shipment(await paid_order(shop, "A4"), TrackingStatus.PENDING, carrier="sf")
    nowhere = await paid_order(shop, "A5", north=None)

    sheet = await desk_of(shop).plan(TOMORROW)

    assert list(served(sheet).values()) == [[meant.number]]
    assert sheet.left == () and sheet.placeless == (nowhere.number,)


async def test_what_cannot_be_brought_is_told_with_its_reason(shop: Shop) -> None:
    large = await paid_order(shop, "A1", pieces=11)
    far = await paid_order(shop, "A2", north=2.0)
    # 0.2 degrees are 53 minutes away: nobody is there before 9:53.
    early = await paid_order(
        shop, "A3", north=0.2, place={"window_until": local(TOMORROW, 9).time()}
    )

    sheet = await desk_of(shop).plan(TOMORROW)

    assert left(sheet) == {
        large.number: Unserved.TOO_LARGE.value,
        far.number: Unserved.TOO_FAR.value,
        early.number: Unserved.WINDOW.value,
    }
    assert await parcels(shop.store) == {}


async def test_more_than_one_vehicle_takes_goes_with_two_and_the_rest_waits(shop: Shop) -> None:
    ten = await paid_order(shop, "A1", pieces=10, promised_at=NOW)
    four = await paid_order(shop, "A2", north=0.02, pieces=4)
    more = await paid_order(shop, "A3", north=0.03, pieces=4)

    sheet = await desk_of(shop).plan(TOMORROW)

    assert served(sheet)["Van"] == [ten.number]
    assert served(sheet)["Car"] == [four.number]
    assert left(sheet) == {more.number: Unserved.NO_ROOM.value}


async def test_what_was_promised_for_the_day_goes_first(shop: Shop) -> None:
    await paid_order(shop, "A1", pieces=10, promised_at=NOW)
    await paid_order(shop, "A2", pieces=4, north=0.02, promised_at=NOW + timedelta(days=5))
    due = await paid_order(shop, "A3", pieces=4, north=0.03, promised_at=NOW + timedelta(days=1))
    assert served(await desk_of(shop).plan(TOMORROW))["Car"] == [due.number]


async def test_a_place_has_its_own_window_and_time(shop: Shop) -> None:
    window = {"window_from": local(TOMORROW, 14).time(), "service_minutes": 20}
    await paid_order(shop, place=window)
    (tour,) = (await desk_of(shop).plan(TOMORROW)).tours
    (stop,) = tour.stops
    assert stop.stop.expected_at == local(TOMORROW, 14)
    way = local(TOMORROW, 14) - tour.route.leaves_at
    assert tour.route.returns_at - local(TOMORROW, 14) == way + timedelta(minutes=20)


async def test_planning_a_day_again_makes_its_plan_anew(shop: Shop) -> None:
    first = await paid_order(shop, "A1", pieces=10)
    desk = desk_of(shop)
    await desk.plan(TOMORROW)
    assert set(await parcels(shop.store)) == {first.key}
    async with shop.store.writing() as unit:
        (await unit.exec(select(Order))).one().status = OrderStatus.CANCELLED
    second = await paid_order(shop, "A2", north=0.02)

    sheet = await desk.plan(TOMORROW)
    again = await desk.plan(TOMORROW)

    assert served(sheet) == served(again)
    assert list(served(sheet).values()) == [[second.number]]
    assert set(await parcels(shop.store)) == {second.key}
    async with shop.store.reading() as unit:
        assert len((await unit.exec(select(DeliveryPlan))).all()) == 1
        assert len((await unit.exec(select(DeliveryStop))).all()) == 1


async def test_two_who_plan_a_day_at_once_leave_one_whole_plan(any_store: Store) -> None:
    shop = Shop(any_store, FakeClock())
    orders = [await paid_order(shop, f"A{n}", north=n / 100) for n in (1, 2, 3)]
    one, other = desk_of(shop), desk_of(shop)
    sheets = await asyncio.gather(one.plan(TOMORROW), other.plan(TOMORROW))
    assert await one.sheet(TOMORROW) in sheets
    assert set(await parcels(any_store)) == {order.key for order in orders}
    async with any_store.reading() as unit:
        assert len((await unit.exec(select(DeliveryStop))).all()) == 3


async def test_an_order_is_on_the_routes_of_one_day_to_come(shop: Shop) -> None:
    order = await paid_order(shop)
    desk = desk_of(shop)
    await desk.plan(TOMORROW)
    assert (await desk.plan(TOMORROW + timedelta(days=1))).tours == ()
    shop.clock.move(days=2)  # the vehicles never left: the next day may have it
    assert list(served(await desk.plan(TOMORROW + timedelta(days=2))).values()) == [[order.number]]


async def test_a_parcel_that_a_notice_was_sent_about_loses_its_time_and_stays(shop: Shop) -> None:
    order = await paid_order(shop)
    desk = desk_of(shop)
    await desk.plan(TOMORROW)
    parcel = (await parcels(shop.store))[order.key]
    key = f"notice:late:{parcel.key}"
    await shop.add(
        OutboxItem(channel=Channel.TELEGRAM, destination="1", text="late", idempotency_key=key)
    )
    async with shop.store.writing() as unit:
        (await unit.exec(select(Order))).one().address = "elsewhere"
    await desk.plan(TOMORROW)
    assert (await parcels(shop.store))[order.key].expected_at is None


async def test_today_is_planned_from_now_on(shop: Shop) -> None:
    await paid_order(shop)
    (tour,) = (await desk_of(shop).plan(TODAY)).tours
    assert tour.route.leaves_at >= NOW
    shop.clock.move(hours=8)
    with pytest.raises(RoutesRefused, match="shifts of all vehicles are over"):
        await desk_of(shop).plan(TODAY)


async def test_a_plan_whose_vehicles_left_stays_as_it_is(shop: Shop) -> None:
    order = await paid_order(shop)
    desk = desk_of(shop)
    await desk.plan(TODAY)

    sheet = await desk.start(TODAY)
    assert await desk.start(TODAY) == sheet

    assert sheet.state is PlanState.STARTED
    assert (await parcels(shop.store))[order.key].status is TrackingStatus.OUT_FOR_DELIVERY
    async with shop.store.reading() as unit:
        assert (await unit.exec(select(Order))).one().status is OrderStatus.SHIPPED
    with pytest.raises(RoutesRefused, match="have left"):
        await desk.plan(TODAY)
    assert await desk.sheet(TODAY) == sheet


@pytest.mark.parametrize("change", [{"status": OrderStatus.CANCELLED}, {"address": "文三路9号"}])
async def test_what_changed_since_stays_behind_when_the_vehicles_leave(
    shop: Shop, change: dict[str, Any]
) -> None:
    order = await paid_order(shop)
    desk = desk_of(shop)
    await desk.plan(TODAY)
    async with shop.store.writing() as unit:
        found = (await unit.exec(select(Order))).one()
        for name, value in change.items():
            setattr(found, name, value)

    sheet = await desk.start(TODAY)

    assert left(sheet) == {order.number: Unserved.CHANGED.value}
    assert await parcels(shop.store) == {}


async def test_an_order_called_off_while_the_plan_is_made_is_left(shop: Shop) -> None:
    order = await paid_order(shop)

    async def slow(problem: Problem) -> Sequence[Sequence[int]]:
        async with shop.store.writing() as unit:
            (await unit.exec(select(Order))).one().status = OrderStatus.CANCELLED
        return search(problem)

    desk = RouteDesk(shop.store, policy=POLICY, zone=ZONE, clock=shop.clock, solver=slow)
    assert left(await desk.plan(TOMORROW)) == {order.number: Unserved.CHANGED.value}
    assert await parcels(shop.store) == {}


@pytest.mark.parametrize(
    ("policy", "day", "why"),
    [
        (Policy(), TOMORROW, "does not deliver itself"),
        (POLICY, TODAY - timedelta(days=1), "is over"),
    ],
)
async def test_a_day_that_cannot_be_planned_is_one_sentence(
    shop: Shop, policy: Policy, day: date, why: str
) -> None:
    with pytest.raises(RoutesRefused, match=why):
        await desk_of(shop, policy).plan(day)


async def test_only_todays_vehicles_can_leave_and_only_with_a_plan(shop: Shop) -> None:
    desk = desk_of(shop)
    with pytest.raises(RoutesRefused, match="not today"):
        await desk.start(TOMORROW)
    with pytest.raises(RoutesRefused, match="no plan"):
        await desk.start(TODAY)


@pytest.mark.parametrize(
    ("asks", "says"),
    [("我的快递到哪了", "明天 14:00 左右"), ("Where is my parcel?", "around 14:00")],
)
async def test_the_customer_who_asks_is_told_the_time_of_the_stop(
    store: Store, asks: str, says: str
) -> None:
    desk = Desk(store)
    customer = await desk.shop.customer()
    await desk.identify("anna", customer)
    window = {"window_from": local(TOMORROW, 14).time()}
    promised = NOW + timedelta(days=4)
    await paid_order(desk.shop, customer=customer, place=window, promised_at=promised)
    routes = RouteDesk(store, policy=POLICY, zone=ZONE, clock=desk.clock, solver=at_once)

    await routes.plan(TOMORROW)

    told = await desk.ask("anna", asks)
    assert told.act == "order_preparing" and says in told.text


async def test_the_customer_is_told_the_time_on_the_way_too(store: Store) -> None:
    desk = Desk(store)
    customer = await desk.shop.customer()
    await desk.identify("anna", customer)
    await paid_order(desk.shop, customer=customer, place={"window_from": local(TODAY, 14).time()})
    routes = RouteDesk(store, policy=POLICY, zone=ZONE, clock=desk.clock, solver=at_once)
    await routes.plan(TODAY)
    await routes.start(TODAY)
    told = await desk.ask("anna", "我的快递到哪了")
    assert told.act == "parcel_out_for_delivery"
    assert "本店配送" in told.text and "今天 14:00 左右" in told.text


async def test_the_sheet_is_a_table_and_a_drawing(shop: Shop) -> None:
    first = await paid_order(shop, "A & B <1>", pieces=10)
    second = await paid_order(shop, "A2", north=-0.02, pieces=4)
    third = await paid_order(shop, "A3", north=0.5, pieces=20)
    sheet = await desk_of(shop).plan(TOMORROW)

    lines = table(sheet, ZONE).splitlines()
    assert lines[0].startswith("Routes of 2026-11-24 (planned): vehicles 2, stops 2, 6.7 km")
    assert any(first.number in line and "10 pcs" in line for line in lines)
    assert f"  {third.number}: more pieces than any vehicle takes" in lines

    drawing = ET.fromstring(drawn(sheet, ZONE))
    svg = "{http://www.w3.org/2000/svg}"
    assert drawing.tag == f"{svg}svg"
    assert len(drawing.findall(f"{svg}polyline")) == 2
    titles = [one.text or "" for one in drawing.iter(f"{svg}title")]
    for order in (first, second, third):
        assert any(order.number in title for title in titles)
    width, height = float(drawing.get("width", 0)), float(drawing.get("height", 0))
    for dot in drawing.iter(f"{svg}circle"):
        assert 0 <= float(dot.get("cx", -1)) <= width and 0 <= float(dot.get("cy", -1)) <= height


async def test_a_day_without_a_stop_can_be_drawn_too(shop: Shop) -> None:
    sheet = await desk_of(shop).plan(TOMORROW)
    assert ET.fromstring(drawn(sheet, ZONE)) is not None
    assert table(sheet, ZONE).startswith("Routes of 2026-11-24 (planned): vehicles 0, stops 0")
