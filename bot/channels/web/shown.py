"""Messages as the chat page gets them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from knowledge.records import Author, Message

#: Where the chat page gets a copy of the visitor's data, and pictures that staff sent.
EXPORT_AT, PHOTOS_AT = "/chat/export", "/chat/photos"


class ShownButton(BaseModel):
    """A button below a reply."""

    label: str
    action: str


class ShownLink(BaseModel):
    """A file to download."""

    label: str
    address: str


class ShownMessage(BaseModel):
    """A message of the conversation. `client_id` is what the page called its own message.

    `photos` has the addresses of the pictures that staff sent with it.
    """

    id: int
    author: Author
    text: str
    buttons: list[ShownButton]
    at: datetime
    client_id: str | None = None
    file: ShownLink | None = None
    photos: list[str] = []


def shown(message: Message) -> ShownMessage:
    """A stored message as the page shows it."""
    return ShownMessage(
        id=message.key,
        author=message.author,
        text=message.text,
        buttons=_buttons(message),
        at=message.created_at,
        client_id=_client_id(message),
        file=_file(message),
        photos=_photos(message),
    )


def _buttons(message: Message) -> list[ShownButton]:
    if message.author is Author.CUSTOMER:
        return []
    return [ShownButton.model_validate(button) for button in message.data.get("buttons", [])]


def _client_id(message: Message) -> str | None:
    """The page's own id within the external id `account:client_id`."""
    if message.author is not Author.CUSTOMER or message.external_id is None:
        return None
    return message.external_id.partition(":")[2]


def _file(message: Message) -> ShownLink | None:
    """The customer's own data, the only file that the bot sends; it is made when asked for."""
    file = message.data.get("document")
    if message.author is Author.CUSTOMER or not file:
        return None
    return ShownLink(label=file["name"], address=EXPORT_AT)


def _photos(message: Message) -> list[str]:
    """Pictures that are kept here; Telegram's own files are shown nowhere else."""
    if message.author is not Author.STAFF:
        return []
    kept = [one.get("attachment") for one in message.data.get("photos", [])]
    return [f"{PHOTOS_AT}/{key}" for key in kept if isinstance(key, int)]
