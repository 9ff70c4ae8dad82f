"""The console as an application of its own, to be mounted at `/console`."""

from __future__ import annotations

from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from bot.browsers.headers import SafeHeaders
from bot.browsers.pages import Pages
from bot.browsers.seal import Seal
from bot.console import (
    attachments,
    enter,
    language,
    login,
    moved,
    pictures,
)
from bot.console.access import from_our_page
from bot.console.account_desks import account_desks
from bot.console.front_door import FrontDoor
from bot.console.parts import ConsoleParts
from bot.console.refusals import explain_refusals
from bot.console.renewal import Renewal
from bot.console.room.front import live_rooms
from bot.console.sessions import Sessions, signed_in
from bot.console.throttle import Throttle
from bot.console.viewing import filters

__all__ = ["ConsoleParts", "create_console"]

_HERE = Path(__file__).parent


def create_console(parts: ConsoleParts) -> FastAPI:
    """The console. Every page but the way in is for those who are signed in."""
    app = FastAPI(
        docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(from_our_page)]
    )
    app.state.parts = parts
    app.state.pages = Pages(_HERE, **filters(parts.settings.zone))
    _give_the_way_in(app, parts)
    explain_refusals(app, app.state.pages)
    for way_in in (login, enter, language):
        app.include_router(way_in.router)
    for room in (moved, attachments, pictures):
        app.include_router(room.router, dependencies=[Depends(signed_in)])
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    # Last, since NiceGUI answers whatever no route above has taken.
    words, sessions = app.state.pages.words, app.state.sessions
    app.mount("/", live_rooms(parts, words, sessions, app.state.accounts))
    app.add_middleware(Renewal, sessions=app.state.sessions)
    app.add_middleware(SafeHeaders)
    return app


def _give_the_way_in(app: FastAPI, parts: ConsoleParts) -> None:
    """Who is signed in, what is remembered of those who are not, and what changes accounts."""
    secret = parts.settings.secret_key
    sessions = Sessions(parts.store, Seal(secret, "staff session"), parts.now, parts.clock)
    door = FrontDoor(
        throttle=Throttle(parts.clock),
        codes=Throttle(parts.clock, strict=True),
        half_way=Seal(secret, "staff second factor"),
        token=parts.one_time_token,
    )
    app.state.sessions, app.state.door = sessions, door
    app.state.accounts = account_desks(parts, sessions, door)
