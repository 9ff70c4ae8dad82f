"""What is remembered about those who are not signed in: their failures, and the one-time link."""

from __future__ import annotations

import asyncio
import hmac
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.browsers.seal import Seal
from bot.console import audit
from bot.console.parts import ConsoleParts
from bot.console.rendering import Screen
from bot.console.sessions import Sessions, base_of
from bot.console.throttle import Throttle
from bot.console.tickets import fingerprint
from knowledge.records import Staff

#: How long one may look for the code after the password was right, seconds.
HALF_WAY_S = 300


@dataclass(slots=True)
class FrontDoor:
    """What is remembered between requests about those who are not in yet.

    Args:
        throttle: of names and passwords.
        codes: of the second factor's; kept apart, since a right password forgives no code.
        half_way: seals who has given the right password and still owes a code.
        token: lets its bearer make the first admin.
    """

    throttle: Throttle
    codes: Throttle
    half_way: Seal
    token: str | None
    #: argon2 takes 64 MiB and a core for each check; more at once would starve the desk.
    checks: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    def opens(self, token: str) -> bool:
        """Whether this is the one-time token, and it was not used up."""
        return self.token is not None and hmac.compare_digest(token.encode(), self.token.encode())

    def half_in(self, staff: Staff) -> str:
        """What somebody brings back together with the code."""
        return self.half_way.close(f"{staff.key}:{fingerprint(staff)}")

    async def who_is_half_in(self, parts: ConsoleParts, half: str) -> Staff | None:
        """Who gave the right password within the last minutes; None if it was changed since."""
        said = self.half_way.open(half, max_age=HALF_WAY_S)
        if said is None:
            return None
        staff_id, _, before = said.partition(":")
        async with parts.store.reading() as unit:
            staff = await unit.get(Staff, int(staff_id))
        is_same = staff is not None and staff.active and fingerprint(staff) == before
        return staff if is_same else None


async def _door(request: Request) -> FrontDoor:
    found = request.app.state.door
    assert isinstance(found, FrontDoor)
    return found


Door = Annotated[FrontDoor, Depends(_door)]
Field = Annotated[str, Form(max_length=1_000)]


async def welcome(
    request: Request,
    parts: ConsoleParts,
    sessions: Sessions,
    staff: Staff,
    *,
    action: str,
    place: str = "/",
) -> Response:
    """Sign somebody in, write it down, and send them to a page of the console."""
    async with parts.store.writing() as unit:
        audit.record(unit, staff, action, f"staff:{staff.username}", address_of(request))
    response = RedirectResponse(f"{base_of(request)}{place}", 303)
    sessions.begin(request, response, staff)
    return response


def too_many(screen: Screen, template: str, shown: Mapping[str, object], wait_s: float) -> Response:
    """The page that says when to try again, to a person and to a program (RFC 9110, 10.2.3)."""
    minutes = math.ceil(wait_s / 60)
    told = {**shown, "problem": "too_many_failures", "minutes": minutes}
    answer = screen.page(template, told, status=429)
    answer.headers["Retry-After"] = str(math.ceil(wait_s))
    return answer


def address_of(request: Request) -> str:
    """Where a request came from."""
    return request.client.host if request.client else "unknown"
