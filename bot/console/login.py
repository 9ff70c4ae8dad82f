"""Signing in and out: a password, then a code where the second factor is on."""

from __future__ import annotations

import asyncio
import re

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.console import audit
from bot.console.account_desks import AccountDesksOfApp
from bot.console.accounts import normal_username, verify
from bot.console.front_door import Door, Field, address_of, too_many, welcome
from bot.console.parts import ConsoleParts, Parts
from bot.console.rendering import ScreenOfRequest
from bot.console.sessions import SessionsOfApp, Viewer
from knowledge.queries.staff import staff_named
from knowledge.records import Staff

router = APIRouter()

#: Where one may be sent after signing in: the console's own pages only.
_ROOMS = "approvals|records|supply|teach|overview|admin|account|staff|dead-letters"
_NEXT = re.compile(
    rf"/(\?open=[0-9]{{1,10}}|conversations/[0-9]{{1,10}}|({_ROOMS})(\?tab=[a-z_]+)?)?"
)


#: What the form shows before anything was typed.
_EMPTY = {"username": "", "half": "", "problem": ""}


@router.get("/login")
async def login_page(screen: ScreenOfRequest, next: str = "/") -> Response:
    """The form to sign in with."""
    return screen.page("login.html", {**_EMPTY, "next": own_page(next)})


@router.post("/login")
async def login(
    request: Request,
    screen: ScreenOfRequest,
    parts: Parts,
    sessions: SessionsOfApp,
    door: Door,
    username: Field = "",
    password: Field = "",
    next: Field = "/",
) -> Response:
    """Sign in, or be asked for the code. Who is wrong learns nothing about which of the two was."""
    wanted, address = normal_username(username)[:60], address_of(request)
    shown = {**_EMPTY, "next": own_page(next), "username": username[:60]}
    if not door.throttle.allows(wanted, address):
        return too_many(screen, "login.html", shown, door.throttle.wait_s(wanted, address))
    async with door.checks:
        staff = await _identified(parts, wanted, password)
    if staff is None:
        return screen.page("login.html", {**shown, "problem": "wrong_login"}, status=401)
    door.throttle.succeeded(wanted, address)
    if staff.totp_secret is not None:
        return screen.page("login.html", {**shown, "half": door.half_in(staff)})
    return await welcome(request, parts, sessions, staff, action="sign_in", place=own_page(next))


@router.post("/login/code")
async def login_code(
    request: Request,
    screen: ScreenOfRequest,
    parts: Parts,
    sessions: SessionsOfApp,
    door: Door,
    desks: AccountDesksOfApp,
    half: Field = "",
    code: Field = "",
    next: Field = "/",
) -> Response:
    """Sign in with the code, after the password was right."""
    shown = {**_EMPTY, "next": own_page(next)}
    staff = await door.who_is_half_in(parts, half)
    if staff is None:
        return screen.page("login.html", {**shown, "problem": "code_too_late"}, status=401)
    shown |= {"username": staff.username, "half": half}
    name, address = staff.username, address_of(request)
    if not door.codes.allows(name, address):
        return too_many(screen, "login.html", shown, door.codes.wait_s(name, address))
    if staff.totp_secret is not None and not await desks.second_factor.takes(staff, code):
        return screen.page("login.html", {**shown, "problem": "code_wrong"}, status=401)
    door.codes.succeeded(name, address)
    return await welcome(request, parts, sessions, staff, action="sign_in", place=own_page(next))


@router.post("/session")
async def still_here(viewer: Viewer) -> Response:
    """Asked now and then by a page that is worked in without loading another.

    The answer brings the cookie anew, so that what was done there counts after a restart too.
    """
    del viewer
    return Response(status_code=204)


async def _identified(parts: ConsoleParts, username: str, password: str) -> Staff | None:
    async with parts.store.reading() as unit:
        found = await staff_named(unit, username)
    staff = found if found is not None and found.active else None
    hashed = staff.password_hash if staff else None
    return staff if await asyncio.to_thread(verify, hashed, password) else None


def own_page(place: str) -> str:
    """A page of the console's own; the front door for anything else."""
    return place if _NEXT.fullmatch(place) else "/"


@router.post("/logout")
async def logout(
    request: Request, viewer: Viewer, screen: ScreenOfRequest, sessions: SessionsOfApp, parts: Parts
) -> Response:
    """Sign out on this browser."""
    async with parts.store.writing() as unit:
        audit.record(unit, viewer, "sign_out", f"staff:{viewer.username}")
    response = RedirectResponse(f"{screen.base}/login", 303)
    sessions.end(request, response)
    return response
