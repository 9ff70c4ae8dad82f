"""The stock tab."""

from __future__ import annotations

from bot.console.room.tabs import Json, Tab
from bot.rules.permissions import Permission


class StockTab(Tab):
    """The stock tab."""

    name = "stock"
    needs = Permission.SEE_SUPPLY

    async def shown(self) -> Json:
        return {}
