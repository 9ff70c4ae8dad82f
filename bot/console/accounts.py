"""Staff accounts: how they are made, and how a password is kept and checked."""

from __future__ import annotations

import asyncio
import re
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import XiaoerError
from knowledge.queries.staff import staff_named
from knowledge.records import Role, Staff
from knowledge.store import Store

SHORTEST_PASSWORD = 12
#: argon2 would take any length, and time with it.
LONGEST_PASSWORD = 200
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")

#: argon2id with the library's parameters, which follow RFC 9106 (64 MiB, 3 passes).
_hasher = PasswordHasher()


class AccountRefused(XiaoerError):
    """A staff account cannot be made so; the message is for a terminal.

    Args:
        reason: a key of the console's words: `username_unusable`, `username_taken`,
            `password_short` or `password_long`.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def normal_username(text: str) -> str:
    """A username as it is stored: ` Li.Wei ` → li.wei."""
    return text.strip().lower()


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


async def add_staff(store: Store, username: str, name: str, role: Role, password: str) -> Staff:
    """Add a staff member who can sign in from now on.

    Raises:
        AccountRefused: the username is taken or unusable, or the password too short or long.
        StoreUnavailable: nothing was written.
    """
    wanted = normal_username(username)
    _check(wanted, password)
    hashed = await asyncio.to_thread(hash_password, password)
    async with store.writing() as unit:
        if await staff_named(unit, wanted) is not None:
            raise AccountRefused("username_taken", f"There is a staff member '{wanted}' already.")
        staff = Staff(username=wanted, name=name.strip()[:120], role=role, password_hash=hashed)
        unit.add(staff)
        await unit.flush()
    return staff


def _check(username: str, password: str) -> None:
    if not _USERNAME.fullmatch(username):
        raise AccountRefused(
            "username_unusable",
            "A username has 2 to 60 letters, digits, '.', '_', '@' or '-', "
            "and begins with a letter or digit.",
        )
    if len(password) < SHORTEST_PASSWORD:
        raise AccountRefused(
            "password_short", f"A password has at least {SHORTEST_PASSWORD} characters."
        )
    if len(password) > LONGEST_PASSWORD:
        raise AccountRefused(
            "password_long", f"A password has at most {LONGEST_PASSWORD} characters."
        )
