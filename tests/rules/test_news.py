"""Which news the state of a record is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.rules.news import case_news, parcel_news, refund_news
from knowledge.records import (
    Order,
    OrderStatus,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
    Shipment,
    TrackingEvent,
    TrackingStatus,
)
from tests.fakes import NOW

AGO = timedelta(hours=1)
LONG_AGO = timedelta(hours=49)
TOMORROW, YESTERDAY = NOW + timedelta(days=1), NOW - timedelta(days=1)
S = TrackingStatus


def told(
    status: TrackingStatus,
    *,
    scanned: timedelta | None = AGO,
    all_there: bool = True,
    order_status: OrderStatus = OrderStatus.SHIPPED,
    **known: Any,
) -> str | None:
    """The act that a parcel's state leads to."""
    order = Order(
        id=3, number="XE1", customer_id=1, status=order_status, placed_at=NOW, total_minor=1
    )
    shipment = Shipment(
        id=7, order_id=3, carrier="sf", tracking_number="SF1", status=status, **known
    )
    scan = None
    if scanned is not None:
        scan = TrackingEvent(
            shipment_id=7, external_id="s", status=status, happened_at=NOW - scanned
        )
    news = parcel_news(order, shipment, scan, NOW, all_there=all_there)
    return news.act if news else None


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (S.OUT_FOR_DELIVERY, "notice_out_for_delivery"),
        (S.AVAILABLE_FOR_PICKUP, "notice_pickup"),
        (S.EXCEPTION, "notice_exception"),
        (S.EXPIRED, "notice_exception"),
    ],
)
def test_a_fresh_scan_is_news_and_an_old_one_or_none_is_not(
    status: TrackingStatus, act: str
) -> None:
    assert told(status) == act
    assert told(status, scanned=LONG_AGO) is None
    assert told(status, scanned=None) is None


def test_a_parcel_that_has_left_is_news_for_two_days() -> None:
    assert told(S.IN_TRANSIT, shipped_at=NOW - AGO) == "notice_shipped"
    assert told(S.IN_TRANSIT, shipped_at=NOW - LONG_AGO) is None
    assert told(S.IN_TRANSIT) is None


def test_a_parcel_with_only_a_label_has_not_left() -> None:
    assert told(S.INFO_RECEIVED, shipped_at=NOW - AGO) is None


def test_the_courier_having_it_is_news_for_a_day() -> None:
    assert told(S.OUT_FOR_DELIVERY, scanned=timedelta(hours=25)) is None


def test_of_several_parcels_the_last_one_delivers_the_order() -> None:
    there: dict[str, Any] = {"delivered_at": NOW - AGO}
    assert told(S.DELIVERED, **there) == "notice_delivered"
    assert told(S.DELIVERED, all_there=False, **there) is None


def test_a_late_parcel_is_told_with_its_new_day_or_without() -> None:
    assert told(S.IN_TRANSIT, promised_at=YESTERDAY, expected_at=TOMORROW) == "notice_late"
    assert told(S.IN_TRANSIT, promised_at=YESTERDAY) == "notice_late_no_eta"
    assert told(S.IN_TRANSIT, promised_at=YESTERDAY, expected_at=YESTERDAY) == "notice_late_no_eta"
    later = TOMORROW + timedelta(days=1)
    assert told(S.IN_TRANSIT, promised_at=TOMORROW, expected_at=later) == "notice_late"


def test_being_late_says_more_than_having_left_unless_it_is_long_known() -> None:
    left: dict[str, Any] = {"shipped_at": NOW - AGO, "expected_at": TOMORROW}
    assert told(S.IN_TRANSIT, promised_at=YESTERDAY, **left) == "notice_late"
    week_ago = NOW - timedelta(days=7)
    assert told(S.IN_TRANSIT, promised_at=week_ago, **left) == "notice_shipped"


def test_where_a_late_parcel_is_says_more_than_that_it_is_late() -> None:
    assert told(S.OUT_FOR_DELIVERY, promised_at=YESTERDAY) == "notice_out_for_delivery"


def test_a_parcel_of_an_order_called_off_or_on_its_way_back_is_no_news() -> None:
    for status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED):
        assert told(S.EXCEPTION, order_status=status) is None
    assert told(S.DELIVERED, is_returning=True, delivered_at=NOW - AGO) is None
    assert told(S.EXCEPTION, is_returning=True) == "notice_exception"


def test_what_lies_in_the_future_has_not_happened() -> None:
    assert told(S.IN_TRANSIT, shipped_at=NOW + AGO) is None


def test_a_refund_is_news_once_it_is_paid() -> None:
    def refund(status: RefundStatus, ago: timedelta | None) -> Refund:
        paid = None if ago is None else NOW - ago
        return Refund(
            id=5, order_id=3, amount_minor=1, status=status, requested_at=NOW, paid_at=paid
        )

    assert refund_news(refund(RefundStatus.PAID, AGO), NOW) is not None
    assert refund_news(refund(RefundStatus.PAID, LONG_AGO), NOW) is None
    assert refund_news(refund(RefundStatus.PAID, None), NOW) is None
    assert refund_news(refund(RefundStatus.PENDING, AGO), NOW) is None


def test_a_case_is_news_when_its_goods_are_here_and_when_it_is_settled() -> None:
    def act(status: ReturnStatus, number: str | None = "R1", **known: Any) -> str | None:
        opened = known.pop("opened_at", NOW - timedelta(days=5))
        case = ReturnCase(id=4, order_id=3, number=number, status=status, opened_at=opened, **known)
        news = case_news(case, NOW)
        return news.act if news else None

    assert act(ReturnStatus.RECEIVED) == "notice_goods_received"
    assert act(ReturnStatus.RECEIVED, opened_at=NOW - timedelta(days=91)) is None
    assert act(ReturnStatus.RECEIVED, number=None) is None
    assert act(ReturnStatus.CLOSED, closed_at=NOW - AGO) == "notice_case_closed"
    assert act(ReturnStatus.CLOSED, closed_at=NOW - LONG_AGO) is None
    assert act(ReturnStatus.CLOSED) is None
    assert act(ReturnStatus.OPEN) is None
    assert act(ReturnStatus.WITHDRAWN, closed_at=NOW - AGO) is None
