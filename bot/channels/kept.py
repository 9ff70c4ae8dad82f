"""Files that are kept here, for a channel to send them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from knowledge.queries.attachments import content_of
from knowledge.store import Store

#: Gives a file's bytes by its id; None where they are not kept, or not any more.
Kept = Callable[[int], Awaitable[bytes | None]]


async def nothing_kept(attachment_id: int) -> bytes | None:
    """Of a channel that sends no files of ours."""
    del attachment_id
    return None


def kept_in(store: Store) -> Kept:
    """The files in the records."""

    async def kept(attachment_id: int) -> bytes | None:
        async with store.reading() as unit:
            return await content_of(unit, attachment_id)

    return kept
