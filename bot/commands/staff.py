"""Adding staff from the terminal, and saying who they are on Telegram."""

from __future__ import annotations

import getpass
import sys

from bot.commands.shop import migrate, say
from bot.console.accounts import add_staff
from bot.console.telegram_link import link_telegram
from bot.errors import CommandFailed
from bot.settings import Settings
from knowledge.records import AuditEntry, Role, Staff
from knowledge.store import Store


async def add(settings: Settings, username: str, name: str, role: str) -> int:
    """Add a staff account; the password is asked for, or read from a pipe.

    Raises:
        CommandFailed: the password was typed in two ways.
        AccountRefused: the name is taken or unusable, or the password too short or long.
    """
    password = _password()
    store = Store(settings.database_url)
    try:
        await migrate(store)
        await add_staff(store, username, name or username, Role(role), password, noted=_noted)
    finally:
        await store.close()
    say(f"{role} {username} can sign in at /console.")
    return 0


def _noted(added: Staff) -> AuditEntry:
    """Whoever can run commands needs no account, so the audit names nobody."""
    detail = f"{added.role}, from the terminal"
    return AuditEntry(action="add_staff", subject=f"staff:{added.username}", detail=detail)


async def link(settings: Settings, username: str, telegram_id: int) -> int:
    """Link a staff account to a Telegram user, or (0) to none.

    Raises:
        LinkRefused: there is no such account, or the user is linked to another.
    """
    store = Store(settings.database_url)
    try:
        await migrate(store)
        await link_telegram(store, username, telegram_id)
    finally:
        await store.close()
    if telegram_id:
        say(f"What Telegram user {telegram_id} does in the staff chat is {username}'s.")
    else:
        say(f"{username} is linked to no Telegram user.")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password (at least 12 characters): ")
    if getpass.getpass("Once more: ") != first:
        raise CommandFailed("The two passwords differ; nothing was added.")
    return first
