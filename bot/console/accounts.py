"""Staff accounts: how they are made, and how a password is kept and checked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.console.throttle import Throttle
from bot.errors import XiaoerError
from bot.rules.permissions import Permission, may
from knowledge.queries.staff import staff_named
from knowledge.records import AuditEntry, Role, Staff
from knowledge.store import Store, Unit

SHORTEST_PASSWORD = 12
#: argon2 would take any length, and time with it.
LONGEST_PASSWORD = 200
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")

#: argon2id with the library's parameters, which follow RFC 9106 (64 MiB, 3 passes).
_hasher = PasswordHasher()


class AccountRefused(XiaoerError):
    """A staff account cannot be made or changed so; the message is for a terminal.

    Args:
        reason: after `problem_` a key of the console's words, such as `username_taken`.
        wait_s: where it was tried too often, the seconds until it may be tried again.
    """

    def __init__(self, reason: str, message: str, wait_s: float = 0) -> None:
        super().__init__(message)
        self.reason = reason
        self.wait_s = wait_s


def normal_username(text: str) -> str:
    """A username as it is stored: ` Li.Wei ` → li.wei. PostgreSQL refuses NUL in text."""
    return text.replace("\x00", "").strip().lower()


def hash_password(password: str) -> str:
    """The argon2id hash that is kept instead of a password."""
    return _hasher.hash(password)


def verify(password_hash: str | None, password: str) -> bool:
    """Whether a password belongs to a hash.

    Without a hash (nobody has that username) it takes just as long, and is False.
    """
    try:
        _hasher.verify(password_hash or _nobodys_hash(), password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody signs in with this")


async def staff_in(unit: Unit, staff_id: int, permission: Permission | None = None) -> Staff:
    """An account that is open and may do this, as it is now: a page may have been open since.

    Raises:
        AccountRefused: `unknown_staff`, `not_allowed`.
    """
    staff = await unit.get(Staff, staff_id, populate_existing=True)
    if staff is None:
        raise AccountRefused("unknown_staff", f"There is no staff account {staff_id}.")
    if permission is not None and not (staff.active and may(staff.role, permission)):
        raise AccountRefused("not_allowed", f"'{staff.username}' may not do this.")
    return staff


def check_not_too_many(throttle: Throttle, username: str) -> None:
    """Count a try by somebody who is signed in.

    Raises:
        AccountRefused: `too_many_failures`.
    """
    if not throttle.allows(username):
        wait = throttle.wait_s(username)
        raise AccountRefused("too_many_failures", f"Too many tries; wait {wait:.0f} s.", wait)


async def add_staff(
    store: Store,
    username: str,
    name: str,
    role: Role,
    password: str,
    *,
    noted: Callable[[Staff], AuditEntry] | None = None,
) -> Staff:
    """Add a staff member who can sign in from now on.

    Args:
        noted: what the audit says of it, kept together with the account.

    Raises:
        AccountRefused: the username is taken or unusable, or the password too short or long.
        StoreUnavailable: nothing was written.
    """
    wanted = normal_username(username)
    _check_username(wanted)
    check_password(password)
    hashed = await asyncio.to_thread(hash_password, password)
    async with store.writing() as unit:
        if await staff_named(unit, wanted) is not None:
            raise AccountRefused("username_taken", f"There is a staff member '{wanted}' already.")
        staff = Staff(
            username=wanted,
            name=name.replace("\x00", "").strip()[:120],
            role=role,
            password_hash=hashed,
        )
        unit.add(staff)
        await unit.flush()
        if noted is not None:
            unit.add(noted(staff))
    return staff


def _check_username(username: str) -> None:
    if not _USERNAME.fullmatch(username):
        raise AccountRefused(
            "username_unusable",
            "A username has 2 to 60 letters, digits, '.', '_', '@' or '-', "
            "and begins with a letter or digit.",
        )


def check_password(password: str) -> None:
    """Refuse what cannot be a password.

    Raises:
        AccountRefused: `password_short`, `password_long`.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise AccountRefused(
            "password_short", f"A password has at least {SHORTEST_PASSWORD} characters."
        )
    if len(password) > LONGEST_PASSWORD:
        raise AccountRefused(
            "password_long", f"A password has at most {LONGEST_PASSWORD} characters."
        )
