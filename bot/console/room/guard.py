"""Who may reach a live room: every page, file and frame of the socket is asked for a session.

NiceGUI itself accepts any origin and looks at no cookie. So this stands before it: a page or
file without a session is refused; a socket has to come from a page of ours, and from the staff
member that the page was made for; and each frame that it sends is asked for anew, so that a
session that ends takes the open page with it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Protocol
from urllib.parse import parse_qs, quote

from nicegui import Client

from bot.browsers.headers import App, Event, Receive, Scope, Send
from bot.browsers.origin import same_origin
from bot.console.room.nonces import with_nonces
from bot.console.sessions import COOKIE
from knowledge.records import Staff


class Who(Protocol):
    """Reads a session's cookie (`bot.console.sessions.Sessions.staff_of`)."""

    async def __call__(self, cookie: str | None, *, active: bool = True) -> Staff | None: ...


#: A close code of our own (RFC 6455, section 7.4.2): the session is over.
OVER = 4401
_SOCKET = "/_nicegui_ws"
#: What a socket says by itself to be kept open (Engine.IO's pong): nobody did anything.
_HEARTBEAT = "3"
#: The frame by which NiceGUI has a page go elsewhere in the console.
_AWAY = '42["open",{"path":"/login","new_tab":false}]'


@dataclass(frozen=True, slots=True)
class _Open:
    """An open page's socket: whose it is, and whether its session is over."""

    staff: Staff
    cookie: str | None
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Guard:
    """ASGI middleware around the live rooms."""

    def __init__(self, app: App, who: Who) -> None:
        self._app, self._who = with_nonces(app), who
        self._open: dict[int, _Open] = {}
        self._asking: set[asyncio.Task[None]] = set()

    def changed(self, staff_id: int) -> None:
        """An account changed: ask about each of its open pages at once, not at its next frame."""
        for page in [one for one in self._open.values() if one.staff.key == staff_id]:
            task = asyncio.create_task(self._ask(page))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _ask(self, page: _Open, *, active: bool = False) -> None:
        """End a page whose session is over, or whose owner has another role now."""
        now = await self._who(page.cookie, active=active)
        if now is None or now.role is not page.staff.role:
            page.over.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = _headers(scope)
        cookie = _cookie(headers.get("cookie", ""))
        staff = await self._who(cookie)
        if staff is None:
            await _refuse(scope, receive, send, 401)
        elif not _from_our_page(scope, headers) or not _own_page(scope, staff):
            await _refuse(scope, receive, send, 403)
        else:
            # A client's own prefix would be written into every address of the page.
            kept = [pair for pair in scope["headers"] if pair[0].lower() != b"x-forwarded-prefix"]
            scope["headers"] = kept
            state = scope.setdefault("state", {})
            state["staff"] = staff
            # A page's answer carries the cookie anew, where due (`bot.console.renewal`).
            state["is_signed_in"] = "text/html" in headers.get("accept", "")
            if scope["type"] == "websocket":
                await self._socket(scope, receive, send, cookie, staff)
            else:
                await self._app(scope, receive, send)

    async def _socket(
        self, scope: Scope, receive: Receive, send: Send, cookie: str | None, staff: Staff
    ) -> None:
        page = _Open(staff, cookie)
        self._open[id(page)] = page
        over, frames = page.over, _Frames(receive, page.over)

        async def checked() -> Event:
            event = await frames.next()
            if event is not None and event["type"] == "websocket.receive":
                await self._ask(page, active=event.get("text") != _HEARTBEAT)
            if event is not None and not over.is_set():
                return event
            await send({"type": "websocket.send", "text": _AWAY})
            await send({"type": "websocket.close", "code": OVER})
            return {"type": "websocket.disconnect", "code": OVER}

        async def quiet(event: Event) -> None:
            if not over.is_set():
                await send(event)

        try:
            await self._app(scope, checked, quiet)
        finally:
            frames.close()
            del self._open[id(page)]


class _Frames:
    """What a socket receives, until the session is over."""

    def __init__(self, receive: Receive, over: asyncio.Event) -> None:
        self._receive, self._over = receive, over
        self._pending: asyncio.Task[Event] | None = None

    async def next(self) -> Event | None:
        """The next event; None once the session is over."""
        if self._pending is None:
            self._pending = asyncio.ensure_future(_awaited(self._receive))
        waiting = asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait({self._pending, waiting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        if self._over.is_set():
            return None
        event, self._pending = self._pending.result(), None
        return event

    def close(self) -> None:
        if self._pending is not None:
            self._pending.cancel()


async def _awaited(receive: Receive) -> Event:
    return await receive()


def _headers(scope: Scope) -> dict[str, str]:
    return {key.decode().lower(): value.decode("latin-1") for key, value in scope["headers"]}


def _cookie(header: str) -> str | None:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def _from_our_page(scope: Scope, headers: dict[str, str]) -> bool:
    """Whether it changes nothing, or comes from a page of ours. Sockets only as sockets: the
    long polling that can stand in for them would be one more way in."""
    if scope["type"] == "http" and _path(scope).startswith(_SOCKET):
        return False
    reads = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
    return reads or same_origin(headers)


def _own_page(scope: Scope, staff: Staff) -> bool:
    """Whether a socket belongs to a page that was made for the same staff member."""
    if scope["type"] != "websocket":
        return True
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("client_id", [""])[0]
    page = Client.instances.get(asked)
    # A page of before a restart is unknown: NiceGUI has it load anew.
    return page is None or page.request.scope["state"]["staff"].key == staff.key


def _login(scope: Scope) -> str:
    return f"{scope.get('root_path', '')}/login"


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await receive()
        # Before it was accepted, this answers the handshake with 403.
        await send({"type": "websocket.close", "code": OVER})
        return
    headers: list[tuple[bytes, bytes]] = []
    page = scope["method"] == "GET" and "text/html" in _headers(scope).get("accept", "")
    if status == 401 and page:
        query = scope["query_string"].decode("latin-1")
        asked = f"{_path(scope)}?{query}" if query else _path(scope)
        place = f"{_login(scope)}?next={quote(asked)}"
        status, headers = 303, [(b"location", place.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
