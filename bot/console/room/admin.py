"""The admin's page: staff, tokens, policy, audit, what was not delivered, and the jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import Request
from nicegui import ui

from bot.console.room.admin_audit import AuditTab
from bot.console.room.admin_house import JobsTab, PolicyTab
from bot.console.room.admin_letters import LettersTab
from bot.console.room.admin_staff import StaffTab
from bot.console.room.admin_tokens import TokensTab
from bot.console.room.page import Answer, Given, Json, Reader, Room, Unusable, dressed, text
from bot.console.room.refused import RefusedRoom
from bot.console.room.tabs import Tab
from bot.rules.permissions import may

_TABS: Sequence[type[Tab]] = (StaffTab, TokensTab, PolicyTab, AuditTab, LettersTab, JobsTab)
#: How often an open page is told how the jobs stand, where that changed, seconds.
_EVERY_S = 1.0


class AdminRoom(Room, component="admin.js"):
    """One open page; `tabs` are those that its reader may see."""

    def __init__(self, reader: Reader, tabs: Mapping[str, Tab], first: Json) -> None:
        super().__init__(reader, "admin", first=first)
        self.tabs = tabs
        self._at, self._told = str(first["tab"]), dict(first["data"])

    def answers(self) -> Mapping[str, Answer]:
        found = {"tab": Answer(self.show)}
        for tab in self.tabs.values():
            found |= tab.offered()
        return found

    async def show(self, given: Given) -> None:
        """Another tab, or the same one as it is now."""
        tab = self.tabs.get(text(given, "tab", 20))
        if tab is None:
            raise Unusable("error_not_allowed")
        self._at = tab.name
        await tab.again()

    async def renew(self) -> None:
        """Show how the jobs stand, where they are looked at and something is new."""
        tab = self.tabs.get(JobsTab.name)
        if self._at != JobsTab.name or tab is None:
            return
        now = await tab.shown()
        if now != self._told:
            self._told = now
            await self.reader.tell("tab", tab=JobsTab.name, data=now)


async def admin_page(request: Request, tab: str = "") -> None:
    """The page; `tab` is the one that is shown first."""
    reader = Reader.of(request, "nav_admin")
    dressed(reader.base)
    tabs = {one.name: one(reader) for one in _TABS if may(reader.staff.role, one.needs)}
    if not tabs or (tab and tab not in tabs):
        RefusedRoom(reader, "admin")
        return
    name = tab or next(iter(tabs))
    first = {"tabs": list(tabs), "tab": name, "data": await tabs[name].shown()}
    room = AdminRoom(reader, tabs, first)
    if JobsTab.name in tabs:
        # The jobs are this process's and stand in no record. Not asked for by the page: what it
        # asks for keeps its session alive.
        ui.timer(_EVERY_S, room.renew, immediate=False)


def register() -> None:
    """Have NiceGUI serve the page."""
    ui.page("/admin")(admin_page)
