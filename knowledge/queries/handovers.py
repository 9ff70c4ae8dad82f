"""Questions about conversations in staff's hands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from knowledge.records import Handover, OutboxItem
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Notice:
    """What staff were told in their chat: about which conversation, and its idempotency key."""

    conversation_id: int
    key: str


async def open_handover(unit: Unit, conversation_id: int) -> Handover | None:
    """The conversation's unresolved handover."""
    return (
        await unit.exec(
            select(Handover).where(
                Handover.conversation_id == conversation_id, col(Handover.resolved_at).is_(None)
            )
        )
    ).first()


async def notice_replied_to(unit: Unit, notice_id: str) -> Notice | None:
    """The notice to staff with this id on the channel; None if it was about no conversation."""
    row = (
        await unit.exec(
            select(OutboxItem.data, OutboxItem.idempotency_key).where(
                OutboxItem.external_id == notice_id, col(OutboxItem.idempotency_key).is_not(None)
            )
        )
    ).first()
    if row is None or row[1] is None or not isinstance(row[0].get("conversation_id"), int):
        return None
    return Notice(row[0]["conversation_id"], row[1])


async def is_noticed(unit: Unit, key: str) -> bool:
    """Whether there is a notice with this idempotency key."""
    found = await unit.exec(select(OutboxItem.id).where(OutboxItem.idempotency_key == key))
    return found.first() is not None
