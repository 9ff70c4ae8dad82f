"""Staff as a table. What they sign in with is never read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, or_

from knowledge.queries.tables.finding import typed
from knowledge.queries.tables.paging import Ask, Page, Sort, columns, page_of, total_where
from knowledge.records import Role, Staff
from knowledge.store import Unit

SORTS = {
    "username": Sort(col(Staff.username)),
    "name": Sort(col(Staff.name)),
    "added": Sort(col(Staff.id), int),
}


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A staff member; `second_factor` says whether signing in needs a code too."""

    id: int
    username: str
    name: str
    role: Role
    active: bool
    second_factor: bool
    created_at: datetime


async def staff_table(unit: Unit, ask: Ask) -> Page[StaffRow]:
    """Staff, found by a part of their name or username.

    Raises:
        AskRefused: there is no such order or page.
    """
    statement = columns(
        Staff.id,
        Staff.username,
        Staff.name,
        Staff.role,
        Staff.active,
        col(Staff.totp_secret).is_not(None),
        Staff.created_at,
    )
    conditions = []
    if words := typed(ask.words):
        told = (col(Staff.name), col(Staff.username))
        conditions.append(or_(*(one.icontains(words, autoescape=True) for one in told)))
    total = await total_where(unit, col(Staff.id), *conditions)
    statement = statement.where(*conditions)
    return await page_of(unit, statement, col(Staff.id), SORTS, ask, StaffRow, total)
