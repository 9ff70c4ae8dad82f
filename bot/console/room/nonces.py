"""A content security policy without `unsafe-inline` or `unsafe-eval` for pages of NiceGUI.

Such a page has a few scripts and styles inline. Each is given a number that is used once, which
the policy names; whatever a customer wrote is escaped in it and can be neither
(https://www.w3.org/TR/CSP3/#security-nonces).
"""

from __future__ import annotations

import re
import secrets

from bot.browsers.headers import App, Event, Receive, Scope, Send

_INLINE = re.compile(rb"<(script|style)(?=[\s>])")
#: The one style attribute of NiceGUI's page, which a policy with numbers forbids.
_HIDDEN = (b'-cache" style="display: none"', b'-cache" hidden')
_FOREVER = (b"cache-control", b"private, max-age=31536000, immutable")


def content_policy(nonce: str) -> str:
    """The policy of a page whose inline parts carry `nonce`."""
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def with_nonces(app: App) -> App:
    """The application with a policy on every answer, and its numbers in every page."""

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        else:
            await app(scope, receive, _Numbered(send, lasts=_lasts(scope)).take)

    return answered


def _lasts(scope: Scope) -> bool:
    """Whether an address names its content: NiceGUI's own files carry a version or a digest."""
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    own = path.startswith("/_nicegui/") and "dynamic_resources" not in path
    return own and not path.startswith("/_nicegui/client/")


class _Numbered:
    """Holds a page back until it is whole, and numbers its inline parts."""

    def __init__(self, send: Send, *, lasts: bool) -> None:
        self._send, self._lasts = send, lasts
        self._nonce = secrets.token_urlsafe(16)
        self._start: Event | None = None
        self._body: list[bytes] = []

    async def take(self, event: Event) -> None:
        if event["type"] == "http.response.start":
            await self._begin(event)
        elif self._start is None:
            await self._send(event)
        else:
            self._body.append(event.get("body", b""))
            if not event.get("more_body"):
                await self._finish(self._start)

    async def _begin(self, event: Event) -> None:
        headers = [pair for pair in event["headers"] if not self._replaced(pair[0], event)]
        headers.append((b"content-security-policy", content_policy(self._nonce).encode()))
        if self._lasts and event["status"] == 200:
            headers.append(_FOREVER)
        event = {**event, "headers": headers}
        if _is_page(headers):
            self._start = event
        else:
            await self._send(event)

    def _replaced(self, name: bytes, event: Event) -> bool:
        return name.lower() == _FOREVER[0] and self._lasts and event["status"] == 200

    async def _finish(self, start: Event) -> None:
        body = b"".join(self._body).replace(*_HIDDEN)
        body = _INLINE.sub(rb'<\1 nonce="%s"' % self._nonce.encode(), body)
        kept = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        await self._send({**start, "headers": [*kept, length]})
        await self._send({"type": "http.response.body", "body": body})


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in headers
    )
