"""What customers are told without asking: which news the state of a record is now.

News is read from how things stand, never from a queue of events. So what has been overtaken
(shipped, but delivered by the time the quiet hours end) is no news any more, and nobody has
to take it back. Each piece of news has a key; a key is told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.rules.parcels import is_late, local_day
from bot.rules.policy.conversations import NoticeKind
from knowledge.records import (
    Order,
    OrderStatus,
    Refund,
    RefundStatus,
    ReturnCase,
    ReturnStatus,
    Shipment,
    StockWatch,
    TrackingEvent,
    TrackingStatus,
)

#: What happened longer ago is no news: an import of two years of orders tells nobody anything.
FRESH = timedelta(hours=48)
#: The courier has it: worth saying on that day only.
_ON_THE_VAN = timedelta(hours=24)
#: A case has no time at which its goods came; one opened longer ago than this is left alone.
CASE_OPEN = timedelta(days=90)

_CALLED_OFF = frozenset({OrderStatus.CANCELLED, OrderStatus.REFUNDED})
_TROUBLE = frozenset({TrackingStatus.EXCEPTION, TrackingStatus.EXPIRED})
#: Where being late is the news; further on, where the parcel is says more.
_ON_ITS_WAY = frozenset(
    {
        TrackingStatus.PENDING,
        TrackingStatus.INFO_RECEIVED,
        TrackingStatus.IN_TRANSIT,
        TrackingStatus.ATTEMPT_FAIL,
    }
)


@dataclass(frozen=True, slots=True)
class News:
    """A piece of news: its kind in `policy.notices.told`, the act that tells it, and its key."""

    kind: NoticeKind
    act: str
    key: str


def parcel_news(
    order: Order, shipment: Shipment, scan: TrackingEvent | None, now: datetime, *, all_there: bool
) -> News | None:
    """The news that a parcel is, if it is any (`now` in the shop's zone).

    Args:
        scan: the parcel's latest scan.
        all_there: whether every parcel of the order has been delivered. One of several says
            nothing of "your order was delivered", so that is told once, with the last one.
    """
    if order.status in _CALLED_OFF:
        return None
    status = shipment.status
    if status in _TROUBLE:
        # On its way back to the shop counts: the customer waits for it in vain.
        return _scanned("exception", "notice_exception", shipment, scan, now)
    if shipment.is_returning:
        return None
    if status is TrackingStatus.DELIVERED:
        is_news = all_there and _is_fresh(shipment.delivered_at, now)
        return _news("delivered", "notice_delivered", order.key) if is_news else None
    if status is TrackingStatus.OUT_FOR_DELIVERY:
        act = "notice_out_for_delivery"
        return _scanned("out_for_delivery", act, shipment, scan, now, _ON_THE_VAN)
    if status is TrackingStatus.AVAILABLE_FOR_PICKUP:
        return _scanned("pickup", "notice_pickup", shipment, scan, now)
    return _late(shipment, now) or _shipped(shipment, now)


def refund_news(refund: Refund, now: datetime) -> News | None:
    """The news that a refund is: it was paid."""
    if refund.status is not RefundStatus.PAID or not _is_fresh(refund.paid_at, now):
        return None
    return _news("refund_paid", "notice_refund_paid", refund.key)


def case_news(case: ReturnCase, now: datetime) -> News | None:
    """The news that a case is: the goods are here, or it is settled.

    A case without a number came from elsewhere: the customer knows it by no name.
    """
    if not case.number:
        return None
    if case.status is ReturnStatus.CLOSED and _is_fresh(case.closed_at, now):
        return News("case", "notice_case_closed", f"notice:case_closed:{case.key}")
    if case.status is ReturnStatus.RECEIVED and now - case.opened_at <= CASE_OPEN:
        return News("case", "notice_goods_received", f"notice:goods_received:{case.key}")
    return None


def stock_news(watch: StockWatch, *, is_back: bool) -> News | None:
    """The news that somebody asked for: it is back. Asking anew makes it news anew."""
    if watch.told_at is not None or not is_back:
        return None
    key = f"notice:back_in_stock:{watch.key}:{watch.asked_at.timestamp():.0f}"
    return News("back_in_stock", "notice_back_in_stock", key)


def new_day(shipment: Shipment, now: datetime) -> datetime | None:
    """The day on which a late parcel is expected; a day that has passed is not told."""
    expected = shipment.expected_at
    return expected if expected and local_day(expected, now) >= now.date() else None


def _late(shipment: Shipment, now: datetime) -> News | None:
    if shipment.status not in _ON_ITS_WAY or not is_late(shipment, now):
        return None
    assert shipment.promised_at is not None
    promised_day = datetime.combine(local_day(shipment.promised_at, now), time(), now.tzinfo)
    if not _is_fresh(min(promised_day + timedelta(days=1), now), now):
        return None
    act = "notice_late" if new_day(shipment, now) else "notice_late_no_eta"
    return _news("late", act, shipment.key)


def _shipped(shipment: Shipment, now: datetime) -> News | None:
    left = shipment.status is TrackingStatus.IN_TRANSIT and _is_fresh(shipment.shipped_at, now)
    return _news("shipped", "notice_shipped", shipment.key) if left else None


def _scanned(
    kind: NoticeKind,
    act: str,
    shipment: Shipment,
    scan: TrackingEvent | None,
    now: datetime,
    fresh: timedelta = FRESH,
) -> News | None:
    """News whose time is that of the scan that says so; without one, nobody knows its age."""
    if scan is None or scan.status is not shipment.status:
        return None
    return _news(kind, act, shipment.key) if _is_fresh(scan.happened_at, now, fresh) else None


def _news(kind: NoticeKind, act: str, subject: int) -> News:
    return News(kind, act, f"notice:{kind}:{subject}")


def _is_fresh(happened: datetime | None, now: datetime, fresh: timedelta = FRESH) -> bool:
    """Whether something has happened, and not too long ago."""
    return happened is not None and timedelta() <= now - happened <= fresh
