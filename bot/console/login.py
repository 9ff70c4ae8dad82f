"""Signing in and out."""

from __future__ import annotations

import asyncio
import re

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.console import audit
from bot.console.accounts import normal_username, verify
from bot.console.front_door import Door, Field, address_of, welcome
from bot.console.parts import ConsoleParts, Parts
from bot.console.rendering import ScreenOfRequest
from bot.console.sessions import SessionsOfApp, Viewer
from knowledge.queries.staff import staff_named
from knowledge.records import Staff

router = APIRouter()

#: Where one may be sent after signing in: the console's own pages only.
_NEXT = re.compile(r"/(conversations/\d+|dead-letters|staff)?")


@router.get("/login")
async def login_page(screen: ScreenOfRequest, next: str = "/") -> Response:
    """The form to sign in with."""
    return screen.page("login.html", {"next": _safe(next), "username": "", "problem": ""})


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
    """Sign in. Who is wrong learns nothing about which of the two was."""
    wanted, address = normal_username(username)[:60], address_of(request)
    shown = {"next": _safe(next), "username": username[:60]}
    if not door.throttle.allows(wanted, address):
        return screen.page("login.html", {**shown, "problem": "too_many_failures"}, status=429)
    async with door.checks:
        staff = await _identified(parts, wanted, password)
    if staff is None:
        return screen.page("login.html", {**shown, "problem": "wrong_login"}, status=401)
    door.throttle.succeeded(wanted, address)
    return await welcome(request, parts, sessions, staff, action="sign_in", place=_safe(next))


async def _identified(parts: ConsoleParts, username: str, password: str) -> Staff | None:
    async with parts.store.reading() as unit:
        found = await staff_named(unit, username)
    staff = found if found is not None and found.active else None
    hashed = staff.password_hash if staff else None
    return staff if await asyncio.to_thread(verify, hashed, password) else None


def _safe(place: str) -> str:
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
