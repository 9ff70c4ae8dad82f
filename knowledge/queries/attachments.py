"""Questions about the files that came with messages.

`fetched_at IS NULL AND refused = ''` is written out, never bound: SQLite matches a partial
index against the words of the query (https://sqlite.org/partialindex.html, section 3.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select, update

from knowledge.records import Attachment, Channel, Message
from knowledge.store import Unit

_UNFETCHED = text("attachment.fetched_at IS NULL AND attachment.refused = ''")


@dataclass(frozen=True, slots=True)
class File:
    """A file by the channel's id of it; `kind` is photo or document."""

    kind: str
    external_id: str


async def files_of(unit: Unit, message_id: int) -> list[File]:
    """The files of a message without their contents, in order."""
    rows = await unit.exec(
        select(Attachment.kind, Attachment.external_id)
        .where(Attachment.message_id == message_id)
        .order_by(col(Attachment.id))
    )
    return [File(*row) for row in rows.all()]


async def content_of(unit: Unit, attachment_id: int) -> bytes | None:
    """A file's bytes; None where they are not kept, or were erased."""
    found = await unit.exec(select(Attachment.content).where(Attachment.id == attachment_id))
    return found.first()


async def unfetched(
    unit: Unit, channels: Sequence[Channel], limit: int = 200
) -> Sequence[tuple[Attachment, Channel]]:
    """The files of some channels that are still to be fetched, fewest attempts first."""
    rows = await unit.exec(
        select(Attachment, Message.channel)
        .join(Message, col(Message.id) == Attachment.message_id)
        .where(_UNFETCHED, col(Message.channel).in_(channels))
        .order_by(col(Attachment.attempts), col(Attachment.id))
        .limit(limit)
    )
    return [(file, Channel(channel)) for file, channel in rows.all()]


async def awaited_files(unit: Unit, limit: int = 200) -> frozenset[tuple[int, int]]:
    """The oldest files that are still to be fetched: each one's id, and its conversation's."""
    rows = await unit.exec(
        select(Attachment.id, Message.conversation_id)
        .join(Message, col(Message.id) == Attachment.message_id)
        .where(_UNFETCHED)
        .order_by(col(Attachment.id))
        .limit(limit)
    )
    return frozenset((key, conversation_id) for key, conversation_id in rows.all() if key)


async def record_fetch(unit: Unit, attachment_id: int, values: dict[str, Any]) -> None:
    """Write what came of a try, unless another one was quicker."""
    await unit.exec(
        update(Attachment)
        .where(_UNFETCHED, col(Attachment.id) == attachment_id)
        .values(values)
        .execution_options(synchronize_session=False)
    )


async def is_awaited(unit: Unit, message_id: int) -> bool:
    """Whether a file of a message has not been tried yet; one that failed once may take hours."""
    found = await unit.exec(
        select(Attachment.id)
        .where(_UNFETCHED, col(Attachment.message_id) == message_id, col(Attachment.attempts) == 0)
        .limit(1)
    )
    return found.first() is not None


async def attachments_of(unit: Unit, message_ids: Sequence[int]) -> Sequence[Attachment]:
    """The files of some messages, with their contents, in order."""
    return (
        await unit.exec(
            select(Attachment)
            .where(col(Attachment.message_id).in_(message_ids))
            .order_by(col(Attachment.id))
        )
    ).all()
