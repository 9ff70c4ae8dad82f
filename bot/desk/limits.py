"""Who gets no answer: accounts that staff blocked, and accounts that write too much at once.

It is asked before anything is understood, so that neither costs the models a thought. The
messages are kept and count as handled; staff read them in the console.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.desk.context import Context
from bot.desk.turn import Outcome, Reply
from bot.rules.policy import Policy
from knowledge.queries.messages import written_before
from knowledge.records import ChannelAccount, Conversation, ConversationState, Message
from knowledge.store import Unit

MINUTE = timedelta(minutes=1)


class Standing(StrEnum):
    """How a message is dealt with."""

    WELCOME = "welcome"
    SILENCE = "silence"
    """It is kept and nothing is said."""
    SLOW_DOWN = "slow_down"
    """It is kept, and the account is asked once a minute to write less often."""


async def standing(
    unit: Unit,
    conversation: Conversation,
    account: ChannelAccount,
    message: Message,
    policy: Policy,
    now: datetime,
) -> Standing:
    """How a message is dealt with.

    What is over the limit is told by when it was written, not by when it is answered: with 20 a
    minute, the 21st message within a minute is over it, however late the desk is.
    """
    if account.blocked_at is not None:
        return Standing.SILENCE
    limit = policy.conversations.messages_a_minute
    before = await written_before(unit, conversation.key, message.key, limit)
    if before is None or before <= message.created_at - MINUTE:
        return Standing.WELCOME
    told = account.slowed_at is not None and account.slowed_at > now - MINUTE
    if told or conversation.state is ConversationState.WITH_STAFF:
        return Standing.SILENCE
    return Standing.SLOW_DOWN


def slow_down(context: Context) -> Outcome:
    """Ask to write less often; what was being talked about stays as it is."""
    return Outcome((Reply("slow_down"),), context, slowed=True)
