"""Tabs of what belongs to purchase orders: found in pages, and one read whole by its number."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from bot.console.room.page import Given, Json, Unusable, number, text
from bot.console.room.tabs import Tab
from bot.rules.permissions import Permission
from knowledge.store import Unit

StateT = TypeVar("StateT", bound=StrEnum)


class OrderedTab(Tab):
    """A list, newest first, each row of it about a purchase order.

    Subclasses say what a page of it and the whole of one are, and keep what was last searched
    for, so that the same is shown when the browser asks anew.

    Args:
        kind: what the page calls one read whole: `purchase`. look: the trail's name for it.
    """

    needs = Permission.SEE_SUPPLY
    kind: str
    look: str

    def narrow(self, given: Given) -> None:
        """Keep what is searched for. Raises Unusable."""
        raise NotImplementedError

    async def page(self, unit: Unit, before: int | None) -> Json:
        """The newest of what is searched for, or those that follow one."""
        raise NotImplementedError

    async def whole(self, unit: Unit, wanted: str) -> Json:
        """All about an order by its number. Raises LookupError where there is none."""
        raise NotImplementedError

    async def search(self, given: Given) -> None:
        """Those that are searched for, or those that follow one."""
        before = None if given.get("before") is None else number(given, "before")
        self.narrow(given)
        async with self.console.store.reading() as unit:
            page = await self.page(unit, before)
        await self.reader.tell("found", more=before is not None, **page)

    async def one(self, given: Given) -> None:
        """One whole. What is written with the supplier is in it, so the look is noted."""
        wanted = text(given, "number", 40)
        async with self.console.store.writing() as unit:
            whole = await self.whole(unit, wanted)
            self.reader.record(unit, self.look, f"purchase_order:{wanted}")
        await self.reader.tell(self.kind, **{self.kind: whole})

    async def changed(self, wanted: str, **came: object) -> None:
        """Show one as it is now, with what came of it."""
        async with self.console.store.reading() as unit:
            whole = await self.whole(unit, wanted)
        await self.reader.tell(self.kind, **{self.kind: whole | came})


def state_in(given: Given, name: str, states: type[StateT]) -> StateT | None:
    """The state that is searched for; None for all. Raises Unusable."""
    said = text(given, name, 20)
    try:
        return states(said) if said else None
    except ValueError:
        raise Unusable("error_unusable") from None
