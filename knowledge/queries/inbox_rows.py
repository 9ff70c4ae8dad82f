"""What the inbox shows of a conversation in staff's hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    Customer,
    Handover,
    HandoverReason,
    Message,
    MessageKind,
)
from knowledge.store import Unit

#: How much of the last words is shown, characters.
SHOWN = 120


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A conversation in staff's hands.

    Args:
        name: the customer's, else the account's on its channel; empty where neither is known.
        is_known: whether the account has proven whose it is.
        mood: of the customer's last message that was read for it.
        waits_since: since when the customer waits for our words; None while we wait for theirs.
        last_words: the first 120 characters of the last message, `last_by` whose it is and
            `last_kind` what (a photo may have no words). All None or empty before any message.
    """

    conversation_id: int
    handover_id: int
    account_id: int
    name: str
    is_known: bool
    channel: Channel
    language: str
    reason: HandoverReason
    taken_by: int | None
    waits_since: datetime | None
    snoozed_until: datetime | None
    last_message_at: datetime
    last_message_id: int | None
    last_words: str
    last_by: Author | None
    last_kind: MessageKind | None
    mood: str | None

    @property
    def is_unread(self) -> bool:
        """Whether the customer had the last word, which nobody of staff has answered."""
        return self.last_by is Author.CUSTOMER


_LAST = aliased(Message, name="last")
_ANY = aliased(Message, name="any_message")
_FELT = aliased(Message, name="felt")
#: A look-up each in the index of a conversation's messages, whose end it reads.
_LAST_ID = (
    select(func.max(_ANY.id)).where(col(_ANY.conversation_id) == Conversation.id).scalar_subquery()
)
_MOOD = (
    select(col(_FELT.mood))
    .where(
        col(_FELT.conversation_id) == Conversation.id,
        col(_FELT.author) == Author.CUSTOMER,
        col(_FELT.mood).is_not(None),
    )
    .order_by(col(_FELT.id).desc())
    .limit(1)
    .scalar_subquery()
)
#: In the order of a row's fields.
_FIELDS: list[Any] = [
    Handover.conversation_id,
    Handover.id,
    ChannelAccount.id,
    func.coalesce(Customer.name, ChannelAccount.display_name),
    col(ChannelAccount.customer_id).is_not(None),
    ChannelAccount.channel,
    func.coalesce(ChannelAccount.language, Conversation.language),
    Handover.reason,
    Handover.taken_by,
    Handover.waits_since,
    Handover.snoozed_until,
    Conversation.last_message_at,
    _LAST.id,
    func.coalesce(func.substr(_LAST.text, 1, SHOWN), ""),
    _LAST.author,
    _LAST.kind,
    _MOOD,
]
_ROWS = (
    select(*_FIELDS)
    .select_from(Handover)
    .join(Conversation, col(Conversation.id) == Handover.conversation_id)
    .join(ChannelAccount, col(ChannelAccount.id) == Conversation.account_id)
    .join(Customer, col(Customer.id) == ChannelAccount.customer_id, isouter=True)
    .join(_LAST, col(_LAST.id) == _LAST_ID, isouter=True)
)


async def rows_of(unit: Unit, handover_ids: Sequence[int]) -> list[InboxRow]:
    """The rows of these handovers, in their order."""
    if not handover_ids:
        return []
    wanted = _ROWS.where(col(Handover.id).in_(handover_ids))
    # SQLModel's session knows only its own Select to the type checker; it runs either.
    found = await unit.exec(wanted)  # type: ignore[call-overload]
    rows = {row[1]: InboxRow(*row) for row in found.all()}
    return [rows[key] for key in handover_ids if key in rows]
