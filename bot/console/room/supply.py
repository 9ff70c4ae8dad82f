"""The supply page: what waits for a tap this morning, and how the shelves stand. Each is a tab,
named in the address; what a tab shows and answers is in `supply_<name>`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Has NiceGUI serve its chart library, which the page's component imports.
import nicegui.elements.echart  # noqa: F401
from fastapi import Request
from nicegui import ui

from bot.console.room.page import Answer, Given, Json, Reader, Room, Unusable, dressed, text
from bot.console.room.refused import RefusedRoom
from bot.console.room.supply_morning import MorningTab
from bot.console.room.supply_orders import OrdersTab
from bot.console.room.supply_stock import StockTab
from bot.console.room.supply_suppliers import SuppliersTab
from bot.console.room.supply_talks import TalksTab
from bot.console.room.tabs import Tab
from bot.rules.permissions import Permission

#: In the order in which they stand.
TABS: Sequence[type[Tab]] = (MorningTab, StockTab, OrdersTab, TalksTab, SuppliersTab)


class SupplyRoom(Room, component="supply.js"):
    """One open page; `tabs` are those that its reader may see."""

    def __init__(self, reader: Reader, tabs: Mapping[str, Tab], first: Json) -> None:
        super().__init__(reader, "supply", first=first)
        self._tabs = tabs

    def answers(self) -> Mapping[str, Answer]:
        found = {"tab": Answer(self.show, Permission.SEE_SUPPLY)}
        for tab in self._tabs.values():
            found |= tab.offered()
        return found

    async def show(self, given: Given) -> None:
        """Another tab, or the same one as it is now."""
        tab = self._tabs.get(text(given, "tab", 20))
        if tab is None:
            raise Unusable("error_not_allowed")
        await tab.again()


async def supply_page(request: Request, tab: str = "") -> None:
    """The page; `tab` is the one that is shown first."""
    reader = Reader.of(request, "nav_supply")
    dressed(reader.base)
    tabs = {one.name: one(reader) for one in TABS if reader.may(one.needs)}
    if not tabs or (tab and tab not in tabs):
        RefusedRoom(reader, "supply")
        return
    name = tab or next(iter(tabs))
    first = {"tabs": list(tabs), "tab": name, "data": await tabs[name].shown()}
    first["notice"] = _notice(reader)
    SupplyRoom(reader, tabs, first)


def _notice(reader: Reader) -> str:
    """That the suppliers are played, where they are."""
    played = reader.parts.console.supply.played_s
    return "" if played is None else reader.words["supply_played"].format(*played)


def register() -> None:
    """Have NiceGUI serve the page."""
    ui.page("/supply")(supply_page)
