"""The live rooms put together: NiceGUI behind the guard, with what its pages need."""

from __future__ import annotations

from functools import cache

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from bot.browsers.headers import App
from bot.browsers.words import Words
from bot.console.account_desks import AccountDesks
from bot.console.parts import ConsoleParts
from bot.console.room import account, admin, approvals, inbox, overview, records, supply, teach
from bot.console.room.guard import Guard
from bot.console.room.news import News
from bot.console.room.page import RoomParts
from bot.console.room.shell import given, shell
from bot.console.sessions import Sessions


def live_rooms(
    parts: ConsoleParts, words: Words, sessions: Sessions, accounts: AccountDesks
) -> App:
    """The rooms as an application to be mounted below every other page of the console."""
    room = RoomParts(parts, accounts, words, News(parts.store))
    guard = Guard(given(_pages(), "room", room), sessions.staff_of)
    sessions.listen(guard.changed)
    # Outside the guard, which reads the pages that pass it.
    return GZipMiddleware(guard, minimum_size=500)


@cache
def _pages() -> FastAPI:
    """NiceGUI with the pages that it serves; a process has one of it."""
    made = shell()
    inbox.register()
    approvals.register()
    overview.register()
    teach.register()
    records.register()
    supply.register()
    admin.register()
    account.register()
    return made
