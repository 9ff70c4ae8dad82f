"""How the demo shop's orders stand, and how many stand so."""

from __future__ import annotations

from enum import StrEnum

from knowledge.records import OrderStatus, TrackingStatus


class Situation(StrEnum):
    """An order's situation as a customer would tell it."""

    AWAITING_PAYMENT = "awaiting_payment"
    PREPARING = "preparing"
    PREPARING_LATE = "preparing_late"
    LABEL_MADE = "label_made"
    IN_TRANSIT = "in_transit"
    ARRIVING_THIS_WEEK = "arriving_this_week"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT_FAILED = "attempt_failed"
    WAITING_PICKUP = "waiting_pickup"
    LATE = "late"
    WITHOUT_ESTIMATE = "without_estimate"
    LOST = "lost"
    EXPIRED = "expired"
    EXCEPTION = "exception"
    RETURNING = "returning"
    SPLIT = "split"
    DELIVERED_YESTERDAY = "delivered_yesterday"
    DELIVERED = "delivered"
    CANCELLED_UNPAID = "cancelled_unpaid"
    CANCELLED_PAID = "cancelled_paid"
    REFUND_PENDING = "refund_pending"
    REFUND_REFUSED = "refund_refused"
    REFUNDED = "refunded"


#: Orders out of a thousand; all others are delivered.
_PER_MILLE = {
    Situation.AWAITING_PAYMENT: 5,
    Situation.PREPARING: 14,
    Situation.PREPARING_LATE: 2,
    Situation.LABEL_MADE: 5,
    Situation.IN_TRANSIT: 26,
    Situation.ARRIVING_THIS_WEEK: 4,
    Situation.OUT_FOR_DELIVERY: 9,
    Situation.ATTEMPT_FAILED: 4,
    Situation.WAITING_PICKUP: 7,
    Situation.LATE: 6,
    Situation.WITHOUT_ESTIMATE: 3,
    Situation.LOST: 4,
    Situation.EXPIRED: 2,
    Situation.EXCEPTION: 4,
    Situation.RETURNING: 3,
    Situation.SPLIT: 8,
    Situation.DELIVERED_YESTERDAY: 8,
    Situation.CANCELLED_UNPAID: 20,
    Situation.CANCELLED_PAID: 18,
    Situation.REFUND_PENDING: 8,
    Situation.REFUND_REFUSED: 6,
    Situation.REFUNDED: 28,
}

#: What each of the picker's customers has bought, newest first.
PICKER_SITUATIONS = (
    (Situation.ARRIVING_THIS_WEEK, Situation.DELIVERED),
    (Situation.LATE, Situation.DELIVERED),
    (Situation.SPLIT,),
    (Situation.LOST, Situation.IN_TRANSIT),
    (Situation.DELIVERED_YESTERDAY, Situation.DELIVERED, Situation.CANCELLED_PAID),
    (Situation.REFUND_PENDING, Situation.ARRIVING_THIS_WEEK),
    (Situation.AWAITING_PAYMENT, Situation.DELIVERED),
    (Situation.OUT_FOR_DELIVERY,),
    (Situation.WAITING_PICKUP, Situation.REFUNDED),
    (Situation.PREPARING, Situation.DELIVERED),
    (Situation.RETURNING, Situation.DELIVERED),
    (Situation.ATTEMPT_FAILED, Situation.CANCELLED_UNPAID),
)

#: Orders that were never sent, by what they are instead.
UNSENT = {
    Situation.AWAITING_PAYMENT: OrderStatus.AWAITING_PAYMENT,
    Situation.PREPARING: OrderStatus.PREPARING,
    Situation.PREPARING_LATE: OrderStatus.PREPARING,
    Situation.CANCELLED_UNPAID: OrderStatus.CANCELLED,
    Situation.CANCELLED_PAID: OrderStatus.CANCELLED,
}

_PARCELS = {
    Situation.LABEL_MADE: TrackingStatus.INFO_RECEIVED,
    Situation.IN_TRANSIT: TrackingStatus.IN_TRANSIT,
    Situation.ARRIVING_THIS_WEEK: TrackingStatus.IN_TRANSIT,
    Situation.OUT_FOR_DELIVERY: TrackingStatus.OUT_FOR_DELIVERY,
    Situation.ATTEMPT_FAILED: TrackingStatus.ATTEMPT_FAIL,
    Situation.WAITING_PICKUP: TrackingStatus.AVAILABLE_FOR_PICKUP,
    Situation.LATE: TrackingStatus.IN_TRANSIT,
    Situation.WITHOUT_ESTIMATE: TrackingStatus.IN_TRANSIT,
    Situation.LOST: TrackingStatus.IN_TRANSIT,
    Situation.EXPIRED: TrackingStatus.EXPIRED,
    Situation.EXCEPTION: TrackingStatus.EXCEPTION,
    Situation.RETURNING: TrackingStatus.EXCEPTION,
}


def order_status(situation: Situation) -> OrderStatus:
    """The order's status in a situation."""
    if situation in UNSENT:
        return UNSENT[situation]
    if situation is Situation.REFUNDED:
        return OrderStatus.REFUNDED
    if situation in _PARCELS or situation is Situation.SPLIT:
        return OrderStatus.SHIPPED
    return OrderStatus.DELIVERED


def parcel_status(situation: Situation) -> TrackingStatus:
    """The status of a sent order's parcel in a situation."""
    return _PARCELS.get(situation, TrackingStatus.DELIVERED)


def situations(count: int) -> list[Situation]:
    """The situations of so many orders: each at least once, if there are enough orders."""
    drawn = [
        situation
        for situation, share in _PER_MILLE.items()
        for _ in range(max(1, round(count * share / 1000)))
    ]
    return (drawn + [Situation.DELIVERED] * count)[:count]
