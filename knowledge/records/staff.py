"""Staff and what they did."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from knowledge.records.base import EnumText, Record, UtcDateTime


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    """An agent who sees everybody's work and is told what nobody answers."""
    ADMIN = "admin"


class Staff(Record, table=True):
    __tablename__ = "staff"

    username: str = Field(unique=True, max_length=60)
    name: str = Field(default="", max_length=120)
    password_hash: str = Field(max_length=200)
    role: Role = Field(sa_type=EnumText(Role))
    active: bool = True
    telegram_user_id: int | None = Field(default=None, unique=True, index=True, sa_type=BigInteger)
    """Their user id on Telegram, of up to 52 bits: what they do in the staff chat is theirs."""
    totp_secret: str | None = Field(default=None, max_length=64)
    """The shared secret of the second factor (RFC 6238), base32; None where it is off."""
    totp_step: int | None = None
    """The half minute of the last code that was taken; one of then or before is not taken again."""
    sessions_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Sessions that began before are no longer good."""


class ApiToken(Record, table=True):
    """Lets another system of the shop in. The token itself is shown once and not kept."""

    __tablename__ = "api_token"

    name: str = Field(max_length=120)
    token_hash: str = Field(unique=True, max_length=64)
    """SHA-256 in hexadecimal: a token of 256 random bits needs no slow hash."""
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    """Who made it."""
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuditEntry(Record, table=True):
    """Who looked at or changed what."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_at", "created_at", "id"),
        Index("ix_audit_entry_staff", "staff_id", "created_at", "id"),
        Index("ix_audit_entry_action", "action", "created_at", "id"),
        Index("ix_audit_entry_on", "subject", "created_at", "id"),
    )

    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    action: str = Field(max_length=60)
    subject: str = Field(max_length=120)
    detail: str = ""
