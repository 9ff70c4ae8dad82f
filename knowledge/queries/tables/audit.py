"""The audit trail as a table, newest first: by whom, what, to what, when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import col, func, select

from knowledge.queries.tables.paging import (
    Ask,
    Page,
    Sort,
    Total,
    columns,
    page_of,
    read_time,
    total_of,
)
from knowledge.records import AuditEntry, Staff
from knowledge.store import Unit

SORTS = {"at": Sort(col(AuditEntry.created_at), read_time)}
#: So many entries are counted; of more it is told that there are more.
_MOST_COUNTED = 1000
#: Each action once, found by steps from one to the next in the index
#: (https://wiki.postgresql.org/wiki/Loose_indexscan).
_ACTIONS = text(
    "WITH RECURSIVE known(name) AS ("
    "SELECT min(action) FROM audit_entry UNION ALL "
    "SELECT (SELECT min(action) FROM audit_entry WHERE action > name) FROM known "
    "WHERE name IS NOT NULL) SELECT name FROM known WHERE name IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """What was done, by whom (None: by the customer or the desk itself), to what."""

    id: int
    at: datetime
    action: str
    subject: str
    detail: str
    staff_id: int | None
    staff: str | None


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries; what is None is not asked. `until` itself is no longer in it.

    Args:
        subject: `conversation:5` is exactly that one, found by an index; without a colon it is a
            part of the subject, and reads on until the page is full.
    """

    staff_id: int | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def audit_table(unit: Unit, ask: Ask, wanted: AuditFilter) -> Page[AuditRow]:
    """Audit entries, newest first whatever the ask says; it may not search in words.

    Raises:
        AskRefused: there is no such page.
    """
    statement = (
        columns(
            AuditEntry.id,
            AuditEntry.created_at,
            AuditEntry.action,
            AuditEntry.subject,
            AuditEntry.detail,
            AuditEntry.staff_id,
            func.coalesce(func.nullif(Staff.name, ""), Staff.username),
        )
        .join(Staff, col(Staff.id) == AuditEntry.staff_id, isouter=True)
        .where(*_conditions(wanted))
    )
    newest = replace(ask, sort="at", descending=True)
    total = await _total(unit, wanted)
    return await page_of(unit, statement, col(AuditEntry.id), SORTS, newest, AuditRow, total)


def _conditions(wanted: AuditFilter) -> list[Any]:
    at = col(AuditEntry.created_at)
    asked: tuple[tuple[object, Callable[[Any], Any]], ...] = (
        (wanted.staff_id, col(AuditEntry.staff_id).__eq__),
        (wanted.action, col(AuditEntry.action).__eq__),
        (wanted.subject, _about),
        (wanted.since, at.__ge__),
        (wanted.until, at.__lt__),
    )
    return [condition(value) for value, condition in asked if value is not None]


def _about(subject: str) -> Any:
    if ":" in subject:
        return col(AuditEntry.subject) == subject
    return col(AuditEntry.subject).icontains(subject, autoescape=True)


async def _total(unit: Unit, wanted: AuditFilter) -> Total:
    if wanted == AuditFilter():
        return await total_of(unit, AuditEntry)
    some = select(AuditEntry.id).where(*_conditions(wanted)).limit(_MOST_COUNTED + 1).subquery()
    found = (await unit.exec(select(func.count()).select_from(some))).one()
    return Total(min(found, _MOST_COUNTED), is_exact=found <= _MOST_COUNTED)


async def audit_actions(unit: Unit) -> list[str]:
    """The names of everything that was ever written down, in order."""
    connection = await unit.connection()
    return [str(row[0]) for row in (await connection.execute(_ACTIONS)).all()]
