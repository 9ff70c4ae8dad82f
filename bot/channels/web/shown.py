"""Messages as the chat page gets them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from knowledge.records import Author, Message


class ShownButton(BaseModel):
    """A button below a reply."""

    label: str
    action: str


class ShownMessage(BaseModel):
    """A message of the conversation. `client_id` is what the page called its own message."""

    id: int
    author: Author
    text: str
    buttons: list[ShownButton]
    at: datetime
    client_id: str | None = None


def shown(message: Message) -> ShownMessage:
    """A stored message as the page shows it."""
    return ShownMessage(
        id=message.key,
        author=message.author,
        text=message.text,
        buttons=_buttons(message),
        at=message.created_at,
        client_id=_client_id(message),
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
