"""Open chat pages, and how a new message reaches them at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.channels.sending import Outgoing

#: A browser opens at most six connections to one site over HTTP/1.1; some must stay free
#: for sending (https://developer.mozilla.org/docs/Web/API/EventSource).
MOST_STREAMS = 4


class TooManyStreams(Exception):
    """The account has as many pages open as are served; another one must poll."""


class LiveStream:
    """One open page, waiting for news."""

    def __init__(self) -> None:
        self._news = asyncio.Event()
        self.is_open = True

    def wake(self) -> None:
        """Say that there may be something new."""
        self._news.set()

    def end(self) -> None:
        """Say that nothing more will come."""
        self.is_open = False
        self._news.set()

    async def news(self, patience: float) -> bool:
        """Wait until woken, at most `patience` seconds; whether it was woken."""
        try:
            async with asyncio.timeout(patience):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True


class LiveStreams:
    """The web channel's `Sender`: it wakes the pages that the account has open.

    The words themselves are read from the records, so that none is lost: a page that is not
    open finds them when it opens. Sending therefore always succeeds.
    """

    def __init__(self) -> None:
        self._open: dict[str, list[LiveStream]] = {}

    async def send(self, outgoing: Outgoing) -> str:
        """Wake the destination's pages, and return an id that is this message's own."""
        self.wake(outgoing.destination)
        return f"outbox:{outgoing.key}"

    def wake(self, account: str) -> None:
        """Have the account's pages look for news."""
        for stream in self._open.get(account, ()):
            stream.wake()

    @contextmanager
    def opened(self, account: str) -> Iterator[LiveStream]:
        """A stream of the account's, for as long as its page is open.

        Raises:
            TooManyStreams: it has `MOST_STREAMS` already.
        """
        streams = self._open.setdefault(account, [])
        if len(streams) >= MOST_STREAMS:
            raise TooManyStreams(account)
        stream = LiveStream()
        streams.append(stream)
        try:
            yield stream
        finally:
            streams.remove(stream)
            if not streams:
                self._open.pop(account, None)

    def count(self) -> int:
        """How many pages are open."""
        return sum(map(len, self._open.values()))

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        for streams in self._open.values():
            for stream in streams:
                stream.end()
