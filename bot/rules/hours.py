"""When staff are there."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Self

from pydantic import Field, model_validator

from bot.rules.section import Section


class OpeningHours(Section):
    """When staff answer, every day, in the shop's zone."""

    opens: time = Field(default=time(9), description="Staff are there from this time on.")
    closes: time = Field(default=time(21), description="They are gone from this time on.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must be before closes")
        return self

    def is_open(self, local: datetime) -> bool:
        """Whether staff are there at a local (zoned) time."""
        return self.opens <= local.timetz().replace(tzinfo=None) < self.closes

    def next_opening(self, local: datetime) -> datetime:
        """The next time at which staff come in, after or at `local`."""
        today = datetime.combine(local.date(), self.opens, tzinfo=local.tzinfo)
        return today if local <= today else today + timedelta(days=1)
