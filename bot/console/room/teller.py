"""Whoever tells the page: in a language, at a moment, in the shop's zone, with staff's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.console.viewing import clock
from knowledge.queries.staff import staff_names
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells records in a language, at a moment, in the shop's zone."""

    language: str
    now: datetime
    zone: ZoneInfo
    names: Mapping[int, str]

    def clock(self, at: datetime) -> str:
        """15:20 today, otherwise 11-22 15:20."""
        return clock(at, self.now, zone=self.zone)

    def who(self, staff_id: int | None) -> str:
        """A staff member's name; empty for nobody."""
        return self.names[staff_id] if staff_id else ""


async def teller_for(unit: Unit, language: str, now: datetime, zone: ZoneInfo) -> Teller:
    """Tells with everybody's names."""
    return Teller(language, now, zone, await staff_names(unit))


def milliseconds(at: datetime | None) -> int | None:
    """A moment as browsers count."""
    return None if at is None else int(at.timestamp() * 1000)
