"""A limit on what a request may carry, before anything reads it into memory."""

from __future__ import annotations

from bot.browsers.headers import App, Event, Receive, Scope, Send

#: Far above the longest message and the largest order; bytes.
LARGEST = 1_000_000


class BodyLimit:
    """ASGI middleware that refuses a body larger than `LARGEST` with 413.

    A body sent in chunks without its length is cut off there instead, which leaves it unreadable.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _announced(scope) > LARGEST:
            await _refuse(send)
        else:
            await self._app(scope, _counted(receive), send)


def _announced(scope: Scope) -> int:
    given = dict(scope["headers"]).get(b"content-length", b"0")
    return int(given) if given.isdigit() else LARGEST + 1


def _counted(receive: Receive) -> Receive:
    taken = 0

    async def receive_counted() -> Event:
        nonlocal taken
        event = await receive()
        taken += len(event.get("body", b""))
        if event["type"] == "http.request" and taken > LARGEST:
            return {"type": "http.disconnect"}
        return event

    return receive_counted


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": f"At most {LARGEST} bytes.".encode()})
