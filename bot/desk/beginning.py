"""Which conversation a message belongs to: the one that goes on, or a new one after some days.

A new one begins with nothing half done: no form, no open question, nothing that was shown. What
is open is in the records and stays known (`bot.desk.open_cases`).
"""

from __future__ import annotations

from datetime import datetime

from bot.desk.context import Context
from bot.rules.policy import Policy
from knowledge.queries import conversations, messages
from knowledge.queries.actions import drop_proposals
from knowledge.records import ChannelAccount, Conversation, ConversationState
from knowledge.store import Unit

#: Where a notice's message keeps what it was about.
ABOUT = "about"


async def conversation_for(
    unit: Unit, account: ChannelAccount, language_hint: str | None, policy: Policy, now: datetime
) -> Conversation:
    """The account's conversation, held until the unit ends; a new one where the last is over.

    Offers keep their own time: those that have lapsed are dropped with the conversation.
    """
    found = await conversations.conversation_of(unit, account.key)
    if found is None:
        language = "en" if (language_hint or "zh").lower()[:2] == "en" else "zh"
        return await conversations.begun(unit, account.key, language, {}, now)
    if not await is_over(unit, found, policy, now):
        return found
    told = await _told_since(unit, found, policy, now)
    found.closed_at, found.context = now, {}
    await drop_proposals(unit, account.key, now - policy.undo.offer)
    await unit.flush()
    return await conversations.begun(unit, account.key, found.language, told.to_record(), now)


async def is_over(unit: Unit, conversation: Conversation, policy: Policy, now: datetime) -> bool:
    """Whether a message that comes now begins a new conversation.

    What staff hold or are waited for goes on whatever its age, and so does one with a message
    that the desk has not dealt with: its answer comes first.
    """
    if conversation.state is not ConversationState.WITH_BOT:
        return False
    if now - conversation.last_message_at <= policy.conversations.new_after:
        return False
    waiting, _ = await messages.next_unhandled(unit, conversation.key)
    return waiting is None


async def _told_since(
    unit: Unit, conversation: Conversation, policy: Policy, now: datetime
) -> Context:
    """What a notice told of after the talk had ended: the customer may be answering it."""
    last = await conversations.last_said(unit, conversation.key)
    if last is None or now - last.created_at > policy.conversations.new_after:
        return Context()
    about = last.data.get(ABOUT, {})
    return Context(focus=about.get("order", ""), product=about.get("product", ""))
