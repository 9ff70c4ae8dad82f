"""Questions about what waits to be sent, and the recording of what became of it.

`state = 'queued'` is written out, never bound: SQLite matches a partial index against the
words of the query (https://sqlite.org/partialindex.html, section 3.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import col, func, select, update

from knowledge.records import (
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    DeliveryState,
    Message,
    OutboxItem,
)
from knowledge.store import Unit

_QUEUED = text("outbox_item.state = 'queued'")
_DEAD = text("outbox_item.state = 'dead'")


_HEADS = (
    select(func.min(OutboxItem.id).label("id"), func.count().label("queued"))
    .where(_QUEUED, OutboxItem.channel == bindparam("channel"))
    .group_by(col(OutboxItem.destination))
    .subquery()
)
_DUE_HEADS = (
    select(OutboxItem, _HEADS.c.queued)
    .join(_HEADS, _HEADS.c.id == OutboxItem.id)
    .where(OutboxItem.next_attempt_at <= bindparam("now"))
    .order_by(col(OutboxItem.id))
    .limit(bindparam("most"))
)
_STATE_OF = (
    select(Conversation.state)
    .join(Message, col(Message.conversation_id) == Conversation.id)
    .where(Message.id == bindparam("message"))
)
_QUEUED_AFTER = (
    select(OutboxItem)
    .where(
        _QUEUED,
        OutboxItem.channel == bindparam("channel"),
        OutboxItem.destination == bindparam("destination"),
        col(OutboxItem.id) > bindparam("after"),
    )
    .order_by(col(OutboxItem.id))
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Head:
    """The first item queued for a destination; `is_last`: nothing is queued behind it."""

    item: OutboxItem
    is_last: bool


async def due_heads(unit: Unit, channel: Channel, now: datetime, limit: int) -> Sequence[Head]:
    """The first queued item of each destination where that item is due, oldest first.

    What stands behind an item that is not due yet waits with it.
    """
    rows = await unit.exec(_DUE_HEADS, params={"channel": channel, "now": now, "most": limit})
    return [Head(item, queued == 1) for item, queued in rows.all()]


async def queued_after(
    unit: Unit, channel: Channel, destination: str, after: int, limit: int = 20
) -> Sequence[OutboxItem]:
    """What is queued for a destination behind an item, in order."""
    known = {"channel": channel, "destination": destination, "after": after, "most": limit}
    return (await unit.exec(_QUEUED_AFTER, params=known)).all()


async def is_overtaken(unit: Unit, item: OutboxItem) -> bool:
    """Whether staff hold the conversation by now, and the item is for when they do not.

    The bot's replies are marked so (`unless_staff`) where nothing was done that the customer has
    to know of.
    """
    if not item.data.get("unless_staff") or item.message_id is None:
        return False
    found = await unit.exec(_STATE_OF, params={"message": item.message_id})
    return found.first() is ConversationState.WITH_STAFF


async def record_attempts(unit: Unit, changes: Sequence[dict[str, Any]]) -> None:
    """Write what became of some items: each change names an `id` and its new columns."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for change in changes:
        by_columns.setdefault(tuple(sorted(change)), []).append(change)
    connection = await unit.connection()
    for alike in by_columns.values():
        await connection.execute(*_update_by_id(alike))


def _update_by_id(alike: Sequence[dict[str, Any]]) -> tuple[Any, list[dict[str, Any]]]:
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in alike[0] if name != "id"}
    statement = update(OutboxItem).where(col(OutboxItem.id) == bindparam("item")).values(columns)
    rows = [
        {"item" if name == "id" else f"new_{name}": value for name, value in change.items()}
        for change in alike
    ]
    return statement, rows


async def close_destination(
    unit: Unit, channel: Channel, destination: str, why: str, now: datetime
) -> None:
    """The account is gone: mark it unreachable, and give up all that is queued for it."""
    await unit.exec(
        update(OutboxItem)
        .where(
            _QUEUED, col(OutboxItem.channel) == channel, col(OutboxItem.destination) == destination
        )
        .values(state=DeliveryState.DEAD, last_error=why)
        .execution_options(synchronize_session=False)
    )
    await unit.exec(
        update(ChannelAccount)
        .where(
            col(ChannelAccount.channel) == channel,
            col(ChannelAccount.external_id) == destination,
        )
        .values(unreachable_at=now)
        .execution_options(synchronize_session=False)
    )


async def revive_item(unit: Unit, item_id: int, now: datetime) -> bool:
    """Queue a dead item again with all its attempts before it; False if it is not dead."""
    revived = await unit.exec(
        update(OutboxItem)
        .where(_DEAD, col(OutboxItem.id) == item_id)
        .values(state=DeliveryState.QUEUED, attempts=0, next_attempt_at=now)
        .execution_options(synchronize_session=False)
    )
    return revived.rowcount == 1
