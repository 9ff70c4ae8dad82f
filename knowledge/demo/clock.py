"""The demo shop's days and hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

#: The shop's zone. It has had no summer time since 1991, so days are always 24 hours.
ZONE = ZoneInfo("Asia/Shanghai")

#: Orders paid before this hour leave the same day (POLICY.md, Shipping).
_CUT_OFF = 16


@dataclass(frozen=True, slots=True)
class Clock:
    """The present, in the shop's zone."""

    now: datetime

    @classmethod
    def showing(cls, now: datetime) -> Clock:
        """A clock at any aware time."""
        return cls(now.astimezone(ZONE).replace(microsecond=0))

    @property
    def today(self) -> date:
        return self.now.date()

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """So many days from today at an hour: `at(-1, 18)` is yesterday 18:00."""
        day = self.today + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), ZONE)

    def between(self, days: int, first: float, last: float, rng: Random) -> datetime:
        """Some second of a day between two hours."""
        return self.at(days, 0) + timedelta(seconds=round(rng.uniform(first, last) * 3600))

    def past(self, when: datetime) -> datetime:
        """The time itself, or a little before now if that is still to come."""
        return min(when, self.now - timedelta(minutes=20))


def dispatch_by(placed: datetime) -> datetime:
    """When an order leaves at the latest: placed 10:00 → 20:00 that day, 17:00 → the next."""
    day = placed.date() + timedelta(days=placed.hour >= _CUT_OFF)
    return datetime.combine(day, time(20), ZONE)
