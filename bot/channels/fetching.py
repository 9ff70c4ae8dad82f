"""Fetching the files that customers sent, after their messages are stored.

A channel hands over a file's name only; its bytes are asked for here. A file that is too large
or gone is refused with a sentence in its place; a passing fault is tried again, later and
later. A crash loses nothing: what has neither bytes nor a refusal is met again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.desk.inbound import LARGEST_FILE
from bot.errors import FetchError, FetchRefused
from knowledge.errors import StoreUnavailable
from knowledge.queries.attachments import record_fetch, unfetched
from knowledge.records import Attachment, Channel, utcnow
from knowledge.store import Store

logger = logging.getLogger(__name__)

#: The largest file that is kept, bytes.
LARGEST = LARGEST_FILE
#: After so many failures (about three hours) a file is given up.
MOST_ATTEMPTS = 12
#: How long a file that failed rests, counted from its message: 5, 10, 20 … seconds.
FIRST_REST = timedelta(seconds=5)
AT_ONCE = 4
#: The longest sleep without a poke, seconds.
IDLE_S = 5.0


class Files(Protocol):
    """A channel's files."""

    async def fetch(self, external_id: str, most: int) -> bytes:
        """The bytes of a file.

        Raises:
            FetchRefused: it is gone, or larger than `most` bytes.
            FetchFailed: a passing fault.
        """
        ...


class Fetcher:
    """Fetches what is known and not here yet.

    Args:
        store: the records.
        files: each channel's files; those of other channels stay unfetched.
        clock: the current time, aware.
    """

    def __init__(
        self,
        store: Store,
        files: Mapping[Channel, Files],
        *,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._files = files
        self._clock = clock
        self._poked = asyncio.Event()

    def poke(self) -> None:
        """A file was written down. Call it from the event loop."""
        self._poked.set()

    async def run(self) -> None:
        """Fetch whatever is due; ends only by being cancelled."""
        while self._files:
            self._poked.clear()
            try:
                await self.fetch_due()
            except StoreUnavailable as error:
                logger.warning("Attachments wait: %s", error)
            except Exception:
                logger.exception("Attachments could not be fetched; trying again soon")
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE_S):
                    await self._poked.wait()

    async def fetch_due(self) -> int:
        """Try every file that is due once; how many were tried.

        Raises:
            StoreUnavailable: the records cannot be read or written; nothing is lost.
        """
        async with self._store.reading() as unit:
            found = await unfetched(unit, list(self._files))
        now = self._clock()
        due = [(file, channel) for file, channel in found if _due_at(file) <= now]
        for at in range(0, len(due), AT_ONCE):
            await asyncio.gather(*(self._take(*one) for one in due[at : at + AT_ONCE]))
        return len(due)

    async def _take(self, wanted: Attachment, channel: Channel) -> None:
        values = await self._tried(wanted, channel)
        async with self._store.writing() as unit:
            await record_fetch(unit, wanted.key, {"attempts": wanted.attempts + 1, **values})

    async def _tried(self, wanted: Attachment, channel: Channel) -> dict[str, Any]:
        """The columns that a try changes."""
        try:
            content = await self._content(wanted, channel)
        except FetchRefused as error:
            return {"refused": str(error)[:200]}
        except Exception as error:
            expected = isinstance(error, FetchError)
            why = str(error) if expected else f"It cannot be fetched ({type(error).__name__})."
            logger.info("Attachment %s: %s", wanted.key, why, exc_info=not expected)
            gives_up = wanted.attempts + 1 >= MOST_ATTEMPTS
            return {"refused": why[:200]} if gives_up else {}
        return {"content": content, "size": len(content), "fetched_at": self._clock()}

    async def _content(self, wanted: Attachment, channel: Channel) -> bytes:
        if wanted.size > LARGEST:
            raise too_large(wanted.size, LARGEST)
        content = await self._files[channel].fetch(wanted.external_id, LARGEST)
        if len(content) > LARGEST:
            raise too_large(len(content), LARGEST)
        return content


def too_large(size: int, most: int) -> FetchRefused:
    """The refusal of a file of more bytes than may be kept."""
    mib = 1024 * 1024
    return FetchRefused(f"It is too large: {size / mib:.1f} MB; {most / mib:g} MB may be kept.")


def _due_at(wanted: Attachment) -> datetime:
    if not wanted.attempts:
        return wanted.created_at
    return wanted.created_at + FIRST_REST * 2.0 ** (wanted.attempts - 1)
