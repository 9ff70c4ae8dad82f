"""What was written between the shop and its suppliers, and the courses of negotiations."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime
from knowledge.records.customers import Channel


class SupplierMessageState(StrEnum):
    """What became of a supplier's words."""

    SENT = "sent"
    """Ours."""
    NEW = "new"
    """Stored and not read yet."""
    READ = "read"
    """Understood and acted on."""
    WITH_STAFF = "with_staff"
    """Unsure, unknown or out of bounds: staff see to it."""
    SETTLED = "settled"
    """Staff have seen to it."""
    AUTO_REPLY = "auto_reply"
    """A holiday note or the like; nothing to be done."""
    BOUNCED = "bounced"
    """A mail server says that ours did not arrive."""


class SupplierMessage(Record, table=True):
    """A message to or from a supplier. A repeated one changes nothing."""

    __tablename__ = "supplier_message"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    channel: Channel = Field(sa_type=EnumText(Channel))
    external_id: str = Field(max_length=400)
    """The Message-ID of a mail; `chat:number` in Telegram."""
    is_ours: bool = False
    sender: str = Field(default="", max_length=200)
    subject: str = Field(default="", max_length=400)
    text: str = ""
    supplier_id: int | None = Field(default=None, foreign_key="supplier.id", index=True)
    purchase_order_id: int | None = Field(default=None, foreign_key="purchase_order.id", index=True)
    state: SupplierMessageState = Field(sa_type=EnumText(SupplierMessageState), index=True)
    reading: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What was understood, as `bot.supply.answer_moves` writes it; empty before it was read."""
    why: str = Field(default="", max_length=400)
    """Why staff have it."""
    written_at: datetime = Field(sa_type=UtcDateTime)
    settled_by: int | None = Field(default=None, foreign_key="staff.id")


class NegotiationState(StrEnum):
    OPEN = "open"
    TO_SIGN = "to_sign"
    """Agreed with the supplier and waiting for staff's signature."""
    SIGNED = "signed"
    WITH_STAFF = "with_staff"
    CLOSED = "closed"
    """Without an agreement."""


class Negotiation(Record, table=True):
    """The course about one purchase order. The reservation is for staff's eyes alone."""

    __tablename__ = "negotiation"

    purchase_order_id: int = Field(foreign_key="purchase_order.id", unique=True)
    state: NegotiationState = Field(sa_type=EnumText(NegotiationState), index=True)
    began_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    limits: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """The guardrails and the reservation as they were when it began."""
    next_move: str = Field(default="", max_length=40)
    next_why_zh: str = ""
    next_why_en: str = ""
    signed_by: int | None = Field(default=None, foreign_key="staff.id")
    """None too where it was signed under the cap."""
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NegotiationMove(Record, table=True):
    """One step of a course, in order."""

    __tablename__ = "negotiation_move"
    __table_args__ = (UniqueConstraint("negotiation_id", "number"),)

    negotiation_id: int = Field(foreign_key="negotiation.id")
    number: int = Field(ge=1)
    side: str = Field(max_length=10)
    """`shop`, `supplier` or `staff`."""
    kind: str = Field(max_length=40)
    terms: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """The complete offer after this step: lines with price and pieces, and the day."""
    why_zh: str = ""
    why_en: str = ""
    message_id: int | None = Field(default=None, foreign_key="supplier_message.id")
    happened_at: datetime = Field(sa_type=UtcDateTime)
