"""A page of several tabs: each shows its own records, to whom it is permitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.console.room.page import Answer, Json, Reader
from bot.console.viewing import stamp
from bot.rules.permissions import Permission


class Tab:
    """One tab. Subclasses say who may see it, what it shows, and what it may be asked."""

    name: str
    needs: Permission

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.console = reader.parts.console
        self.me = reader.staff.key

    async def shown(self) -> Json:
        """What the tab shows at first."""
        raise NotImplementedError

    def offered(self) -> Mapping[str, Answer]:
        """What the browser may ask of it."""
        return {}

    def stamp(self, at: datetime | None) -> str:
        """A moment in words; empty for none."""
        return stamp(at, zone=self.console.settings.zone)

    async def again(self) -> None:
        """Show the tab as it is now."""
        await self.reader.tell("tab", tab=self.name, data=await self.shown())

    async def done(self, key: str, **filled: object) -> None:
        """Say that something was done, and show what came of it."""
        await self.reader.tell("done", text=self.reader.words[key].format(**filled))
        await self.again()
