"""From Telegram's updates to what the desk understands. Private chats only."""

from __future__ import annotations

import logging
from typing import Any

from telegram import CallbackQuery, Chat, Message, Update, User

from bot.channels.telegram.characters import storable
from bot.channels.telegram.content import content_of
from bot.desk.inbound import Inbound
from knowledge.records import Channel, MessageKind

logger = logging.getLogger(__name__)

_WORDLESS = {MessageKind.UNREADABLE, MessageKind.LOCATION}


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


def external_id(chat_id: int | str, message_id: int) -> str:
    """A message's id on the channel: Telegram numbers messages within their chat."""
    return f"{chat_id}:{message_id}"


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
    album, answered = message.media_group_id, message.reply_to_message
    return Inbound(
        channel=Channel.TELEGRAM,
        account=str(int(message.chat.id)),
        external_id=f"{message.chat.id}:album:{album}" if album else own,
        kind=content.kind,
        text=storable(content.text),
        data=content.data,
        attachments=content.attachments,
        part=own if album else "",
        reply_to=external_id(message.chat.id, answered.message_id) if answered else "",
        **_person(message.from_user),
        **more,
    )


def _person(user: User) -> dict[str, Any]:
    return {"display_name": name_of(user), "language_hint": user.language_code}


def name_of(user: User) -> str:
    """What a person is called on Telegram."""
    return storable(user.full_name.strip() or user.username or str(user.id))[:200]
