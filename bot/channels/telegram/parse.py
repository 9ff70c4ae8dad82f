"""From Telegram's updates to what the desk understands. Private chats only."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Chat, Message, Update, User

from bot.channels.telegram.characters import storable
from bot.channels.telegram.content import content_of
from bot.desk.inbound import Inbound
from knowledge.records import Channel, MessageKind

logger = logging.getLogger(__name__)

_WORDLESS = {MessageKind.UNREADABLE, MessageKind.LOCATION}


@dataclass(frozen=True, slots=True)
class StaffWord:
    """A staff member's reply, in the staff chat, to something the bot wrote there.

    Args:
        name: the staff member's name on Telegram.
        user_id: the staff member's id on Telegram.
        text: the words.
        external_id: the reply's own id, unique on the channel.
        reply_to: the external id of the bot's message, as the outbox recorded it.
        reply_to_message_id: that message's number in the staff chat.
    """

    name: str
    user_id: int
    text: str
    external_id: str
    reply_to: str
    reply_to_message_id: int


def parse(update: Update) -> Inbound | None:
    """What a customer did, or None if the update is no customer's doing in a private chat.

    None too, with a log line, where the update lacks what Telegram's documentation promises:
    it would never become readable, and must hold up nothing that comes behind it.
    """
    try:
        return _parsed(update)
    except Exception:
        logger.exception("Update %s from Telegram makes no sense", update.update_id)
        return None


def _parsed(update: Update) -> Inbound | None:
    if update.callback_query is not None:
        return _button(update.callback_query)
    if update.message is not None:
        return _message(update.message, {})
    if update.edited_message is not None:
        return _edit(update.edited_message)
    return None


def parse_staff(update: Update, staff_chat: str) -> StaffWord | None:
    """A reply to the bot in the staff chat, or None if the update is something else."""
    message = update.message
    if message is None or not staff_chat or str(message.chat.id) != staff_chat:
        return None
    notice, text = message.reply_to_message, message.text or message.caption
    if notice is None or not text or not _by_bot(notice) or message.from_user is None:
        return None
    return StaffWord(
        name=_name(message.from_user),
        user_id=message.from_user.id,
        text=storable(text),
        external_id=external_id(message.chat.id, message.message_id),
        reply_to=external_id(message.chat.id, notice.message_id),
        reply_to_message_id=notice.message_id,
    )


def external_id(chat_id: int | str, message_id: int) -> str:
    """A message's id on the channel: Telegram numbers messages within their chat."""
    return f"{chat_id}:{message_id}"


def _by_bot(notice: Message) -> bool:
    # In a forum every message "replies" to the one that made its topic.
    made_topic = notice.forum_topic_created is not None
    return not made_topic and notice.from_user is not None and notice.from_user.is_bot


def _button(query: CallbackQuery) -> Inbound | None:
    if query.data is None or query.message is None or query.message.chat.type != Chat.PRIVATE:
        return None
    return Inbound(
        channel=Channel.TELEGRAM,
        account=str(int(query.message.chat.id)),
        external_id=storable(f"cb:{query.id}"),
        kind=MessageKind.BUTTON,
        text=storable(_label(query)),
        data={"action": storable(query.data)},
        **_person(query.from_user),
    )


def _label(query: CallbackQuery) -> str:
    """What the pressed button says, where the message is still at hand."""
    message = query.message
    markup = message.reply_markup if isinstance(message, Message) else None
    for row in markup.inline_keyboard if markup is not None else ():
        for button in row:
            if button.callback_data == query.data:
                return button.text
    return query.data or ""


def _edit(message: Message) -> Inbound | None:
    edited = _message(message, {"edited_at": message.edit_date or message.date})
    # A moving location is "edited" every few seconds; there are no words in it.
    is_wordless = edited is not None and edited.kind in _WORDLESS
    return None if is_wordless else edited


def _message(message: Message, more: dict[str, Any]) -> Inbound | None:
    content = content_of(message)
    if message.chat.type != Chat.PRIVATE or message.from_user is None or content is None:
        return None
    own = external_id(message.chat.id, message.message_id)
    album = message.media_group_id
    return Inbound(
        channel=Channel.TELEGRAM,
        account=str(int(message.chat.id)),
        external_id=f"{message.chat.id}:album:{album}" if album else own,
        kind=content.kind,
        text=storable(content.text),
        data=content.data,
        attachments=content.attachments,
        part=own if album else "",
        **_person(message.from_user),
        **more,
    )


def _person(user: User) -> dict[str, Any]:
    return {"display_name": _name(user), "language_hint": user.language_code}


def _name(user: User) -> str:
    return storable(user.full_name.strip() or user.username or str(user.id))[:200]
