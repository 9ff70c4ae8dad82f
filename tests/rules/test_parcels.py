"""How an order stands, as one act; days that have passed are never promised."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.rules.parcels import Parcel, is_active, is_late, local_day, order_act, parcel_act
from knowledge.records import Order, OrderStatus, Shipment, TrackingStatus
from tests.fakes import NOW, ZONE, local

_LOST_AFTER = timedelta(days=10)
_THURSDAY, _LAST_FRIDAY = local(date(2026, 11, 26)), local(date(2026, 11, 20))


def _parcel(
    status: TrackingStatus = TrackingStatus.IN_TRANSIT,
    *,
    last_scan: datetime | None = NOW - timedelta(hours=2),
    **known: Any,
) -> Parcel:
    shipment = Shipment(order_id=1, carrier="sf", tracking_number="SF1", status=status, **known)
    return Parcel(shipment, last_scan)


def _order(status: OrderStatus = OrderStatus.SHIPPED) -> Order:
    return Order(number="XE2611230001", customer_id=1, status=status, placed_at=NOW, total_minor=1)


def _parcel_act(parcel: Parcel, now: datetime = NOW) -> str:
    return parcel_act(parcel, now, _LOST_AFTER)


def _order_act(status: OrderStatus, *parcels: Parcel) -> str:
    return order_act(_order(status), parcels, NOW, _LOST_AFTER)


_ACTS = {
    TrackingStatus.PENDING: "parcel_label_made",
    TrackingStatus.INFO_RECEIVED: "parcel_label_made",
    TrackingStatus.IN_TRANSIT: "parcel_in_transit",
    TrackingStatus.OUT_FOR_DELIVERY: "parcel_out_for_delivery",
    TrackingStatus.ATTEMPT_FAIL: "parcel_attempt_failed",
    TrackingStatus.DELIVERED: "parcel_delivered",
    TrackingStatus.AVAILABLE_FOR_PICKUP: "parcel_waiting_pickup",
    TrackingStatus.EXCEPTION: "parcel_exception",
    TrackingStatus.EXPIRED: "parcel_lost",
}


@pytest.mark.parametrize("status", TrackingStatus)
def test_has_an_act_for_every_status(status: TrackingStatus) -> None:
    assert _parcel_act(_parcel(status, expected_at=_THURSDAY)) == _ACTS[status]


def test_tells_a_parcel_on_its_way_back_from_another_problem() -> None:
    back = _parcel(TrackingStatus.EXCEPTION, is_returning=True)
    assert _parcel_act(back) == "parcel_returning"


@pytest.mark.parametrize("expected", [None, _LAST_FRIDAY])
def test_promises_no_day_without_an_estimate_or_after_it(expected: datetime | None) -> None:
    assert _parcel_act(_parcel(expected_at=expected)) == "parcel_no_eta"


def test_still_expects_a_parcel_late_on_its_day() -> None:
    this_morning = NOW - timedelta(hours=3)
    assert _parcel_act(_parcel(expected_at=this_morning)) == "parcel_in_transit"


def test_says_so_when_the_new_day_is_after_the_promised_one() -> None:
    late = _parcel(expected_at=_THURSDAY, promised_at=_LAST_FRIDAY)
    assert _parcel_act(late) == "parcel_late"


@pytest.mark.parametrize(
    "status",
    [TrackingStatus.IN_TRANSIT, TrackingStatus.OUT_FOR_DELIVERY, TrackingStatus.ATTEMPT_FAIL],
)
def test_takes_a_long_silence_on_the_road_for_a_loss(status: TrackingStatus) -> None:
    heard = NOW - _LOST_AFTER
    quiet = _parcel(status, last_scan=heard - timedelta(seconds=1), expected_at=_THURSDAY)
    assert _parcel_act(quiet) == "parcel_lost"
    assert _parcel_act(_parcel(status, last_scan=heard, expected_at=_THURSDAY)) != "parcel_lost"


def test_takes_a_parcel_never_scanned_since_it_left_for_lost() -> None:
    unheard = _parcel(last_scan=None, shipped_at=NOW - timedelta(days=30))
    assert _parcel_act(unheard) == "parcel_lost"


@pytest.mark.parametrize("status", [TrackingStatus.DELIVERED, TrackingStatus.AVAILABLE_FOR_PICKUP])
def test_does_not_take_a_parcel_at_its_end_for_lost(status: TrackingStatus) -> None:
    assert _parcel_act(_parcel(status, last_scan=NOW - timedelta(days=60))) == _ACTS[status]


def test_counts_a_parcel_as_late_from_the_day_after_the_promised_one() -> None:
    promised = local(date(2026, 11, 23), hour=8)
    tonight, after_midnight = local(date(2026, 11, 23), 23), local(date(2026, 11, 24), 0)
    shipment = _parcel(promised_at=promised).shipment
    assert not is_late(shipment, tonight)
    assert is_late(shipment, after_midnight)


def test_is_never_late_without_a_promise_or_once_it_has_arrived() -> None:
    assert not is_late(_parcel().shipment, NOW)
    arrived = _parcel(TrackingStatus.DELIVERED, promised_at=_LAST_FRIDAY)
    assert not is_late(arrived.shipment, NOW)


def test_judges_days_in_the_shops_zone_and_not_in_utc() -> None:
    # 00:30 on Tuesday in Shanghai is still 16:30 on Monday in UTC.
    now = datetime(2026, 11, 24, 0, 30, tzinfo=ZONE)
    expected = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # Monday 22:00 in Shanghai
    assert local_day(expected, now) == date(2026, 11, 23)
    assert _parcel_act(_parcel(expected_at=expected), now) == "parcel_no_eta"


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (OrderStatus.AWAITING_PAYMENT, "order_unpaid"),
        (OrderStatus.PREPARING, "order_preparing"),
        (OrderStatus.SHIPPED, "parcel_no_eta"),
        (OrderStatus.DELIVERED, "parcel_delivered"),
        (OrderStatus.CANCELLED, "order_cancelled"),
        (OrderStatus.REFUNDED, "order_refunded"),
    ],
)
def test_has_an_act_for_every_order_without_a_parcel(status: OrderStatus, act: str) -> None:
    assert _order_act(status) == act


def test_tells_of_the_one_parcel_or_of_them_all() -> None:
    waiting = _parcel(TrackingStatus.AVAILABLE_FOR_PICKUP)
    assert _order_act(OrderStatus.SHIPPED, waiting) == "parcel_waiting_pickup"
    assert _order_act(OrderStatus.SHIPPED, waiting, waiting) == "parcel_split"


def test_tells_of_a_cancelled_order_whatever_its_parcel_does() -> None:
    assert _order_act(OrderStatus.CANCELLED, _parcel()) == "order_cancelled"


@pytest.mark.parametrize("status", OrderStatus)
def test_is_active_until_it_has_arrived_or_ended(status: OrderStatus) -> None:
    ended = {OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.REFUNDED}
    assert is_active(_order(status)) is (status not in ended)
