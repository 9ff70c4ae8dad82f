"""Who is signed in: a signed cookie that is good for twelve hours, and what it opens."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response

from bot.browsers.origin import same_origin
from bot.browsers.seal import Seal
from bot.console.parts import Parts
from knowledge.queries.actions import waiting_count
from knowledge.records import Role, Staff
from knowledge.store import Store

#: Keeps who is signed in.
COOKIE = "xiaoer_staff"
_TWELVE_HOURS_S = 12 * 3_600


class NotSignedIn(Exception):
    """Nobody is signed in, or no longer."""


def base_of(request: Request) -> str:
    """Where the console is mounted: `/console`, or nothing when it stands alone."""
    return str(request.scope.get("root_path", ""))


@dataclass(frozen=True, slots=True)
class Sessions:
    """Reads and writes the cookie that says who is signed in."""

    seal: Seal

    def begin(self, request: Request, response: Response, staff: Staff) -> None:
        """Sign somebody in."""
        response.set_cookie(
            COOKIE,
            self.seal.close(f"{staff.key}:{_fingerprint(staff)}"),
            max_age=_TWELVE_HOURS_S,
            path=base_of(request) or "/",
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )

    def end(self, request: Request, response: Response) -> None:
        """Sign whoever it is out."""
        path = base_of(request) or "/"
        response.delete_cookie(COOKIE, path=path, httponly=True, samesite="strict")

    def staff_id(self, request: Request) -> tuple[int, str] | None:
        """Who the cookie says it is, and the fingerprint of their password then."""
        value = self.seal.open(request.cookies.get(COOKIE), max_age=_TWELVE_HOURS_S)
        if value is None:
            return None
        key, _, fingerprint = value.partition(":")
        return int(key), fingerprint

    def who(self, store: Store) -> Callable[[str | None], Awaitable[Staff | None]]:
        """Reads a cookie's value: who is signed in by it, or None."""

        async def read(cookie: str | None) -> Staff | None:
            value = self.seal.open(cookie, max_age=_TWELVE_HOURS_S)
            if value is None:
                return None
            key, _, fingerprint = value.partition(":")
            async with store.reading() as unit:
                staff = await unit.get(Staff, int(key))
            known = staff is not None and staff.active and _fingerprint(staff) == fingerprint
            return staff if known else None

        return read


def _fingerprint(staff: Staff) -> str:
    """Changes with the password, which so ends every session that began with the old one."""
    return hashlib.sha256(staff.password_hash.encode()).hexdigest()[:16]


async def _sessions(request: Request) -> Sessions:
    found = request.app.state.sessions
    assert isinstance(found, Sessions)
    return found


SessionsOfApp = Annotated[Sessions, Depends(_sessions)]


async def signed_in(request: Request, parts: Parts, sessions: SessionsOfApp) -> Staff:
    """Whoever is signed in. How many approvals wait is kept for the navigation (`rendering`).

    Raises:
        NotSignedIn: nobody is, the account was closed, or its password changed.
    """
    found = sessions.staff_id(request)
    if found is None:
        raise NotSignedIn
    async with parts.store.reading() as unit:
        staff = await unit.get(Staff, found[0])
        request.state.approvals_waiting = await waiting_count(unit)
    if staff is None or not staff.active or _fingerprint(staff) != found[1]:
        raise NotSignedIn
    return staff


#: Who is signed in; a request by nobody gets no further.
Viewer = Annotated[Staff, Depends(signed_in)]


async def admins_only(viewer: Viewer) -> None:
    """Refuse agents (403)."""
    if viewer.role is not Role.ADMIN:
        raise HTTPException(403, "admins_only")


async def from_our_page(request: Request) -> None:
    """Refuse what another site's page sent (403)."""
    if request.method not in {"GET", "HEAD"} and not same_origin(request.headers):
        raise HTTPException(403, "wrong_origin")
