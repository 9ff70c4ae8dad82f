"""What we stand on in a negotiation: what staff allow, and what a deal is worth to us."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.rules.negotiation.limits import Guardrails
from bot.rules.negotiation.reservation import Reservation
from bot.rules.negotiation.secrecy import clear
from bot.rules.negotiation.terms import Line, Terms


@dataclass(frozen=True, slots=True)
class Range:
    """Each line's price from the opening to the most we may pay, in the items' order."""

    low: tuple[int, ...]
    high: tuple[int, ...]

    def at(self, share: float) -> tuple[int, ...]:
        """The prices so far up the range, whole minor units: half of 800 to 1000 → 900."""
        return tuple(
            low + math.floor((high - low) * share)
            for low, high in zip(self.low, self.high, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Position:
    """Staff's guardrails for an order, and its hidden value."""

    guardrails: Guardrails
    reservation: Reservation

    @property
    def prices(self) -> Range:
        """From the opening price to the lower of guardrail and worth, kept off the worth itself."""
        stakes = self.reservation.stakes
        high = tuple(
            min(one.highest_price_minor, stake.elsewhere_minor - 1)
            for one, stake in zip(self.guardrails.items, stakes, strict=True)
        )
        low = tuple(
            max(1, min(one.opening_price_minor, most))
            for one, most in zip(self.guardrails.items, high, strict=True)
        )
        return Range(low, high)

    @property
    def wanted(self) -> tuple[int, ...]:
        return tuple(one.wanted for one in self.guardrails.items)

    def first_day(self, today: date) -> date:
        """The day we ask for: that of the need, or the first after today that is not past use."""
        day = max(self.reservation.needed_by, today + timedelta(days=1))
        return min(day, self.guardrails.latest_day)

    def terms(self, prices: Sequence[int], quantities: Sequence[int], day: date) -> Terms:
        """The terms of these figures, kept clear of the reservation value."""
        lines = tuple(
            Line(one.item, quantity, price)
            for one, quantity, price in zip(self.guardrails.items, quantities, prices, strict=True)
        )
        return clear(Terms(lines, day, self.guardrails.currency), self.reservation)

    def in_packs(self, terms: Terms) -> Terms:
        """The same prices and day for whole packs of each item."""
        lines = tuple(
            replace(line, quantity=one.whole_packs(line.quantity))
            for one, line in zip(self.guardrails.items, terms.lines, strict=True)
        )
        return replace(terms, lines=lines)

    def allows(self, terms: Terms) -> bool:
        """Whether terms keep to the guardrails and the reservation."""
        return self.guardrails.breach(terms) is None and self.reservation.allows(terms)
