"""The shop's own numbers, in one place: hours, limits and windows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta

from bot.rules.hours import OpeningHours


@dataclass(frozen=True, slots=True)
class Policy:
    """What a shop may decide differently from another."""

    hours: OpeningHours = field(default_factory=lambda: OpeningHours(time(9), time(21)))
    """When staff answer, in the shop's zone."""
    identity_tries: int = 5
    """Wrong order number / phone pairs allowed within `identity_window`."""
    identity_window: timedelta = timedelta(minutes=30)
    order_tries: int = 15
    """Wrong pairs allowed for one order number from all accounts within `order_window`."""
    order_window: timedelta = timedelta(days=1)
    lost_after: timedelta = timedelta(days=10)
    """A parcel without a scan for this long counts as lost."""
    low_stock: int = 10
    """At most this many pieces left are told to the customer as 'only a few'."""
    handover_reminder: timedelta = timedelta(minutes=10)
    """An unanswered handover is brought up again after this long in opening hours."""
    restock_hour: int = 9
    """The hour of the shop's day at which stock is looked at."""
    service_level: float = 0.95
    """The chance of not running out while a restock is on its way."""
    cover_days: int = 30
    """How many days of demand an order to a supplier is for."""
