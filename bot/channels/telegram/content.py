"""What a message on Telegram is made of: words, a contact, files, a place, or something unread."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from telegram import Document, Location, Message, PhotoSize

from bot.channels.telegram.characters import storable
from bot.desk.inbound import Attached
from knowledge.records import MessageKind

#: The commands that the desk knows; another word after a slash is text like any other.
COMMANDS = frozenset({"start", "help", "human", "language", "orders", "notices", "privacy"})
_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)

#: What a customer may send that is kept but not read.
_UNREADABLE = (
    "voice",
    "sticker",
    "video",
    "animation",
    "video_note",
    "audio",
    "dice",
    "poll",
    "game",
    "story",
    "paid_media",
    "checklist",
)


@dataclass(frozen=True, slots=True)
class Content:
    """What the desk keeps of a message: see `bot.desk.inbound.Inbound`."""

    kind: MessageKind
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[Attached, ...] = ()


def content_of(message: Message) -> Content | None:
    """What a message says or holds; None for a service message, such as a pinned one."""
    if message.text is not None:
        return _words(message.text)
    if message.contact is not None:
        return _contact(message)
    if message.venue is not None or message.location is not None:
        return _place(message)
    # `animation` comes with a `document` of the same file, for apps that do not know it.
    if message.photo or (message.document is not None and message.animation is None):
        return _files(message)
    return _unreadable(message)


def _words(text: str) -> Content:
    command = _COMMAND.fullmatch(text.strip())
    if command is None or command[1].lower() not in COMMANDS:
        return Content(MessageKind.TEXT, text)
    name, arguments = command[1].lower(), storable((command[2] or "").strip())
    return Content(MessageKind.COMMAND, name, {"name": name, "arguments": arguments})


def _contact(message: Message) -> Content:
    contact, sender = message.contact, message.from_user
    assert contact is not None
    # Only the button sets user_id to the sender's; a forwarded card has another's or none.
    own = sender is not None and contact.user_id == sender.id
    phone = storable(contact.phone_number)
    return Content(MessageKind.CONTACT, phone, {"phone": phone, "own": own})


def _place(message: Message) -> Content:
    """A pin on the map; a venue has a name and an address beside it, and these are its words."""
    venue = message.venue
    if venue is None:
        assert message.location is not None
        return Content(MessageKind.LOCATION, data=_coordinates(message.location))
    title, address = storable(venue.title), storable(venue.address)
    data = {**_coordinates(venue.location), "title": title, "address": address}
    return Content(MessageKind.LOCATION, address or title, data)


def _coordinates(location: Location) -> dict[str, Any]:
    return {"latitude": location.latitude, "longitude": location.longitude}


def _files(message: Message) -> Content:
    """A photo or a document. Telegram offers a photo in several sizes; the largest is kept."""
    document = message.document
    found = _document(document) if document is not None else _photo(message.photo[-1])
    data = {"type": found.kind, "count": 1}
    return Content(MessageKind.PHOTO, message.caption or "", data, (found,))


def _photo(photo: PhotoSize) -> Attached:
    # Telegram turns every photo into a JPEG and drops its name.
    return Attached("photo", photo.file_id, "", "image/jpeg", photo.file_size or 0)


def _document(document: Document) -> Attached:
    return Attached(
        "document",
        document.file_id,
        storable(document.file_name or ""),
        storable(document.mime_type or ""),
        document.file_size or 0,
    )


def _unreadable(message: Message) -> Content | None:
    found = next((name for name in _UNREADABLE if getattr(message, name, None)), None)
    if found is None:
        return None
    if message.caption:
        return Content(MessageKind.TEXT, message.caption, {"type": found})
    return Content(MessageKind.UNREADABLE, data={"type": found})
