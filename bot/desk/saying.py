"""Words that staff, or the desk for them, say in a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.desk.handover import staff_notice
from bot.desk.inbound import Attached
from bot.desk.pictures import Picture
from bot.desk.rating import ask_rating
from bot.desk.words import Worded
from knowledge.records import (
    Attachment,
    Author,
    ChannelAccount,
    Conversation,
    Message,
    MessageKind,
    OutboxItem,
    Staff,
)
from knowledge.store import Unit


def staff_words(
    conversation: Conversation,
    account: ChannelAccount,
    staff_id: int | None,
    text: str,
    now: datetime,
    files: Sequence[Attached] = (),
) -> Message:
    """A staff member's message; `staff_id` None: from the staff chat. Telegram has the files."""
    return Message(
        conversation_id=conversation.key,
        author=Author.STAFF,
        channel=account.channel,
        kind=MessageKind.PHOTO if files else MessageKind.TEXT,
        text=text,
        data=_sent_with(files),
        created_at=now,
        handled_at=now,
        staff_id=staff_id,
    )


def _sent_with(files: Sequence[Attached]) -> dict[str, Any]:
    """How a message's data name the files that Telegram has already."""
    if not files:
        return {}
    return {"photos": [{"kind": one.kind, "file_id": one.external_id} for one in files]}


async def keep_picture(unit: Unit, words: Message, picture: Picture) -> None:
    """Put a picture of our own with a message: it is kept here, and each channel takes it so."""
    unit.add(words)
    await unit.flush()
    kept = Attachment(
        message_id=words.key,
        kind="photo",
        media_type=picture.media_type,
        size=len(picture.content),
        content=picture.content,
        fetched_at=words.created_at,
    )
    unit.add(kept)
    await unit.flush()
    words.kind = MessageKind.PHOTO
    words.data = {"photos": [{"kind": "photo", "attachment": kept.key}]}


async def mirrored(
    unit: Unit,
    staff_chat: str,
    words: Message,
    conversation: Conversation,
    account: ChannelAccount,
) -> OutboxItem:
    """What a colleague wrote in the console, as the staff chat shows it: one ledger."""
    writer = await unit.get(Staff, words.staff_id) if words.staff_id else None
    name = "" if writer is None else writer.name or writer.username
    text = f"💬 {name}: {words.text}".rstrip()
    photos = words.data.get("photos", ())
    key = f"said:{words.key}"
    return staff_notice(staff_chat, key, text, conversation, account, photos=photos)


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
