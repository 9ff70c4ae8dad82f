"""Albums: a channel sends their parts as messages of their own, and they are one message here.

The first part stores the message; each further one adds its files and its words. What comes
after the message was handled is kept with it, but words then are a message of their own, so
that they are answered.
"""

from __future__ import annotations

from dataclasses import replace

from bot.desk.inbound import Attached, Inbound
from knowledge.records import Attachment, Message, MessageKind
from knowledge.store import Unit

#: Where a message keeps the ids of its parts.
PARTS = "parts"


def is_new_part(known: Message, inbound: Inbound) -> bool:
    """Whether something belongs to a stored album and was not seen yet."""
    return bool(inbound.part) and inbound.part not in known.data.get(PARTS, ())


def on_its_own(inbound: Inbound) -> Inbound:
    """A part of an album as a message of its own."""
    return replace(inbound, external_id=inbound.part, part="")


def join(unit: Unit, known: Message, inbound: Inbound, text: str) -> None:
    """Add a part's files, and its words `text`, to the album's message."""
    add_files(unit, known.key, inbound.attachments)
    count = known.data.get("count", 0) + len(inbound.attachments)
    parts = [*known.data.get(PARTS, ()), inbound.part]
    known.data = {**known.data, "count": count, PARTS: parts}
    if inbound.kind is MessageKind.PHOTO:
        known.kind = MessageKind.PHOTO  # a video may have come before
    known.text = "\n".join(words for words in (known.text, text) if words)


def add_files(unit: Unit, message_id: int, files: tuple[Attached, ...]) -> None:
    """Write down the files of a message; they are fetched later."""
    for file in files:
        unit.add(
            Attachment(
                message_id=message_id,
                kind=file.kind[:20],
                external_id=file.external_id[:250],
                name=file.name[:200],
                media_type=file.media_type[:100],
                size=max(file.size, 0),
            )
        )
