"""Writing down who looked at or changed what."""

from __future__ import annotations

from knowledge.records import AuditEntry, Staff
from knowledge.store import Unit


def conversation(conversation_id: int) -> str:
    """`5` → conversation:5, as the audit names it."""
    return f"conversation:{conversation_id}"


def record(unit: Unit, staff: Staff, action: str, subject: str, detail: str = "") -> None:
    """Add an entry to the unit; it is kept when the unit commits."""
    unit.add(AuditEntry(staff_id=staff.key, action=action, subject=subject[:120], detail=detail))
