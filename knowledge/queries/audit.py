"""Questions about what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from knowledge.records import AuditEntry
from knowledge.store import Unit

#: So many of the latest entries are looked through for the names of actions.
_LATEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries are wanted; what is left out does not matter.

    Args:
        subject: `conversation:5` is exactly that one; without a colon it is a part of the subject.
        since, until: aware; `until` is just after the last moment.
    """

    staff_id: int | None = None
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


async def entries(
    unit: Unit, sought: Sought, limit: int, *, before: int | None = None
) -> Sequence[AuditEntry]:
    """Entries, newest first; `before`: only what was written before this one.

    Staff and whole subjects are found by an index; the rest reads on until the page is full.
    """
    wanted = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(limit)
    if sought.staff_id is not None:
        wanted = wanted.where(AuditEntry.staff_id == sought.staff_id)
    if sought.action:
        wanted = wanted.where(AuditEntry.action == sought.action)
    if ":" in sought.subject:
        wanted = wanted.where(AuditEntry.subject == sought.subject)
    elif sought.subject:
        wanted = wanted.where(col(AuditEntry.subject).icontains(sought.subject, autoescape=True))
    if sought.since is not None:
        wanted = wanted.where(col(AuditEntry.created_at) >= sought.since)
    if sought.until is not None:
        wanted = wanted.where(col(AuditEntry.created_at) < sought.until)
    if before is not None:
        wanted = wanted.where(col(AuditEntry.id) < before)
    return (await unit.exec(wanted)).all()


async def late_actions(unit: Unit) -> Sequence[str]:
    """What staff did of late: the names of actions, in order."""
    latest = select(AuditEntry.action).order_by(col(AuditEntry.id).desc()).limit(_LATEST).subquery()
    return (await unit.exec(select(latest.c.action).distinct().order_by(latest.c.action))).all()


async def has_entry(unit: Unit, action: str, subject: str) -> bool:
    """Whether this was ever done to this."""
    found = await unit.exec(
        select(AuditEntry.id).where(AuditEntry.subject == subject, AuditEntry.action == action)
    )
    return found.first() is not None
