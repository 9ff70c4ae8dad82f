"""What the outbox gave up on, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.sql.expression import Select

from knowledge.records import Channel, DeliveryState, Message, OutboxItem
from knowledge.store import Unit

#: Of an item whose words were erased this may be left: staff's replies still find their way.
_LEFT = {"conversation_id"}


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Something that could not be sent, and the conversation it belongs to, if any."""

    item: OutboxItem
    conversation_id: int | None

    @property
    def is_erased(self) -> bool:
        """Whether there is nothing left to send: the customer wished it erased."""
        return not self.item.text and set(self.item.data) <= _LEFT


@dataclass(frozen=True, slots=True)
class DeadKind:
    """Letters of one channel that failed for the same reason."""

    channel: Channel
    error: str
    count: int


async def dead_letters(
    unit: Unit, limit: int = 200, *, before: int | None = None
) -> list[DeadLetter]:
    """What could not be sent, newest first; `before`: only what is older than this item."""
    wanted = _joined().order_by(col(OutboxItem.id).desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(col(OutboxItem.id) < before)
    return [DeadLetter(item, talk) for item, talk in (await unit.exec(wanted)).all()]


async def dead_letter(unit: Unit, item_id: int) -> DeadLetter | None:
    """One of them; None if it is not dead."""
    found = (await unit.exec(_joined().where(OutboxItem.id == item_id))).first()
    return None if found is None else DeadLetter(*found)


async def dead_of_kind(
    unit: Unit, channel: Channel, error: str, limit: int
) -> Sequence[DeadLetter]:
    """What failed on this channel for this reason, oldest first."""
    of_kind = _joined().where(OutboxItem.channel == channel, OutboxItem.last_error == error)
    rows = await unit.exec(of_kind.order_by(col(OutboxItem.id)).limit(limit))
    return [DeadLetter(item, talk) for item, talk in rows.all()]


def _joined() -> Select[OutboxItem, int]:
    return (
        select(OutboxItem, Message.conversation_id)
        .join(Message, col(Message.id) == OutboxItem.message_id, isouter=True)
        .where(OutboxItem.state == DeliveryState.DEAD)
    )


async def dead_kinds(unit: Unit, limit: int = 50) -> list[DeadKind]:
    """The reasons, most letters first."""
    counted = func.count()
    rows = await unit.exec(
        select(OutboxItem.channel, OutboxItem.last_error, counted)
        .where(OutboxItem.state == DeliveryState.DEAD)
        .group_by(col(OutboxItem.channel), col(OutboxItem.last_error))
        .order_by(counted.desc(), col(OutboxItem.last_error))
        .limit(limit)
    )
    return [DeadKind(Channel(channel), why, count) for channel, why, count in rows.all()]


async def dead_letter_count(unit: Unit) -> int:
    """How many things could not be sent."""
    counted = select(func.count()).where(OutboxItem.state == DeliveryState.DEAD)
    return (await unit.exec(counted)).one()
