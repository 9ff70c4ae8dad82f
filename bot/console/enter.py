"""The first admin's way in: a link that works once."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from bot.console.accounts import AccountRefused, add_staff
from bot.console.front_door import Door, Field, welcome
from bot.console.parts import Parts
from bot.console.rendering import ScreenOfRequest
from bot.console.sessions import SessionsOfApp
from knowledge.records import Role

router = APIRouter()


@router.get("/enter")
async def enter_page(screen: ScreenOfRequest, door: Door, token: str = "") -> Response:
    """The form that the one-time link opens. Opening it does not use the link up."""
    if not door.opens(token):
        raise HTTPException(403, "link_used_up")
    return screen.page("enter.html", {"token": token, "username": "", "name": "", "problem": ""})


@router.post("/enter")
async def enter(
    request: Request,
    screen: ScreenOfRequest,
    parts: Parts,
    sessions: SessionsOfApp,
    door: Door,
    token: Field = "",
    username: Field = "",
    name: Field = "",
    password: Field = "",
) -> Response:
    """Make the admin account of whoever holds the link, once, and sign them in."""
    if not door.opens(token):
        raise HTTPException(403, "link_used_up")
    held, door.token = door.token, None  # a second request at the same moment finds it gone
    try:
        staff = await add_staff(parts.store, username, name, Role.ADMIN, password)
    except BaseException as error:
        door.token = held
        if not isinstance(error, AccountRefused):
            raise
        shown = {"token": token, "username": username, "name": name, "problem": error.reason}
        return screen.page("enter.html", shown, status=422)
    return await welcome(request, parts, sessions, staff, action="enter")
