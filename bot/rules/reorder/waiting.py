"""What it costs to wait: the sales that are expected to be lost by it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules.reorder.lead import LeadTime
from bot.rules.reorder.outlook import Outlook
from bot.rules.reorder.point import sold_while_waiting
from bot.rules.reorder.terms import Worth

#: How long a wait is reckoned with.
WAIT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Risk:
    """Pieces expected to be asked for in vain if the order waits a week, and their worth."""

    pieces: float
    worth: Worth

    @property
    def minor(self) -> float:
        """In money, minor units: margin, or sales where the cost is unknown."""
        return self.pieces * self.worth.minor


def risk_of_waiting(
    outlook: Outlook, lead: LeadTime, position: int, worth: Worth, wait_days: int = WAIT_DAYS
) -> Risk:
    """The lost sales that waiting adds: E[(D over lead + 7 - position)+] - E[(D over lead -
    position)+]; what an order placed today comes too late for is lost either way.

    Demand 3±0/d, lead 10 d, 40 there → 30 needed by then and 51 a week later: 11 lost.
    """
    now = sold_while_waiting(outlook, lead).lacking(position)
    later = sold_while_waiting(outlook, lead, wait_days).lacking(position)
    return Risk(max(later - now, 0.0), worth)
