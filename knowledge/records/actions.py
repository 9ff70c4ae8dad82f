"""What the desk does for customers: proposed, confirmed, agreed to, done, and taken back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime


class ActionKind(StrEnum):
    CANCEL_ORDER = "cancel_order"
    CHANGE_ADDRESS = "change_address"
    CHANGE_ITEMS = "change_items"
    RETURN_ITEMS = "return_items"
    EXCHANGE_ITEMS = "exchange_items"
    REPORT_ITEMS = "report_items"
    """Damaged, wrong or missing on arrival."""
    CLAIM_PARCEL = "claim_parcel"
    """A lost parcel: sent again, or the money back."""
    REQUEST_INVOICE = "request_invoice"
    PROTECT_PRICE = "protect_price"
    """The difference back, since the price fell after the order."""
    CLAIM_WARRANTY = "claim_warranty"
    STOP_NOTICES = "stop_notices"


class ActionState(StrEnum):
    PROPOSED = "proposed"
    WAITING = "waiting"
    """The customer has confirmed; staff have to agree."""
    APPLIED = "applied"
    DECLINED = "declined"
    """The customer said no, or proposed something else instead."""
    REFUSED = "refused"
    """Staff said no."""
    UNDONE = "undone"


class Action(Record, table=True):
    """A line of the ledger. `idempotency_key` makes the same message propose once.

    It is applied by whoever moves its state to `applied` first, in the transaction that does
    what it says. Money is in minor units of the order's currency, from the shop's side: what
    it pays.
    """

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_order", "order_id", "id"),
        Index("ix_action_account", "account_id", "id"),
        Index("ix_action_created", "created_at"),
        Index(
            "ix_action_waiting",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    kind: ActionKind = Field(sa_type=EnumText(ActionKind))
    state: ActionState = Field(default=ActionState.PROPOSED, sa_type=EnumText(ActionState))
    idempotency_key: str = Field(unique=True, max_length=160)
    account_id: int = Field(foreign_key="channel_account.id")
    conversation_id: int = Field(foreign_key="conversation.id", index=True)
    order_id: int | None = Field(default=None, foreign_key="order.id")
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What is to be done, by kind: see `bot.desk.actions`."""
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What was there before, so that it can be taken back."""
    amount_minor: int = 0
    currency: str = Field(default="CNY", max_length=3)
    risks: list[str] = Field(default_factory=list, sa_type=JSON)
    """Why staff have to agree; empty when they need not."""
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decision_note: str = Field(default="", max_length=400)
    applied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by: int | None = Field(default=None, foreign_key="staff.id")
    """The staff member; None where the customer took it back."""
