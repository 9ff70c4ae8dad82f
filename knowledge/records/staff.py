"""Staff and what they did."""

from __future__ import annotations

from enum import StrEnum

from sqlmodel import Field

from knowledge.records.base import EnumText, Record


class Role(StrEnum):
    AGENT = "agent"
    ADMIN = "admin"


class Staff(Record, table=True):
    __tablename__ = "staff"

    username: str = Field(unique=True, max_length=60)
    name: str = Field(default="", max_length=120)
    password_hash: str = Field(max_length=200)
    role: Role = Field(sa_type=EnumText(Role))
    active: bool = True


class AuditEntry(Record, table=True):
    """Who looked at or changed what."""

    __tablename__ = "audit_entry"

    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=120, index=True)
    detail: str = ""
