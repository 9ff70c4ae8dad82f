"""The demo shop's parcels and their scans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from knowledge.demo.carriers import Carrier
from knowledge.demo.clock import Clock
from knowledge.demo.courses import Course
from knowledge.demo.ledger import Ledger
from knowledge.demo.people import Buyer
from knowledge.demo.places import pickup_place
from knowledge.demo.scans import Parcel, Scan, scans
from knowledge.demo.situations import Situation, parcel_status
from knowledge.records import (
    Order,
    OrderLine,
    Shipment,
    ShipmentLine,
    TrackingEvent,
    TrackingStatus,
)


@dataclass(frozen=True, slots=True)
class Sending:
    """An order that is sent to its buyer."""

    ledger: Ledger
    clock: Clock
    rng: Random
    order: Order
    buyer: Buyer


def put_parcel(
    sending: Sending,
    situation: Situation,
    carrier: Carrier,
    course: Course,
    lines: Iterable[OrderLine],
) -> None:
    """Add a parcel with what is in it and its scans."""
    place = ""
    if situation is Situation.WAITING_PICKUP:
        language = sending.buyer.customer.language
        place = pickup_place(sending.buyer.place, language, sending.rng)
    told = Parcel(situation, course, carrier, sending.buyer.place, place, sending.rng)
    shipment = _shipment(sending, told)
    made = course.shipped or course.placed + timedelta(minutes=10)
    sending.ledger.add(shipment, min(made, sending.clock.now))
    for line in lines:
        part = ShipmentLine(
            shipment_id=shipment.key, order_line_id=line.key, quantity=line.quantity
        )
        sending.ledger.add(part, shipment.created_at)
    for number, scan in enumerate(scans(told, sending.clock.now), start=1):
        event = _event(shipment, number, scan)
        sending.ledger.add(event, scan.at + timedelta(minutes=2))


def _shipment(sending: Sending, told: Parcel) -> Shipment:
    course, status = told.course, parcel_status(told.situation)
    return Shipment(
        order_id=sending.order.key,
        carrier=told.carrier.code,
        tracking_number=told.carrier.tracking_number(sending.rng),
        status=status,
        is_returning=told.situation is Situation.RETURNING,
        shipped_at=course.shipped,
        expected_at=course.expected,
        promised_at=course.promised,
        delivered_at=course.ended if status is TrackingStatus.DELIVERED else None,
        pickup_place=told.pickup_place,
    )


def _event(shipment: Shipment, number: int, scan: Scan) -> TrackingEvent:
    place = scan.place
    return TrackingEvent(
        shipment_id=shipment.key,
        external_id=f"{shipment.tracking_number}-{number}",
        status=scan.status,
        happened_at=scan.at,
        description=scan.text,
        location_zh=f"{place.city_zh}{place.district_zh}" if place else "",
        location_en=f"{place.district_en}, {place.city_en}" if place else "",
    )
