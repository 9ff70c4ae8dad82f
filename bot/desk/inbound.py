"""What a channel hands to the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from knowledge.records import Channel, MessageKind

#: The largest file of a message that is kept or sent, bytes.
LARGEST_FILE = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message; it is fetched after the message is stored.

    Args:
        kind: photo or document.
        external_id: what the channel fetches it by.
        name: the file's name, if the channel says; media_type: such as `image/jpeg`.
        size: bytes; 0 where the channel does not say.
    """

    kind: str
    external_id: str
    name: str = ""
    media_type: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a customer did on a channel.

    Args:
        channel: where it came from.
        account: the account's id there (a chat id, a web session).
        external_id: the message's own id, unique on the channel; a repeat changes nothing.
        kind: text, button, contact, command, photo, location or unreadable.
        text: the words; for a command its name without the slash, for a button its label.
        data: BUTTON `{"action": str}`; CONTACT `{"phone": str, "own": bool}`, where `own` says
            that the channel vouches for the contact being the sender's; COMMAND
            `{"name": str, "arguments": str}`; PHOTO `{"type": str, "count": int}`; LOCATION
            `{"latitude": float, "longitude": float}`, a venue also `"title"` and `"address"`;
            UNREADABLE `{"type": str}`.
        display_name: how the channel names the account.
        language_hint: the account's interface language (IETF tag), if the channel says.
        edited_at: set when this is an edit of the message `external_id`.
        attachments: the files that came with it.
        part: where several messages of the channel are one (an album), this one's own id;
            `external_id` is then what they share.
        reply_to: the `external_id` of the message that it answers, where the channel says.
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
    attachments: tuple[Attached, ...] = ()
    part: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says, and the action that pressing it sends back."""

    label: str
    action: str
