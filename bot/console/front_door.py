"""What is remembered about those who are not signed in: their failures, and the one-time link."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.console import audit
from bot.console.parts import ConsoleParts
from bot.console.sessions import Sessions, base_of
from bot.console.throttle import Throttle
from knowledge.records import Staff


@dataclass(slots=True)
class FrontDoor:
    """What is remembered between requests about those who are not in yet."""

    throttle: Throttle
    token: str | None
    #: argon2 takes 64 MiB and a core for each check; more at once would starve the desk.
    checks: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    def opens(self, token: str) -> bool:
        """Whether this is the one-time token, and it was not used up."""
        return self.token is not None and hmac.compare_digest(token.encode(), self.token.encode())


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


def address_of(request: Request) -> str:
    """Where a request came from."""
    return request.client.host if request.client else "unknown"
