"""What the staff's room keeps: ready answers, drafts, Telegram topics, figures, runs of jobs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from knowledge.records.base import Record, UtcDateTime, utcnow


class CannedReply(Record, table=True):
    """An answer kept ready; `{customer}`, `{order_number}` and the like are filled when taken."""

    __tablename__ = "canned_reply"

    title: str = Field(max_length=120)
    language: str = Field(max_length=8)
    body: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    """Whose it is alone; None where everybody has it."""
    updated_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class Draft(Record, table=True):
    """Words that a staff member has begun in a conversation and not sent."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("staff_id", "conversation_id"),)

    staff_id: int = Field(foreign_key="staff.id")
    conversation_id: int = Field(foreign_key="conversation.id", index=True)
    text: str
    updated_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class StaffTopic(Record, table=True):
    """The topic of the staff's Telegram forum that an account's conversations go through."""

    __tablename__ = "staff_topic"
    __table_args__ = (UniqueConstraint("chat", "topic_id"),)

    account_id: int = Field(foreign_key="channel_account.id", unique=True)
    chat: str = Field(max_length=40)
    topic_id: int


class DailyFigure(Record, table=True):
    """One number of one day of the shop, as the overview draws it; `part` splits it."""

    __tablename__ = "daily_figure"
    __table_args__ = (
        UniqueConstraint("day", "name", "part", "language"),
        Index("ix_daily_figure_name", "name", "day"),
    )

    day: date
    """In the shop's zone."""
    name: str = Field(max_length=40)
    part: str = Field(default="", max_length=60)
    language: str = Field(default="", max_length=8)
    value: float


class JobRun(Record, table=True):
    """A run of a scheduled job; `created_at` is when it began."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_name", "name", "id"),)

    name: str = Field(max_length=60)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = Field(default="", max_length=400)
