"""A limit on what a request may carry, before anything reads it into memory."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.browsers.headers import App, Event, Receive, Scope, Send

#: Far above the longest message and the largest order; bytes.
LARGEST = 1_000_000


class BodyLimit:
    """ASGI middleware that refuses a body larger than `LARGEST` with 413.

    A body sent in chunks without its length is cut off there instead, which leaves it unreadable.

    Args:
        larger: what may be sent to the few addresses that take more; whoever answers there asks
            who sends it before reading it.
    """

    def __init__(self, app: App, larger: Mapping[re.Pattern[str], int] | None = None) -> None:
        self._app = app
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _announced(scope, most := self._most(str(scope["path"]))) > most:
            await _refuse(send, most)
        else:
            await self._app(scope, _counted(receive, most), send)

    def _most(self, path: str) -> int:
        found = (most for place, most in self._larger.items() if place.fullmatch(path))
        return next(found, LARGEST)


def _announced(scope: Scope, most: int) -> int:
    given = dict(scope["headers"]).get(b"content-length", b"0")
    return int(given) if given.isdigit() else most + 1


def _counted(receive: Receive, most: int) -> Receive:
    taken = 0

    async def receive_counted() -> Event:
        nonlocal taken
        event = await receive()
        taken += len(event.get("body", b""))
        if event["type"] == "http.request" and taken > most:
            return {"type": "http.disconnect"}
        return event

    return receive_counted


async def _refuse(send: Send, most: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": f"At most {most} bytes.".encode()})
