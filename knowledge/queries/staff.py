"""Questions about staff."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from knowledge.records import Staff
from knowledge.store import Unit


async def staff_named(unit: Unit, username: str) -> Staff | None:
    """The staff member who signs in with this name."""
    return (await unit.exec(select(Staff).where(Staff.username == username))).first()


async def all_staff(unit: Unit) -> Sequence[Staff]:
    """Everyone, in order of their usernames."""
    return (await unit.exec(select(Staff).order_by(col(Staff.username)))).all()


async def staff_names(unit: Unit) -> dict[int, str]:
    """What everyone is called, by id."""
    return {staff.key: staff.name or staff.username for staff in await all_staff(unit)}


async def has_staff(unit: Unit) -> bool:
    """Whether anybody can sign in."""
    return (await unit.exec(select(Staff.id).limit(1))).first() is not None
