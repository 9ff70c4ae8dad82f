"""What a channel hands to the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from knowledge.records import Channel, MessageKind


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a customer did on a channel.

    Args:
        channel: where it came from.
        account: the account's id there (a chat id, a web session).
        external_id: the message's own id, unique on the channel; a repeat changes nothing.
        kind: text, button, contact, command or unreadable.
        text: the words; for a command its name without the slash, for a button its label.
        data: BUTTON `{"action": str}`; CONTACT `{"phone": str, "own": bool}`, where `own` says
            that the channel vouches for the contact being the sender's; COMMAND
            `{"name": str, "arguments": str}`; UNREADABLE `{"type": str}`.
        display_name: how the channel names the account.
        language_hint: the account's interface language (IETF tag), if the channel says.
        edited_at: set when this is an edit of the message `external_id`.
    """

    channel: Channel
    account: str
    external_id: str
    kind: MessageKind
    text: str
    data: dict[str, Any] = field(default_factory=dict)
    display_name: str = ""
    language_hint: str | None = None
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says, and the action that pressing it sends back."""

    label: str
    action: str
