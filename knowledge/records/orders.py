"""Orders and the money around them. Money is integer minor units plus a currency."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime


class OrderStatus(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class PaymentStatus(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"


class RefundStatus(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    REFUSED = "refused"


class ReturnStatus(StrEnum):
    OPEN = "open"
    RECEIVED = "received"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """The customer took it back; it counts for nothing."""


class CaseKind(StrEnum):
    """What a case about goods is."""

    RETURN = "return"
    EXCHANGE = "exchange"
    DAMAGED = "damaged"
    WRONG = "wrong"
    MISSING = "missing"
    LOST = "lost"
    WARRANTY = "warranty"


class InvoiceStatus(StrEnum):
    REQUESTED = "requested"
    ISSUED = "issued"


class InvoiceKind(StrEnum):
    PERSONAL = "personal"
    COMPANY = "company"


class Order(Record, table=True):
    """An order. `promised_at` is the day given at checkout; `ship_by` the latest dispatch."""

    __tablename__ = "order"
    __table_args__ = (
        Index("ix_order_customer_placed", "customer_id", "placed_at"),
        Index("ix_order_placed", "placed_at", "id"),
    )

    number: str = Field(unique=True, max_length=40)
    customer_id: int = Field(foreign_key="customer.id")
    status: OrderStatus = Field(sa_type=EnumText(OrderStatus))
    placed_at: datetime = Field(sa_type=UtcDateTime)
    ship_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    packed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    promised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    total_minor: int = Field(ge=0)
    currency: str = Field(default="CNY", max_length=3)
    recipient: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=20)
    """The recipient's phone, E.164; its last four digits are the second factor."""
    address: str = Field(default="", max_length=400)
    note: str = Field(default="", max_length=400)


class OrderLine(Record, table=True):
    __tablename__ = "order_line"

    order_id: int = Field(foreign_key="order.id", index=True)
    sku_id: int = Field(foreign_key="sku.id", index=True)
    quantity: int = Field(gt=0)
    unit_price_minor: int = Field(ge=0)


class Payment(Record, table=True):
    __tablename__ = "payment"

    order_id: int = Field(foreign_key="order.id", index=True)
    method: str = Field(max_length=40)
    amount_minor: int = Field(ge=0)
    currency: str = Field(default="CNY", max_length=3)
    status: PaymentStatus = Field(sa_type=EnumText(PaymentStatus))
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Refund(Record, table=True):
    """Money going back. `due_at` is when it should have arrived."""

    __tablename__ = "refund"
    __table_args__ = (Index("ix_refund_paid", "paid_at"),)

    order_id: int = Field(foreign_key="order.id", index=True)
    amount_minor: int = Field(ge=0)
    currency: str = Field(default="CNY", max_length=3)
    status: RefundStatus = Field(sa_type=EnumText(RefundStatus))
    requested_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=200)


class ReturnCase(Record, table=True):
    """Goods that come back, or are claimed for: what, why, and what the customer gets."""

    __tablename__ = "return_case"
    __table_args__ = (
        Index("ix_return_case_number", "number", unique=True),
        Index("ix_return_case_status_closed", "status", "closed_at"),
    )

    order_id: int = Field(foreign_key="order.id", index=True)
    number: str | None = Field(default=None, max_length=40)
    """What the customer calls it by: R2611260007."""
    kind: CaseKind = Field(
        default=CaseKind.RETURN,
        sa_type=EnumText(CaseKind),
        sa_column_kwargs={"server_default": "return"},
    )
    status: ReturnStatus = Field(sa_type=EnumText(ReturnStatus))
    reason: str = Field(default="", max_length=200)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    cure: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    """What the customer gets: refund, exchange, resend or repair."""
    refund_minor: int = Field(default=0, ge=0, sa_column_kwargs={"server_default": "0"})
    postage: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    """Who pays for sending it back: customer or shop; empty where nothing is sent."""
    action_id: int | None = Field(default=None, index=True)
    """The action that opened it."""
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReturnLine(Record, table=True):
    """A line of a case: how many of what, and what comes instead of it in an exchange."""

    __tablename__ = "return_line"

    return_case_id: int = Field(foreign_key="return_case.id", index=True)
    sku_id: int = Field(foreign_key="sku.id")
    quantity: int = Field(gt=0)
    new_sku_id: int | None = Field(default=None, foreign_key="sku.id")


class Invoice(Record, table=True):
    __tablename__ = "invoice"

    order_id: int = Field(foreign_key="order.id", index=True)
    kind: InvoiceKind = Field(
        default=InvoiceKind.PERSONAL,
        sa_type=EnumText(InvoiceKind),
        sa_column_kwargs={"server_default": "personal"},
    )
    title: str = Field(max_length=200)
    tax_number: str | None = Field(default=None, max_length=40)
    email: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    status: InvoiceStatus = Field(sa_type=EnumText(InvoiceStatus))
    action_id: int | None = Field(default=None, index=True)
