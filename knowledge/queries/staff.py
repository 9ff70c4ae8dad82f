"""Questions about staff."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, or_, select, update

from knowledge.records import Role, Staff
from knowledge.store import Unit


async def staff_named(unit: Unit, username: str) -> Staff | None:
    """The staff member who signs in with this name."""
    return (await unit.exec(select(Staff).where(Staff.username == username))).first()


async def all_staff(unit: Unit) -> Sequence[Staff]:
    """Everyone, in order of their usernames."""
    return (await unit.exec(select(Staff).order_by(col(Staff.username)))).all()


async def supervisors(unit: Unit) -> list[str]:
    """What those are called who are told of what nobody answers, in order of their usernames."""
    return [
        staff.name or staff.username
        for staff in await all_staff(unit)
        if staff.active and staff.role is Role.SUPERVISOR
    ]


async def staff_of_telegram(unit: Unit, user_id: int) -> Staff | None:
    """The staff member whom an admin linked to this Telegram user."""
    return (await unit.exec(select(Staff).where(Staff.telegram_user_id == user_id))).first()


async def staff_names(unit: Unit) -> dict[int, str]:
    """What everyone is called, by id."""
    return {staff.key: staff.name or staff.username for staff in await all_staff(unit)}


async def has_staff(unit: Unit) -> bool:
    """Whether anybody can sign in."""
    return (await unit.exec(select(Staff.id).limit(1))).first() is not None


async def active_admins(unit: Unit) -> Sequence[Staff]:
    """The admins who can sign in, held until the unit ends.

    Two who demote each other at the same moment wait for one another: in PostgreSQL by the lock
    on these rows, in SQLite since there is one writer.
    """
    wanted = select(Staff).where(Staff.role == Role.ADMIN, col(Staff.active))
    held = wanted.order_by(col(Staff.id)).with_for_update()
    return (await unit.exec(held, execution_options={"populate_existing": True})).all()


async def take_code_step(unit: Unit, staff_id: int, step: int) -> bool:
    """Keep that a second factor's code was used; False where it was, or a later one."""
    unused = or_(col(Staff.totp_step).is_(None), col(Staff.totp_step) < step)
    kept = update(Staff).where(col(Staff.id) == staff_id, unused).values(totp_step=step)
    return (await unit.exec(kept)).rowcount == 1
