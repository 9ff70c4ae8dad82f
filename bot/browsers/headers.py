"""The headers that keep a page from being turned against the person who opened it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Nothing but this site's own files: no inline script or style, no frame around the page.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_HEADERS = {
    b"content-security-policy": CONTENT_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    # With "no-referrer" browsers send `Origin: null` with a form, which we could not check
    # (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
}


class SafeHeaders:
    """ASGI middleware that adds the safety headers to every answer that lacks them.

    Pages are never cached; static files are, and asked after each time.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(event: Event) -> None:
            if event["type"] == "http.response.start":
                event["headers"] = _completed(scope["path"], list(event.get("headers", [])))
            await send(event)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)


def _completed(path: str, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    caching = b"no-cache" if "/static/" in path else b"no-store"
    present = {name.lower() for name, _ in given}
    wanted = {**_HEADERS, b"cache-control": caching}
    return given + [(name, value) for name, value in wanted.items() if name not in present]
