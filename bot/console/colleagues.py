"""What an admin does about colleagues: add, change what they may, let go, bring back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.console import audit
from bot.console.accounts import (
    AccountRefused,
    add_staff,
    check_password,
    hash_password,
    staff_in,
)
from bot.rules.permissions import Permission
from knowledge.queries.staff import active_admins, all_staff
from knowledge.records import AuditEntry, Role, Staff, utcnow
from knowledge.store import Store, Unit


class Colleagues:
    """The staff's accounts, for whoever may manage them.

    Everything is written to the audit. Each call raises AccountRefused: `not_allowed` where `by`
    may not (any more), `unknown_staff` where there is no such account, and what it names itself.

    Args:
        forget: called with the id of an account that was changed, after it was.
    """

    def __init__(
        self,
        store: Store,
        forget: Callable[[int], None],
        now: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._forget = forget
        self._now = now

    async def everyone(self, by: int) -> Sequence[Staff]:
        """Every account, closed ones too, in order of their usernames."""
        async with self._store.reading() as unit:
            await staff_in(unit, by, Permission.MANAGE_STAFF)
            return await all_staff(unit)

    async def add(self, by: int, username: str, name: str, role: Role, password: str) -> Staff:
        """Add a colleague who can sign in from now on.

        Raises:
            AccountRefused: also `username_unusable`, `username_taken`, `password_short`,
                `password_long`.
        """
        async with self._store.reading() as unit:
            await staff_in(unit, by, Permission.MANAGE_STAFF)

        def noted(added: Staff) -> AuditEntry:
            subject = f"staff:{added.username}"
            return AuditEntry(staff_id=by, action="add_staff", subject=subject, detail=role.value)

        return await add_staff(self._store, username, name, role, password, noted=noted)

    async def change_role(self, by: int, staff_id: int, role: Role) -> None:
        """Let a colleague do more, or less; their sessions end.

        Raises:
            AccountRefused: also `last_admin`.
        """
        async with self._store.writing() as unit:
            admin, staff = await self._both(unit, by, staff_id)
            if staff.role is role:
                return
            if role is not Role.ADMIN:
                await _check_not_the_last(unit, staff)
            change = f"{staff.role} → {role}"
            staff.role, staff.sessions_from = role, self._now()
            audit.record(unit, admin, "change_role", f"staff:{staff.username}", change)
        self._forget(staff_id)

    async def deactivate(self, by: int, staff_id: int) -> None:
        """Close an account: nobody signs in with it, and its sessions end.

        Raises:
            AccountRefused: also `last_admin`.
        """
        async with self._store.writing() as unit:
            admin, staff = await self._both(unit, by, staff_id)
            if not staff.active:
                return
            await _check_not_the_last(unit, staff)
            staff.active, staff.sessions_from = False, self._now()
            audit.record(unit, admin, "deactivate_staff", f"staff:{staff.username}")
        self._forget(staff_id)

    async def reactivate(self, by: int, staff_id: int) -> None:
        """Open a closed account again, with the password and the role it had."""
        async with self._store.writing() as unit:
            admin, staff = await self._both(unit, by, staff_id)
            if staff.active:
                return
            staff.active = True
            audit.record(unit, admin, "reactivate_staff", f"staff:{staff.username}")
        self._forget(staff_id)

    async def set_password(self, by: int, staff_id: int, password: str) -> None:
        """Give a colleague a new password; their sessions end.

        Raises:
            AccountRefused: also `password_short`, `password_long`, and `own_password` for one's
                own, which needs the present one.
        """
        if by == staff_id:
            raise AccountRefused("own_password", "Your own password needs your present one.")
        check_password(password)
        async with self._store.reading() as unit:
            await staff_in(unit, by, Permission.MANAGE_STAFF)
        hashed = await asyncio.to_thread(hash_password, password)
        async with self._store.writing() as unit:
            admin, staff = await self._both(unit, by, staff_id)
            staff.password_hash, staff.sessions_from = hashed, self._now()
            audit.record(unit, admin, "set_password", f"staff:{staff.username}")
        self._forget(staff_id)

    async def end_sessions(self, by: int, staff_id: int) -> None:
        """Sign a colleague out everywhere."""
        async with self._store.writing() as unit:
            admin, staff = await self._both(unit, by, staff_id)
            staff.sessions_from = self._now()
            audit.record(unit, admin, "end_sessions", f"staff:{staff.username}")
        self._forget(staff_id)

    async def _both(self, unit: Unit, by: int, staff_id: int) -> tuple[Staff, Staff]:
        """The admin who does it, and whom it is done to."""
        await active_admins(unit)  # waits for another admin who is at it
        admin = await staff_in(unit, by, Permission.MANAGE_STAFF)
        return admin, await staff_in(unit, staff_id)


async def _check_not_the_last(unit: Unit, staff: Staff) -> None:
    admins = [admin.key for admin in await active_admins(unit)]
    if admins == [staff.key]:
        raise AccountRefused(
            "last_admin", f"'{staff.username}' is the last admin; make another one first."
        )
