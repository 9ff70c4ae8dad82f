"""The console as an application of its own, to be mounted at `/console`."""

from __future__ import annotations

from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from bot.browsers.headers import SafeHeaders
from bot.browsers.pages import Pages
from bot.browsers.seal import Seal
from bot.console import (
    approvals,
    attachments,
    conversation,
    conversation_actions,
    dead_letters,
    enter,
    language,
    login,
    staff_page,
    teaching,
)
from bot.console.front_door import FrontDoor
from bot.console.parts import ConsoleParts
from bot.console.refusals import explain_refusals
from bot.console.room.front import live_rooms
from bot.console.sessions import Sessions, from_our_page, signed_in
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
    app.state.sessions = Sessions(Seal(parts.settings.secret_key, "staff session"))
    app.state.door = FrontDoor(Throttle(parts.clock), parts.one_time_token)
    explain_refusals(app, app.state.pages)
    for way_in in (login, enter, language):
        app.include_router(way_in.router)
    rooms = (
        approvals,
        conversation,
        conversation_actions,
        attachments,
        teaching,
        dead_letters,
        staff_page,
    )
    for room in rooms:
        app.include_router(room.router, dependencies=[Depends(signed_in)])
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    # Last, since NiceGUI answers whatever no route above has taken.
    app.mount("/", live_rooms(parts, app.state.pages.words, app.state.sessions))
    app.add_middleware(SafeHeaders)
    return app
