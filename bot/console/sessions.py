"""Who is signed in: a signed cookie, what makes it void, and who is told when it is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from math import ceil
from typing import Annotated

from fastapi import Depends, Request, Response

from bot.browsers.seal import Seal
from bot.console.parts import Parts
from bot.console.staff_cache import StaffCache
from bot.console.tickets import IDLE, LONGEST, RENEWED_AFTER, Ticket
from knowledge.queries.actions import waiting_count
from knowledge.records import Staff, utcnow
from knowledge.store import Store

COOKIE = "xiaoer_staff"

#: Told the id of a staff member whose sessions may have ended; asks `staff_of` about each again.
Listener = Callable[[int], None]

_log = logging.getLogger(__name__)


class NotSignedIn(Exception):
    """Nobody is signed in, or no longer."""


def base_of(request: Request) -> str:
    """Where the console is mounted: `/console`, or nothing when it stands alone."""
    return str(request.scope.get("root_path", ""))


class Sessions:
    """Reads and writes the cookie that says who is signed in.

    A session is over twelve hours after it began, after two hours in which nothing was done, on
    signing out, and when `Ticket.opens_for` says so. When it was last seen is kept here as well as
    in the cookie: a page that is open for hours sends the cookie it was opened with.
    """

    def __init__(
        self,
        store: Store,
        seal: Seal,
        now: Callable[[], datetime] = utcnow,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seal = seal
        self._now = now
        self._cache = StaffCache(store, clock)
        self._seen: dict[str, datetime] = {}
        self._ended: dict[str, datetime] = {}
        self._listeners: list[Listener] = []

    async def staff_of(self, cookie: str | None, *, active: bool = True) -> Staff | None:
        """Whose session this cookie's value is; None if it is nobody's, or over.

        Cheap enough to be asked for every event of an open page.

        Args:
            active: whether the person did something; a page that only asks for news does not
                keep its session from ending.

        Raises:
            StoreUnavailable: the database cannot be asked.
        """
        ticket = self._ticket(cookie)
        if ticket is None:
            return None
        staff = await self._cache.staff(ticket.staff_id)
        if staff is None or not ticket.opens_for(staff) or ticket.session in self._ended:
            return None
        if active:
            self._seen[ticket.session] = self._now()
        return staff

    def _ticket(self, cookie: str | None) -> Ticket | None:
        """What the cookie says, seen as late as is known here; None once it does not last."""
        text = self._seal.open(cookie)
        ticket = Ticket.read(text) if text is not None else None
        if ticket is None or ticket.session in self._ended:
            return None
        ticket = ticket.seen_at(self._seen.get(ticket.session, ticket.seen))
        return ticket if ticket.lasts(self._now()) else None

    def begin(self, request: Request, response: Response, staff: Staff) -> None:
        """Sign somebody in."""
        self._let_go_of_the_old()
        self._set(request, response, Ticket.begun(staff, self._now()))

    def renew(self, request: Request, response: Response) -> None:
        """Issue the cookie anew where what it says of when it was seen is a minute old.

        That is what counts after a restart, and the answer to a page that is kept open.
        """
        cookie = request.cookies.get(COOKIE)
        ticket, text = self._ticket(cookie), self._seal.open(cookie)
        written = Ticket.read(text) if text is not None else None
        if ticket and written and ticket.seen - written.seen >= RENEWED_AFTER:
            self._set(request, response, ticket)

    def _set(self, request: Request, response: Response, ticket: Ticket) -> None:
        response.set_cookie(
            COOKIE,
            self._seal.close(ticket.text),
            max_age=ceil((ticket.began + LONGEST - self._now()).total_seconds()),
            path=base_of(request) or "/",
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )

    def end(self, request: Request, response: Response) -> None:
        """Sign whoever it is out; a copy of the cookie opens nothing either."""
        ticket = self._ticket(request.cookies.get(COOKIE))
        if ticket is not None:
            self._ended[ticket.session] = self._now()
            self.forget(ticket.staff_id)
        path = base_of(request) or "/"
        response.delete_cookie(COOKIE, path=path, httponly=True, samesite="strict")

    def forget(self, staff_id: int) -> None:
        """An account changed: read it anew, and have open pages ask whether they may stay open.

        To be called once the change is committed.
        """
        self._cache.forget(staff_id)
        for listener in tuple(self._listeners):
            try:
                listener(staff_id)
            except Exception:
                _log.exception("A listener failed to hear that account %d changed.", staff_id)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell this one, too, when an account changes. Returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _let_go_of_the_old(self) -> None:
        now = self._now()
        self._seen = {key: at for key, at in self._seen.items() if now - at < IDLE}
        self._ended = {key: at for key, at in self._ended.items() if now - at < LONGEST}


async def _sessions(request: Request) -> Sessions:
    found = request.app.state.sessions
    assert isinstance(found, Sessions)
    return found


SessionsOfApp = Annotated[Sessions, Depends(_sessions)]


async def signed_in(request: Request, parts: Parts, sessions: SessionsOfApp) -> Staff:
    """Whoever is signed in. How many approvals wait is kept for the navigation (`rendering`).

    Raises:
        NotSignedIn: nobody is, or the session is over.
    """
    staff = await sessions.staff_of(request.cookies.get(COOKIE), active=_done_by_hand(request))
    if staff is None:
        raise NotSignedIn
    request.state.is_signed_in = True
    async with parts.store.reading() as unit:
        request.state.approvals_waiting = await waiting_count(unit)
    return staff


def _done_by_hand(request: Request) -> bool:
    """Not what a page's script fetches to see whether there is news.

    Browsers say what a request is for (https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest).
    """
    return request.method != "GET" or request.headers.get("sec-fetch-dest") != "empty"


#: Who is signed in; a request by nobody gets no further.
Viewer = Annotated[Staff, Depends(signed_in)]
