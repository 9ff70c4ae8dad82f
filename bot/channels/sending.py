"""What the outbox asks of a channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to send.

    Args:
        key: the outbox item's id.
        destination: a chat id, an e-mail address, a web or terminal account.
        text: plain text, any length.
        data: `{"buttons": [{"label", "action"}, …]}`, `{"request_contact": label}`,
            `{"document": {"name", "content"}}` a text file that goes with the words,
            `{"photos": [{"kind", "file_id"}, …]}` files that are Telegram's already, or with
            `attachment`, the id of one kept here, in place of `file_id`,
            `{"subject": str}` for mail, with `in_reply_to`, a Message-ID, and `references`, a list
            of them, where it answers one; `{"message_id": int}` of the stored message.
    """

    key: int
    destination: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)


class Sender(Protocol):
    """A channel's way out."""

    async def send(self, outgoing: Outgoing) -> str:
        """Hand one message to the channel and return the channel's id of it.

        Raises:
            SendDelayed, SendFailed, SendRefused, AccountGone: see `bot.errors`.
        """
        ...
