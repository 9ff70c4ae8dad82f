"""News for the pages that are open: which conversations changed, and who looks at which.

The records are asked a few times a second, once for all pages, whatever process wrote to them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Protocol

from knowledge.errors import StoreUnavailable
from knowledge.queries.changes import Mark, conversations_since, is_taught_since, latest
from knowledge.store import Store

log = logging.getLogger(__name__)

#: How often the records are asked, seconds.
EVERY_S = 0.2


class Reader(Protocol):
    """A page that wants to know."""

    async def changed(self, ids: frozenset[int]) -> None:
        """These conversations changed."""

    async def company(self, conversation_id: int) -> None:
        """Somebody came to look at a conversation, or left it."""

    async def taught(self) -> None:
        """There is something new to teach, or somebody taught."""


class News:
    """Tells every reader what changed; runs while anybody reads."""

    def __init__(self, store: Store, every_s: float = EVERY_S) -> None:
        self._store, self._every_s = store, every_s
        self._readers: list[Reader] = []
        self._task: asyncio.Task[None] | None = None

    def read(self, reader: Reader) -> Callable[[], None]:
        """Tell `reader` from now on; what is returned ends that."""
        self._readers.append(reader)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

        def stop() -> None:
            with suppress(ValueError):
                self._readers.remove(reader)

        return stop

    async def _run(self) -> None:
        mark: Mark | None = None
        while self._readers:
            try:
                mark = await self._look(mark)
            except StoreUnavailable as error:
                # The pages show what they have; what was missed is found from the same mark.
                log.warning("News wait for the database: %s", error)
            await asyncio.sleep(self._every_s)

    async def _look(self, mark: Mark | None) -> Mark:
        async with self._store.reading() as unit:
            now = await latest(unit)
            if mark is None or now == mark:
                return now
            changed = frozenset(await conversations_since(unit, mark) | mark.settled(now))
            is_taught = await is_taught_since(unit, mark, now)
        telling = [reader.changed(changed) for reader in self._readers if changed]
        telling += [reader.taught() for reader in self._readers if is_taught]
        await asyncio.gather(*map(_told, telling))
        return now

    async def company_changed(self, ids: Iterable[int], but: Reader) -> None:
        """Tell every page but one who else looks at these conversations now."""
        telling = [
            _told(reader.company(one))
            for one in ids
            for reader in self._readers
            if reader is not but
        ]
        await asyncio.gather(*telling)


async def _told(telling: Awaitable[None]) -> None:
    try:
        await telling
    except Exception:
        # One page that breaks must not take the others' news with it.
        log.exception("A page could not be told what changed.")


class Present:
    """Who has which conversation open, in this process."""

    def __init__(self) -> None:
        self._looking: dict[str, tuple[int, int]] = {}

    def look(self, page: str, staff_id: int, conversation_id: int | None) -> set[int]:
        """Note what a page shows now; the conversations whose company changed by that."""
        before = self._looking.pop(page, None)
        if conversation_id is not None:
            self._looking[page] = (staff_id, conversation_id)
        return {one for one in (before[1] if before else None, conversation_id) if one is not None}

    def others(self, conversation_id: int, staff_id: int) -> set[int]:
        """Which colleagues of a staff member have a conversation open."""
        return {
            who
            for who, shown in self._looking.values()
            if shown == conversation_id and who != staff_id
        }
