"""Keeps the cookie of whoever uses the console up to date."""

from __future__ import annotations

from fastapi import Request, Response

from bot.browsers.headers import App, Event, Receive, Scope, Send
from bot.console.sessions import COOKIE, Sessions


class Renewal:
    """ASGI middleware: an answer to somebody who is signed in carries the cookie anew, where due.

    One that sets or removes the cookie itself is left alone.
    """

    def __init__(self, app: App, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Made before the app runs: a mount below writes its own path into the scope, and what is
        # noted in the state has to be seen here.
        scope.setdefault("state", {})
        request = Request(dict(scope))
        request.state.is_signed_in = False

        async def send_renewed(event: Event) -> None:
            if event["type"] == "http.response.start" and _is_signed_in(request):
                event["headers"] = [*event.get("headers", []), *self._cookie(request, event)]
            await send(event)

        await self._app(scope, receive, send_renewed)

    def _cookie(self, request: Request, event: Event) -> list[tuple[bytes, bytes]]:
        if any(name == b"set-cookie" and _is_ours(value) for name, value in event["headers"]):
            return []
        answer = Response()
        self._sessions.renew(request, answer)
        return [header for header in answer.raw_headers if header[0] == b"set-cookie"]


def _is_signed_in(request: Request) -> bool:
    return bool(request.state.is_signed_in)


def _is_ours(cookie: bytes) -> bool:
    return cookie.startswith(f"{COOKIE}=".encode())
