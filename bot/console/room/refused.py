"""What a live page shows to whom it is not permitted."""

from __future__ import annotations

from collections.abc import Mapping

from bot.console.room.page import Answer, Reader, Room


class RefusedRoom(Room, component="refused.js"):
    """Says that the role does not allow it, with status 403; the ways elsewhere stay."""

    def __init__(self, reader: Reader, here: str) -> None:
        super().__init__(reader, here, first={})
        reader.client.status_code = 403

    def answers(self) -> Mapping[str, Answer]:
        return {}
