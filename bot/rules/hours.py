"""When staff are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Daily hours in the shop's zone, `opens` included, `closes` not."""

    opens: time
    closes: time

    def is_open(self, local: datetime) -> bool:
        """Whether staff are there at a local (zoned) time."""
        return self.opens <= local.timetz().replace(tzinfo=None) < self.closes

    def next_opening(self, local: datetime) -> datetime:
        """The next time at which staff come in, after or at `local`."""
        today = datetime.combine(local.date(), self.opens, tzinfo=local.tzinfo)
        return today if local <= today else today + timedelta(days=1)
