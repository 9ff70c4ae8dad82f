"""From Telegram's updates to what staff wrote and pressed in their chat."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import Message, Update

from bot.channels.telegram.characters import storable
from bot.channels.telegram.content import content_of
from bot.channels.telegram.parse import external_id, name_of
from bot.desk.inbound import Attached

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StaffWord:
    """What a staff member wrote in the staff chat: a reply to the bot, or in a topic.

    Args:
        name: the staff member's name on Telegram.
        user_id: the staff member's id on Telegram; 0 for an admin who stays anonymous.
        text: the words; empty where there are none.
        external_id: the message's own id, unique on the channel.
        reply_to: the external id of the bot's message that it replies to, or nothing.
        reply_to_message_id: that message's number in the staff chat; 0 without.
        topic: the topic's number; 0 outside of topics.
        files: photos and documents, as Telegram knows them.
    """

    name: str
    user_id: int
    text: str
    external_id: str
    reply_to: str
    reply_to_message_id: int
    topic: int = 0
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffPress:
    """A button that was pressed in the staff chat.

    Args:
        action: what the client says it pressed, which may be anything.
        press_id: the press's own id; notice: the external id of the message it stood under.
    """

    name: str
    user_id: int
    action: str
    press_id: str
    notice: str


def parse_staff(update: Update, staff_chat: str) -> StaffWord | None:
    """What a person wrote to a customer in the staff chat, or None if it is something else.

    None too, with a log line, where the update lacks what Telegram's documentation promises.
    """
    try:
        return _word(update.message, staff_chat)
    except Exception:
        logger.exception("Update %s from the staff chat makes no sense", update.update_id)
        return None


def _word(message: Message | None, staff_chat: str) -> StaffWord | None:
    if message is None or not staff_chat or str(message.chat.id) != staff_chat:
        return None
    writer, content = _writer(message), content_of(message)
    topic = (message.message_thread_id or 0) if message.is_topic_message else 0
    notice = message.reply_to_message
    if notice is not None and not _by_bot(notice):
        notice = None
    if writer is None or content is None or (notice is None and not topic):
        return None
    text = message.text or message.caption or ""
    if not topic and not text and not content.attachments:
        return None
    return StaffWord(
        name=writer[1],
        user_id=writer[0],
        text=storable(text),
        external_id=external_id(message.chat.id, message.message_id),
        reply_to=external_id(message.chat.id, notice.message_id) if notice else "",
        reply_to_message_id=notice.message_id if notice else 0,
        topic=topic,
        files=content.attachments,
    )


def parse_press(update: Update, staff_chat: str) -> StaffPress | None:
    """A button pressed in the staff chat by a person, or None if the update is something else."""
    query = update.callback_query
    if query is None or query.message is None or not query.data or query.from_user.is_bot:
        return None
    if not staff_chat or str(query.message.chat.id) != staff_chat:
        return None
    return StaffPress(
        name=name_of(query.from_user),
        user_id=query.from_user.id,
        action=storable(query.data),
        press_id=storable(query.id),
        notice=external_id(query.message.chat.id, query.message.message_id),
    )


def _writer(message: Message) -> tuple[int, str] | None:
    """Who wrote it, by id and name; None for a bot and for a channel's post.

    An admin may write as the group itself (https://core.telegram.org/bots/api#message,
    sender_chat): a person of the chat, whose id is hidden.
    """
    if message.sender_chat is not None:
        is_group = message.sender_chat.id == message.chat.id
        name = storable(message.author_signature or message.chat.title or "")[:200]
        return (0, name) if is_group else None
    if message.from_user is None or message.from_user.is_bot:
        return None
    return message.from_user.id, name_of(message.from_user)


def _by_bot(notice: Message) -> bool:
    # In a forum every message "replies" to the one that made its topic.
    made_topic = notice.forum_topic_created is not None
    return not made_topic and notice.from_user is not None and notice.from_user.is_bot
