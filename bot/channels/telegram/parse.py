"""From Telegram's updates to what the desk understands. Private chats only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Chat, Message, Update, User

from bot.channels.telegram.characters import storable
from bot.desk.inbound import Inbound
from knowledge.records import Channel, MessageKind

#: The commands that the desk knows; another word after a slash is text like any other.
COMMANDS = frozenset({"start", "help", "human", "language", "orders"})
_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)

#: What a customer may send that is kept but not read. `animation` stands before `document`,
#: which Telegram sets for both.
_UNREADABLE = (
    "photo",
    "voice",
    "sticker",
    "video",
    "animation",
    "document",
    "video_note",
    "audio",
    "venue",
    "location",
    "dice",
    "poll",
    "game",
    "story",
    "paid_media",
    "checklist",
)


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
    """What a customer did, or None if the update is no customer's doing in a private chat."""
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
        account=str(query.message.chat.id),
        external_id=f"cb:{query.id}",
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
    return None if edited is not None and edited.kind is MessageKind.UNREADABLE else edited


def _message(message: Message, more: dict[str, Any]) -> Inbound | None:
    content = _content(message)
    if message.chat.type != Chat.PRIVATE or message.from_user is None or content is None:
        return None
    kind, text, data = content
    return Inbound(
        channel=Channel.TELEGRAM,
        account=str(message.chat.id),
        external_id=external_id(message.chat.id, message.message_id),
        kind=kind,
        text=storable(text),
        data=data,
        **_person(message.from_user),
        **more,
    )


def _content(message: Message) -> tuple[MessageKind, str, dict[str, Any]] | None:
    if message.text is not None:
        return _words(message.text)
    if message.contact is not None:
        return _contact(message)
    return _attachment(message)


def _words(text: str) -> tuple[MessageKind, str, dict[str, Any]]:
    command = _COMMAND.fullmatch(text.strip())
    if command is None or command[1].lower() not in COMMANDS:
        return MessageKind.TEXT, text, {}
    name, arguments = command[1].lower(), storable((command[2] or "").strip())
    return MessageKind.COMMAND, name, {"name": name, "arguments": arguments}


def _contact(message: Message) -> tuple[MessageKind, str, dict[str, Any]]:
    contact, sender = message.contact, message.from_user
    assert contact is not None
    # Only the button sets user_id to the sender's; a forwarded card has another's or none.
    own = sender is not None and contact.user_id == sender.id
    phone = storable(contact.phone_number)
    return MessageKind.CONTACT, phone, {"phone": phone, "own": own}


def _attachment(message: Message) -> tuple[MessageKind, str, dict[str, Any]] | None:
    found = next((name for name in _UNREADABLE if getattr(message, name, None)), None)
    if found is None:
        return None  # a service message, such as a pinned message
    data = {"type": found}
    if message.media_group_id:
        data["album"] = message.media_group_id
    if message.caption:
        return MessageKind.TEXT, message.caption, data
    return MessageKind.UNREADABLE, "", data


def _person(user: User) -> dict[str, Any]:
    return {"display_name": _name(user), "language_hint": user.language_code}


def _name(user: User) -> str:
    return storable(user.full_name.strip() or user.username or str(user.id))[:200]
