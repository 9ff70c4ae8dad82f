"""The questions that no article answered and staff have not settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select, update

from knowledge.records import KnowledgeGap, Message
from knowledge.store import Unit

#: SQLite takes 32,766 parameters in a statement (https://sqlite.org/limits.html, 9).
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A question: `intent` is what it was read as, `conversation_id` where it was asked."""

    id: int
    text: str
    language: str
    intent: str
    asked_at: datetime
    conversation_id: int | None


async def open_gaps(unit: Unit, limit: int) -> list[OpenGap]:
    """The questions that are not settled, newest first."""
    rows = await unit.exec(
        select(
            KnowledgeGap.id,
            KnowledgeGap.text,
            KnowledgeGap.language,
            KnowledgeGap.intent,
            KnowledgeGap.created_at,
            Message.conversation_id,
        )  # type: ignore[call-overload]
        .join(Message, col(Message.id) == KnowledgeGap.message_id, isouter=True)
        .where(col(KnowledgeGap.settled_at).is_(None))
        .order_by(col(KnowledgeGap.id).desc())
        .limit(limit)
    )
    return [OpenGap(*row) for row in rows.all()]


async def open_gap_count(unit: Unit) -> int:
    """How many questions are not settled."""
    counted = select(func.count()).where(col(KnowledgeGap.settled_at).is_(None))
    return (await unit.exec(counted)).one()


async def settle_gaps(unit: Unit, gap_ids: Sequence[int], now: datetime) -> int:
    """Settle these questions; how many were not settled yet."""
    done = 0
    for start in range(0, len(gap_ids), _AT_ONCE):
        some = gap_ids[start : start + _AT_ONCE]
        settled = await unit.exec(
            update(KnowledgeGap)
            .where(col(KnowledgeGap.id).in_(some), col(KnowledgeGap.settled_at).is_(None))
            .values(settled_at=now)
            .execution_options(synchronize_session=False)
        )
        done += int(settled.rowcount)
    return done
