"""Customers, the accounts they write from, and their tries to prove who they are."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime


class Channel(StrEnum):
    """How words come in and go out."""

    TELEGRAM = "telegram"
    WEB = "web"
    TERMINAL = "terminal"
    MAIL = "mail"


class Customer(Record, table=True):
    """A person known to the shop. `reference` is the shop's own customer id."""

    __tablename__ = "customer"
    __table_args__ = (Index("ix_customer_name", "name", "id"),)

    reference: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=120)
    phone: str | None = Field(default=None, index=True, max_length=20)
    """E.164, such as +8613812345678."""
    email: str | None = Field(default=None, max_length=200)
    language: str = Field(default="zh", max_length=8)
    level: str = Field(default="", max_length=40)


class ChannelAccount(Record, table=True):
    """An account on a channel. It becomes a customer's own once identity is proven."""

    __tablename__ = "channel_account"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    channel: Channel = Field(sa_type=EnumText(Channel))
    external_id: str = Field(max_length=120)
    display_name: str = Field(default="", max_length=200)
    customer_id: int | None = Field(default=None, foreign_key="customer.id", index=True)
    verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    language: str | None = Field(default=None, max_length=8)
    """The language chosen with /language; otherwise that of the last message."""
    unreachable_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Set when the channel says that the account blocked the bot or is gone."""
    notices_off_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Set when the customer wants no notices: nothing is sent that they did not ask for."""
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Set when staff blocked the account: its messages are kept and not answered."""
    slowed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the account was last asked to write less often."""


class IdentityAttempt(Record, table=True):
    """A try to prove identity with an order number and phone digits."""

    __tablename__ = "identity_attempt"
    __table_args__ = (
        Index("ix_identity_attempt_account_created", "account_id", "created_at"),
        Index("ix_identity_attempt_order_created", "order_number", "created_at"),
    )

    account_id: int = Field(foreign_key="channel_account.id")
    order_number: str = Field(default="", max_length=40)
    """The number given, whether there is such an order or not; empty for a contact."""
    succeeded: bool


class OrderGrant(Record, table=True):
    """An account may see this one order: it gave the number and the phone's last digits.

    It does not open the customer's other orders: number and digits stand on a parcel's label.
    """

    __tablename__ = "order_grant"
    __table_args__ = (UniqueConstraint("account_id", "order_id"),)

    account_id: int = Field(foreign_key="channel_account.id")
    order_id: int = Field(foreign_key="order.id", index=True)
