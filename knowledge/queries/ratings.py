"""Questions about how customers rated closed cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from knowledge.records import Conversation, Handover, Rating
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of some scores, 1 to 5; `mean` is 0 where there are none."""

    count: int
    mean: float


async def closed_case(unit: Unit, handover_id: int, account_id: int) -> Handover | None:
    """The handover, if it is closed and was about this account's conversation."""
    return (
        await unit.exec(
            select(Handover)
            .join(Conversation, col(Conversation.id) == Handover.conversation_id)
            .where(
                Handover.id == handover_id,
                Conversation.account_id == account_id,
                col(Handover.resolved_at).is_not(None),
            )
        )
    ).first()


async def rating_of(unit: Unit, handover_id: int) -> Rating | None:
    """The rating of a case."""
    return (await unit.exec(select(Rating).where(Rating.handover_id == handover_id))).first()


async def ratings_in(unit: Unit, conversation_id: int) -> list[Rating]:
    """The ratings of a conversation's cases, newest first."""
    found = await unit.exec(
        select(Rating)
        .where(Rating.conversation_id == conversation_id)
        .order_by(col(Rating.id).desc())
    )
    return list(found.all())


async def average(unit: Unit, since: datetime | None = None) -> Average:
    """The mean score of all cases rated since a time: 5, 4 and 3 → 3 ratings, 4.0."""
    wanted = select(func.count(), func.sum(Rating.score))
    if since is not None:
        wanted = wanted.where(Rating.created_at >= since)
    count, total = (await unit.exec(wanted)).one()
    return Average(count, round(total / count, 2) if count else 0.0)
