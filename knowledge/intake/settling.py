"""What an order's parcels say about the order."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.records import OrderStatus, Shipment, TrackingStatus

_NOT_PICKED_UP = {TrackingStatus.PENDING, TrackingStatus.INFO_RECEIVED}
_ON_ITS_WAY = {OrderStatus.PREPARING, OrderStatus.SHIPPED}


def settled(status: OrderStatus, parcels: Sequence[Shipment]) -> OrderStatus:
    """The order's status once its parcels are looked at.

    An order that is being prepared or sent counts as sent when a parcel was picked up, and
    as delivered when all of them were; one that is paid back or cancelled stays so.
    """
    if status not in _ON_ITS_WAY or not parcels:
        return status
    if all(_arrived(parcel) for parcel in parcels):
        return OrderStatus.DELIVERED
    if any(parcel.status not in _NOT_PICKED_UP for parcel in parcels):
        return OrderStatus.SHIPPED
    return status


def _arrived(parcel: Shipment) -> bool:
    # A parcel on its way back is "delivered" to the shop, not to the customer.
    return parcel.status is TrackingStatus.DELIVERED and not parcel.is_returning
