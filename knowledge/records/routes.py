"""Where orders are brought to by the shop itself, and each day's routes."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime

#: The carrier's code of parcels that the shop brings itself.
OWN_CARRIER = "own"


class PlanState(StrEnum):
    PLANNED = "planned"
    STARTED = "started"
    """The vehicles have left: the plan stays as it is."""


class DeliveryPlace(Record, table=True):
    """Where an address is: there is no geocoder, so the shop brings its places in.

    The key is the address and not the customer: an order sent somewhere else has no place until
    that address has one.
    """

    __tablename__ = "delivery_place"

    address_key: str = Field(unique=True, max_length=400)
    """The address as `address_key` writes it."""
    address: str = Field(max_length=400)
    latitude: float
    longitude: float
    window_from: time | None = None
    """When somebody is there, in the shop's zone; at any time where there is none."""
    window_until: time | None = None
    service_minutes: int | None = Field(default=None, ge=0)


class DeliveryPlan(Record, table=True):
    """The routes of a day, one plan a day, from the depot as it then was."""

    __tablename__ = "delivery_plan"

    day: date = Field(unique=True)
    state: PlanState = Field(default=PlanState.PLANNED, sa_type=EnumText(PlanState))
    depot_latitude: float
    depot_longitude: float
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DeliveryRoute(Record, table=True):
    """What one vehicle does on a day."""

    __tablename__ = "delivery_route"
    __table_args__ = (UniqueConstraint("plan_id", "vehicle"),)

    plan_id: int = Field(foreign_key="delivery_plan.id")
    vehicle: str = Field(max_length=60)
    room: int = Field(ge=0)
    """How many pieces it takes."""
    leaves_at: datetime = Field(sa_type=UtcDateTime)
    returns_at: datetime = Field(sa_type=UtcDateTime)
    road_m: int = Field(ge=0)


class DeliveryStop(Record, table=True):
    """An order of a day's plan: on a route at its position from 1, or left out and why."""

    __tablename__ = "delivery_stop"
    __table_args__ = (UniqueConstraint("plan_id", "order_id"),)

    plan_id: int = Field(foreign_key="delivery_plan.id")
    order_id: int = Field(foreign_key="order.id", index=True)
    route_id: int | None = Field(default=None, foreign_key="delivery_route.id", index=True)
    position: int = Field(default=0, ge=0)
    pieces: int = Field(ge=0)
    address_key: str = Field(max_length=400)
    """Of the address it was planned for: another one by now is not gone to."""
    latitude: float
    longitude: float
    expected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=100)
    """Why it is on no route."""


def address_key(address: str) -> str:
    """An address without what people write differently: width, case, blanks, punctuation.

    `杭州市 西湖区文三路１号，2-301` -> `杭州市西湖区文三路1号2-301`. Numbers stay apart: flat 1,
    23 Hill Road is not flat 12, 3 Hill Road.
    """
    folded = unicodedata.normalize("NFKC", address).casefold()
    apart = re.sub(r"(?<=\d)[\W_]+(?=\d)", "\0", folded)
    return re.sub(r"[^\w\0]|_", "", apart).replace("\0", "-")[:400]
