"""Suppliers, what they offer, and what was ordered from them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime


class PurchaseOrderStatus(StrEnum):
    PROPOSED = "proposed"
    """Worked out and waiting for staff's tap; the supplier has not been written to."""
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class Supplier(Record, table=True):
    __tablename__ = "supplier"

    code: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=200)
    telegram_chat: str | None = Field(default=None, max_length=60)
    """Used instead of e-mail when set."""
    language: str = Field(default="zh", max_length=8)
    timezone: str = Field(default="", max_length=60)
    """An IANA zone such as `Europe/Stockholm`; the shop's own where empty."""
    works_on: str = Field(default="12345", max_length=7)
    """Its working days by ISO weekday, Monday 1 to Sunday 7."""
    works_from: int = Field(default=9, ge=0, le=23)
    """The hour, in its zone, from which it is written to."""
    works_until: int = Field(default=18, ge=1, le=24)
    """The hour until which it is written to."""
    order_minimum_minor: int = Field(default=0, ge=0)
    """The smallest order that it takes, in its offers' currency."""
    container_volume: int = Field(default=0, ge=0)
    """Litres that fit into the container in which it delivers; 0: no container is to be filled."""


class Guardrails(Record, table=True):
    """How far a negotiation with a supplier may go; set by staff, kept from the supplier.

    Without a row nothing is negotiated: each answer that is no plain yes goes to staff.
    """

    __tablename__ = "guardrails"

    supplier_id: int = Field(foreign_key="supplier.id", unique=True)
    negotiates: bool = True
    most_over_percent: float = Field(default=0.0, ge=0, le=100)
    """How far over the offer's price on record a unit price may go."""
    latest_days: int = Field(default=30, ge=1, le=365)
    """The latest useful delivery, days from the request."""
    least_share_percent: float = Field(default=50.0, gt=0, le=100)
    """The least of the requested pieces that is worth an order."""
    most_share_percent: float = Field(default=150.0, ge=100, le=1000)
    """The most of the requested pieces that may be bought for a better price."""
    rounds: int = Field(default=4, ge=1, le=20)
    """How many offers of ours there are at most."""
    ends_after_days: int = Field(default=5, ge=1, le=60)
    """After this long the course goes to staff."""
    accept_up_to_minor: int = Field(default=0, ge=0)
    """A deal up to this sum is signed without staff; none is at 0."""
    delivery_address: str = Field(default="", max_length=400)
    """Told to the supplier when it asks; so are the next two. Empty: staff are asked."""
    payment_terms: str = Field(default="", max_length=400)
    packing: str = Field(default="", max_length=400)
    tells_latest_day: bool = False
    """Whether a supplier who asks is told the latest useful day."""


class SupplierOffer(Record, table=True):
    """A SKU that a supplier sells us. The offer that costs least in all is preferred."""

    __tablename__ = "supplier_offer"
    __table_args__ = (UniqueConstraint("supplier_id", "sku_id"),)

    supplier_id: int = Field(foreign_key="supplier.id")
    sku_id: int = Field(foreign_key="sku.id", index=True)
    supplier_sku: str = Field(default="", max_length=60)
    unit_price_minor: int = Field(ge=0)
    currency: str = Field(default="CNY", max_length=3)
    minimum_quantity: int = Field(default=1, ge=1)
    pack_size: int = Field(default=1, ge=1)
    pack_volume_ml: int = Field(default=0, ge=0)
    """Room that a pack takes, millilitres; 0 where nobody knows."""


class PriceBreak(Record, table=True):
    """A lower unit price of an offer from a quantity on, for every piece of the order."""

    __tablename__ = "price_break"
    __table_args__ = (UniqueConstraint("offer_id", "from_quantity"),)

    offer_id: int = Field(foreign_key="supplier_offer.id")
    from_quantity: int = Field(gt=1)
    unit_price_minor: int = Field(ge=0)


class PurchaseOrder(Record, table=True):
    """An order to a supplier. Received ones give the observed lead times."""

    __tablename__ = "purchase_order"

    number: str = Field(unique=True, max_length=40)
    supplier_id: int = Field(foreign_key="supplier.id", index=True)
    status: PurchaseOrderStatus = Field(sa_type=EnumText(PurchaseOrderStatus))
    requested_at: datetime = Field(sa_type=UtcDateTime)
    needed_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    promised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The delivery that the supplier agreed to first; its punctuality is judged by it."""
    received_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the last of it came."""
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminders: int = Field(default=0, ge=0)
    reason: str = ""
    """One sentence: why this order, for the buyer."""


class PurchaseOrderLine(Record, table=True):
    """A SKU in a purchase order. It may be open in several; see `queries.ordering.place_order`."""

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        Index(
            "ix_purchase_order_line_open_sku",
            "sku_id",
            sqlite_where=text("open"),
            postgresql_where=text("open"),
        ),
    )

    purchase_order_id: int = Field(foreign_key="purchase_order.id", index=True)
    sku_id: int = Field(foreign_key="sku.id", index=True)
    quantity: int = Field(gt=0)
    unit_price_minor: int = Field(ge=0)
    received_quantity: int = Field(default=0, ge=0)
    open: bool = True
    """False once received or cancelled."""


class Receipt(Record, table=True):
    """Pieces of a purchase order's line that came in. `reference` makes a repeat change nothing."""

    __tablename__ = "receipt"

    line_id: int = Field(foreign_key="purchase_order_line.id", index=True)
    quantity: int = Field(ge=0)
    """Pieces that went onto the shelf."""
    rejected: int = Field(default=0, ge=0)
    """Pieces that came broken or wrong and did not."""
    received_at: datetime = Field(sa_type=UtcDateTime)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    reference: str = Field(unique=True, max_length=80)


class DelayNoticeState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    DROPPED = "dropped"


class DelayNotice(Record, table=True):
    """What a customer is to be told of a delay, waiting for staff's tap."""

    __tablename__ = "delay_notice"
    __table_args__ = (UniqueConstraint("purchase_order_id", "order_id", "expected_at"),)

    purchase_order_id: int = Field(foreign_key="purchase_order.id", index=True)
    order_id: int = Field(foreign_key="order.id", index=True)
    account_id: int = Field(foreign_key="channel_account.id", index=True)
    expected_at: datetime = Field(sa_type=UtcDateTime)
    """When all that the customer's order waits for is here."""
    text: str
    state: DelayNoticeState = Field(sa_type=EnumText(DelayNoticeState), index=True)
    settled_by: int | None = Field(default=None, foreign_key="staff.id")
