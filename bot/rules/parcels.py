"""How an order stands, as one dialogue act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.records import Order, OrderStatus, Shipment, TrackingStatus

#: Acts that say that a colleague takes care: saying them means handing over.
TROUBLE = frozenset({"parcel_exception", "parcel_lost", "parcel_returning"})

_BY_STATUS = {
    TrackingStatus.PENDING: "parcel_label_made",
    TrackingStatus.INFO_RECEIVED: "parcel_label_made",
    TrackingStatus.OUT_FOR_DELIVERY: "parcel_out_for_delivery",
    TrackingStatus.ATTEMPT_FAIL: "parcel_attempt_failed",
    TrackingStatus.DELIVERED: "parcel_delivered",
    TrackingStatus.AVAILABLE_FOR_PICKUP: "parcel_waiting_pickup",
    TrackingStatus.EXPIRED: "parcel_lost",
}
#: Where a carrier scans; a long silence there means trouble.
_ON_THE_ROAD = frozenset(
    {TrackingStatus.IN_TRANSIT, TrackingStatus.OUT_FOR_DELIVERY, TrackingStatus.ATTEMPT_FAIL}
)
#: How an order without a parcel in the records stands.
_WITHOUT_PARCEL = {
    OrderStatus.SHIPPED: "parcel_no_eta",
    OrderStatus.DELIVERED: "parcel_delivered",
}
_BY_ORDER = {
    OrderStatus.AWAITING_PAYMENT: "order_unpaid",
    OrderStatus.PREPARING: "order_preparing",
    OrderStatus.CANCELLED: "order_cancelled",
    OrderStatus.REFUNDED: "order_refunded",
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A shipment and its last scan, as far as there is one."""

    shipment: Shipment
    last_scan: datetime | None


def order_act(order: Order, parcels: Sequence[Parcel], now: datetime, lost_after: timedelta) -> str:
    """The act that tells how an order stands now (`now` in the shop's zone)."""
    if order.status in _BY_ORDER:
        return _BY_ORDER[order.status]
    if not parcels:
        return _WITHOUT_PARCEL[order.status]
    if len(parcels) > 1:
        return "parcel_split"
    return parcel_act(parcels[0], now, lost_after)


def parcel_act(parcel: Parcel, now: datetime, lost_after: timedelta) -> str:
    """The act that tells how one parcel stands now.

    Silence for `lost_after` on the road counts as lost; a passed estimate is never repeated.
    """
    shipment = parcel.shipment
    if shipment.status is TrackingStatus.EXCEPTION:
        return "parcel_returning" if shipment.is_returning else "parcel_exception"
    if shipment.status in _ON_THE_ROAD and _is_silent(parcel, now, lost_after):
        return "parcel_lost"
    if shipment.status in _BY_STATUS:
        return _BY_STATUS[shipment.status]
    if shipment.expected_at is None or local_day(shipment.expected_at, now) < now.date():
        return "parcel_no_eta"
    return "parcel_late" if is_late(shipment, now) else "parcel_in_transit"


def _is_silent(parcel: Parcel, now: datetime, lost_after: timedelta) -> bool:
    heard = parcel.last_scan or parcel.shipment.shipped_at
    return heard is not None and now - heard > lost_after


def is_late(shipment: Shipment, now: datetime) -> bool:
    """Whether a parcel that has not arrived misses, or has missed, the promised day."""
    if shipment.promised_at is None or shipment.status is TrackingStatus.DELIVERED:
        return False
    arrives = max(shipment.expected_at or now, now)
    return local_day(arrives, now) > local_day(shipment.promised_at, now)


def local_day(moment: datetime, now: datetime) -> date:
    """The day of a moment in the zone of `now`."""
    return moment.astimezone(now.tzinfo).date()


def is_active(order: Order) -> bool:
    """Whether something is still to happen with an order."""
    return order.status in {
        OrderStatus.AWAITING_PAYMENT,
        OrderStatus.PREPARING,
        OrderStatus.SHIPPED,
    }
