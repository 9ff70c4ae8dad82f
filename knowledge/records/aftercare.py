"""What stays after a conversation: what customers thought of it, and what they wait for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from knowledge.records.base import Record, UtcDateTime


class Rating(Record, table=True):
    """How a closed case was for the customer: 1 (bad) to 5 (good); a case is rated once."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("handover_id"), Index("ix_rating_created", "created_at"))

    conversation_id: int = Field(foreign_key="conversation.id", index=True)
    handover_id: int = Field(foreign_key="handover.id")
    score: int = Field(ge=1, le=5)
    comment: str = Field(default="", max_length=1000)


class StockWatch(Record, table=True):
    """A customer who asked to be told when a product is back."""

    __tablename__ = "stock_watch"
    __table_args__ = (
        UniqueConstraint("account_id", "product_id"),
        Index(
            "ix_stock_watch_untold",
            "product_id",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    account_id: int = Field(foreign_key="channel_account.id")
    product_id: int = Field(foreign_key="product.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
