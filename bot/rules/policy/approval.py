"""What staff must agree to, and for how long it can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from bot.rules.section import Days, Minutes, Section


class Approval(Section):
    """What staff must agree to before it happens."""

    amount_over: Annotated[float, Field(ge=0, le=1e9)] = Field(
        default=500.0,
        description="Money over this, in the order's currency (500.00 is five hundred yuan).",
    )
    more_than: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=3,
        description="More than this many actions for one customer within `within_days`.",
    )
    within_days: Days = Field(default=30, description="See `more_than`.")
    when_angry: bool = Field(
        default=True, description="Whatever pays money to a customer who is angry."
    )
    always: tuple[str, ...] = Field(
        default=("claim_parcel",), description="These actions every time, by their names."
    )

    @property
    def amount_over_minor(self) -> int:
        """In minor units: 500.0 -> 50000."""
        return round(self.amount_over * 100)

    @property
    def within(self) -> timedelta:
        return timedelta(days=self.within_days)


class Undo(Section):
    """Taking an action back."""

    minutes: Minutes = Field(
        default=30, description="For this long after it was done, if nothing followed from it yet."
    )
    offer_minutes: Minutes = Field(
        default=60, description="A proposal that nobody confirmed for this long is void."
    )

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def offer(self) -> timedelta:
        return timedelta(minutes=self.offer_minutes)
