"""Messages as the chat page gets them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from knowledge.records import Author, Message

#: Where the chat page gets a copy of the visitor's data.
EXPORT_AT = "/chat/export"


class ShownButton(BaseModel):
    """A button below a reply."""

    label: str
    action: str


class ShownLink(BaseModel):
    """A file to download."""

    label: str
    address: str


class ShownMessage(BaseModel):
    """A message of the conversation. `client_id` is what the page called its own message."""

    id: int
    author: Author
    text: str
    buttons: list[ShownButton]
    at: datetime
    client_id: str | None = None
    file: ShownLink | None = None


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
