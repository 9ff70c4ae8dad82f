"""Parcels and their tracking events."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime


class TrackingStatus(StrEnum):
    """The nine statuses that parcel-tracking services share (AfterShip's delivery statuses)."""

    PENDING = "Pending"
    INFO_RECEIVED = "InfoReceived"
    IN_TRANSIT = "InTransit"
    OUT_FOR_DELIVERY = "OutForDelivery"
    ATTEMPT_FAIL = "AttemptFail"
    DELIVERED = "Delivered"
    AVAILABLE_FOR_PICKUP = "AvailableForPickup"
    EXCEPTION = "Exception"
    EXPIRED = "Expired"


class Shipment(Record, table=True):
    """A parcel of an order. `expected_at` is the carrier's present estimate."""

    __tablename__ = "shipment"
    __table_args__ = (
        UniqueConstraint("carrier", "tracking_number"),
        Index("ix_shipment_status_expected", "status", "expected_at"),
        Index("ix_shipment_delivered", "delivered_at"),
    )

    order_id: int = Field(foreign_key="order.id", index=True)
    carrier: str = Field(max_length=40)
    """The carrier's code, such as `sf`; its names are in `bot.desk.facts`."""
    tracking_number: str = Field(max_length=60, index=True)
    status: TrackingStatus = Field(sa_type=EnumText(TrackingStatus))
    is_returning: bool = False
    """On its way back to the sender (an Exception that the tracking services name so)."""
    shipped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    promised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    pickup_place: str = Field(default="", max_length=200)
    late_noticed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When staff were told that it is late; told once."""


class ShipmentLine(Record, table=True):
    """Which part of an order line travels in a parcel."""

    __tablename__ = "shipment_line"

    shipment_id: int = Field(foreign_key="shipment.id", index=True)
    order_line_id: int = Field(foreign_key="order_line.id", index=True)
    quantity: int = Field(gt=0)


class TrackingEvent(Record, table=True):
    """A scan. `external_id` makes a repeated post change nothing."""

    __tablename__ = "tracking_event"
    __table_args__ = (
        UniqueConstraint("shipment_id", "external_id"),
        Index("ix_tracking_event_shipment_happened", "shipment_id", "happened_at"),
    )

    shipment_id: int = Field(foreign_key="shipment.id")
    external_id: str = Field(max_length=120)
    status: TrackingStatus = Field(sa_type=EnumText(TrackingStatus))
    happened_at: datetime = Field(sa_type=UtcDateTime)
    description: str = Field(default="", max_length=400)
    """The carrier's own line, in the carrier's language."""
    location_zh: str = Field(default="", max_length=120)
    location_en: str = Field(default="", max_length=120)

    def location(self, language: str) -> str:
        return self.location_zh if language == "zh" else self.location_en
