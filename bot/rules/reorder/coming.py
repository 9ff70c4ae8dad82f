"""What is on order already: how much, when, and whether an order placed now would be here first."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.reorder.lead import LeadTime
from bot.rules.reorder.point import REVIEW_DAYS


@dataclass(frozen=True, slots=True)
class Expected:
    """Pieces on an open purchase order.

    Args:
        day: on which they are expected; None where nobody knows.
        estimated: the day is our own reckoning and the order is with the supplier that would be
            ordered from now, which delivers its orders in their order.
    """

    pieces: int
    day: date | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """The same, and whether they are here before an order placed now would be."""

    pieces: int
    day: date | None = None
    in_time: bool = True


def arrivals(expected: Iterable[Expected], today: date, lead: LeadTime) -> tuple[Arrival, ...]:
    """What is on order beside an order that would be placed now, soonest first.

    What is overdue, or comes on a day that nobody knows, counts as in time: it is ordered, and
    asking the supplier is better than ordering it twice.
    Lead 12 d, today the 1st: what comes by the 14th is in time, what comes on the 20th is not.
    """
    by = today + timedelta(days=math.ceil(lead.mean + REVIEW_DAYS - 1e-9))
    found = [
        Arrival(one.pieces, one.day, one.estimated or one.day is None or one.day <= by)
        for one in expected
        if one.pieces > 0
    ]
    return tuple(sorted(found, key=lambda one: one.day or date.max))
