"""What staff taught: which intents a customer's message carries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field

from knowledge.records.base import Record, UtcDateTime, utcnow


class TaughtMessage(Record, table=True):
    """A customer's message with the meaning that a staff member gave it; the last word counts."""

    __tablename__ = "taught_message"

    message_id: int = Field(foreign_key="message.id", unique=True)
    intents: list[str] = Field(default_factory=list, sa_type=JSON)
    """Names of `models.values.Intent`, the one that it is about first."""
    confirmed: bool = False
    """The bot had understood it right; otherwise staff corrected it."""
    staff_id: int = Field(foreign_key="staff.id")
    updated_at: datetime = Field(default_factory=utcnow, sa_type=UtcDateTime)


class WrongAnswer(Record, table=True):
    """A message of the bot that staff found wrong, and why."""

    __tablename__ = "wrong_answer"

    message_id: int = Field(foreign_key="message.id", unique=True)
    staff_id: int = Field(foreign_key="staff.id")
    note: str = Field(default="", max_length=400)
