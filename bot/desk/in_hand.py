"""A conversation in staff's hands: whose it is, and who may speak in it.

What happens here is part of its caller's transaction, which holds the conversation.
"""

from __future__ import annotations

from datetime import datetime

from bot.errors import XiaoerError
from knowledge.queries import conversations, handovers
from knowledge.records import (
    AuditEntry,
    ChannelAccount,
    Conversation,
    ConversationState,
    Handover,
    HandoverReason,
    Staff,
)
from knowledge.store import Unit


class HeldByColleague(XiaoerError):
    """A colleague holds the conversation; nothing was done, and the customer was told nothing.

    Args:
        holder: the colleague, by name; `staff_id` is theirs.
    """

    def __init__(self, staff_id: int, holder: str) -> None:
        super().__init__(f"{holder} holds this conversation; take it over first.")
        self.staff_id = staff_id
        self.holder = holder


async def current(unit: Unit, conversation_id: int) -> tuple[Conversation, ChannelAccount]:
    """The conversation that goes on, held: a reply to an old notice belongs there.

    Raises:
        LookupError: there is no such conversation.
    """
    found = await conversations.current_held(unit, conversation_id)
    _, account, _ = await conversations.scene(unit, found.key)
    return found, account


async def in_hand(unit: Unit, conversation: Conversation, now: datetime) -> Handover:
    """The conversation's open handover; staff may step in without being asked."""
    found = await handovers.open_handover(unit, conversation.key)
    if found is None:
        found = Handover(
            conversation_id=conversation.key,
            reason=HandoverReason.NEEDS_ACTION,
            summary="同事主动接手 / staff stepped in",
            created_at=now,
            waits_since=now,
        )
        unit.add(found)
    conversation.state = ConversationState.WITH_STAFF
    return found


async def require_free(unit: Unit, handover: Handover, staff_id: int | None) -> None:
    """Check that nobody else holds it. Who writes in the staff chat is not known, and may.

    Raises:
        HeldByColleague: somebody else does, who still works here.
    """
    if staff_id is None or handover.taken_by in {None, staff_id}:
        return
    holder = await unit.get(Staff, handover.taken_by)
    if holder is not None and holder.active:
        raise HeldByColleague(holder.key, holder.name or holder.username)


async def hold(
    unit: Unit,
    conversation: Conversation,
    to: int | None,
    by: int,
    now: datetime,
    via: str = "",
) -> None:
    """Put a conversation into a staff member's hands, or (None) into nobody's in particular.

    Raises:
        LookupError: there is no such staff member, or the account is switched off.
    """
    handover = await handovers.open_handover(unit, conversation.key)
    if to is not None:
        await _require_active(unit, to)
        handover = await in_hand(unit, conversation, now)
    if handover is None or handover.taken_by == to:
        return
    before, handover.taken_by = handover.taken_by, to
    action, since = _held_as(before, to, by)
    write_down(unit, by, action, f"{since} {via}".strip(), conversation)


async def _require_active(unit: Unit, staff_id: int) -> None:
    found = await unit.get(Staff, staff_id)
    if found is None or not found.active:
        raise LookupError(f"There is no active staff member {staff_id}.")


def _held_as(before: int | None, to: int | None, by: int) -> tuple[str, str]:
    """How the audit names a change of hands, and its detail."""
    since = "" if before is None else f"from staff:{before}"
    if to is None:
        return "unassign", since
    if to == by:
        return ("take_over" if since else "take"), since
    return "assign", f"to staff:{to} {since}".strip()


def answered(handover: Handover, staff_id: int | None, now: datetime) -> None:
    """The customer has staff's words: we wait for theirs now."""
    # What somebody held who no longer works here is whoever's answers.
    handover.taken_by = staff_id or handover.taken_by
    handover.first_answer_at = handover.first_answer_at or now
    handover.waits_since = None


def resolved(conversation: Conversation, handover: Handover, by: int | None, now: datetime) -> None:
    """End the handover: nobody waits any more, and the next message is the bot's, begun anew."""
    handover.resolved_at = now
    handover.taken_by = handover.taken_by or by
    handover.waits_since = None
    handover.snoozed_until = None
    conversation.state = ConversationState.WITH_BOT
    conversation.context = {}


def write_down(
    unit: Unit, by: int | None, action: str, detail: str, conversation: Conversation
) -> None:
    """Keep who did what in a conversation; `by` is None for the staff chat."""
    subject = f"conversation:{conversation.key}"
    unit.add(AuditEntry(staff_id=by, action=action, subject=subject, detail=detail))
