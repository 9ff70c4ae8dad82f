"""Words that staff, or the desk for them, say in a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from bot.desk.rating import ask_rating
from bot.desk.words import Worded
from knowledge.records import Author, ChannelAccount, Conversation, Message, OutboxItem
from knowledge.store import Unit


def staff_words(
    conversation: Conversation,
    account: ChannelAccount,
    staff_id: int | None,
    text: str,
    now: datetime,
) -> Message:
    """A staff member's message; `staff_id` None: from the staff chat."""
    return Message(
        conversation_id=conversation.key,
        author=Author.STAFF,
        channel=account.channel,
        text=text,
        created_at=now,
        handled_at=now,
        staff_id=staff_id,
    )


def farewell(
    conversation: Conversation,
    account: ChannelAccount,
    acts: Sequence[str],
    worded: Sequence[Worded],
    handover_id: int,
    now: datetime,
) -> Message:
    """The desk's last words of a case, with the buttons that rate it."""
    return Message(
        conversation_id=conversation.key,
        author=Author.BOT,
        channel=account.channel,
        text="\n\n".join(one.text for one in worded),
        data={"buttons": [asdict(button) for button in ask_rating(handover_id)]},
        created_at=now,
        handled_at=now,
        act="+".join(acts),
        fallback=any(one.fallback for one in worded),
    )


async def say(
    unit: Unit, conversation: Conversation, account: ChannelAccount, message: Message
) -> None:
    """Put words into the conversation and into the outbox."""
    conversation.last_message_at = message.created_at
    unit.add(message)
    await unit.flush()
    unit.add(
        OutboxItem(
            channel=account.channel,
            destination=account.external_id,
            text=message.text,
            data=message.data,
            message_id=message.key,
        )
    )
