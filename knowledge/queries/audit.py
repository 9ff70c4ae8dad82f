"""Questions about what was done."""

from __future__ import annotations

from sqlmodel import select

from knowledge.records import AuditEntry
from knowledge.store import Unit


async def has_entry(unit: Unit, action: str, subject: str) -> bool:
    """Whether this was ever done to this."""
    found = await unit.exec(
        select(AuditEntry.id).where(AuditEntry.subject == subject, AuditEntry.action == action)
    )
    return found.first() is not None
