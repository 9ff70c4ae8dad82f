"""Photos and documents that customers sent, as staff see them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from knowledge.records.base import Record, UtcDateTime


class Attachment(Record, table=True):
    """A file of a message. It is written down with the message and fetched afterwards.

    `external_id` is what the channel fetches it by; `content` is None until then, and stays
    so when the channel no longer has it or it is larger than may be kept (`refused`).
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index(
            "ix_attachment_unfetched",
            "id",
            sqlite_where=text("fetched_at IS NULL AND refused = ''"),
            postgresql_where=text("fetched_at IS NULL AND refused = ''"),
        ),
    )

    message_id: int = Field(foreign_key="message.id", index=True)
    kind: str = Field(max_length=20)
    """photo or document."""
    external_id: str = Field(default="", max_length=250)
    name: str = Field(default="", max_length=200)
    media_type: str = Field(default="", max_length=100)
    size: int = Field(default=0, ge=0)
    content: bytes | None = None
    fetched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refused: str = Field(default="", max_length=200)
    """Why it could not be kept; empty when it was."""
    attempts: int = 0
