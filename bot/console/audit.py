"""Writing down who looked at or changed what."""

from __future__ import annotations

from knowledge.records import AuditEntry, Staff
from knowledge.store import Unit


def record(unit: Unit, staff: Staff, action: str, subject: str, detail: str = "") -> None:
    """Add an entry to the unit; it is kept when the unit commits.

    Args:
        subject: what it was done to, such as `conversation:5` or `staff:li.wei`.
    """
    unit.add(AuditEntry(staff_id=staff.key, action=action, subject=subject[:120], detail=detail))
