"""What everybody may do about their own account."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.console import audit
from bot.console.accounts import (
    AccountRefused,
    check_not_too_many,
    check_password,
    hash_password,
    staff_in,
    verify,
)
from bot.console.throttle import Throttle
from knowledge.records import Staff, utcnow
from knowledge.store import Store


class OwnAccount:
    """One's own password and sessions.

    Args:
        throttle: of wrong present passwords.
        checks: how many passwords are checked at once, here and at the door.
        forget: called with the id of an account that was changed, after it was.
    """

    def __init__(
        self,
        store: Store,
        throttle: Throttle,
        checks: asyncio.Semaphore,
        forget: Callable[[int], None],
        now: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._throttle = throttle
        self._checks = checks
        self._forget = forget
        self._now = now

    async def change_password(self, staff_id: int, present: str, wanted: str) -> None:
        """Change one's password. Every session ends, this one too: one signs in anew.

        Raises:
            AccountRefused: `wrong_password`, `too_many_failures`, `password_short`,
                `password_long`; nothing was changed.
        """
        check_password(wanted)
        async with self._store.reading() as unit:
            before = await staff_in(unit, staff_id)
        await self._prove(before, present)
        hashed = await asyncio.to_thread(hash_password, wanted)
        async with self._store.writing() as unit:
            staff = await staff_in(unit, staff_id)
            if staff.password_hash != before.password_hash:
                raise AccountRefused("wrong_password", "The password was changed meanwhile.")
            staff.password_hash, staff.sessions_from = hashed, self._now()
            audit.record(unit, staff, "change_password", f"staff:{staff.username}")
        self._forget(staff_id)

    async def _prove(self, staff: Staff, password: str) -> None:
        check_not_too_many(self._throttle, staff.username)
        async with self._checks:
            right = await asyncio.to_thread(verify, staff.password_hash, password)
        if not right:
            raise AccountRefused("wrong_password", "The present password is wrong.")
        self._throttle.succeeded(staff.username)

    async def end_sessions(self, staff_id: int) -> None:
        """Sign out everywhere, here too."""
        async with self._store.writing() as unit:
            staff = await staff_in(unit, staff_id)
            staff.sessions_from = self._now()
            audit.record(unit, staff, "end_sessions", f"staff:{staff.username}")
        self._forget(staff_id)
