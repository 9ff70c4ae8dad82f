"""The morning tab."""

from __future__ import annotations

from bot.console.room.tabs import Json, Tab
from bot.rules.permissions import Permission


class MorningTab(Tab):
    """The morning tab."""

    name = "morning"
    needs = Permission.SEE_SUPPLY

    async def shown(self) -> Json:
        return {}
