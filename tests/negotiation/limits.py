"""A supplier's hidden limits, and how much there was to win."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.negotiation.position import Position
from bot.rules.negotiation.terms import Line, Terms


@dataclass(frozen=True, slots=True)
class HiddenLimits:
    """What a supplier may not go below.

    Args:
        costs: of a piece, by item, minor units; at this price nothing is earned.
        usual_day: delivery that costs nothing extra; `earliest` the first that is possible.
        hurry_minor: the extra cost of each day before `usual_day`.
        break_from: pieces as a multiple of what is wanted from which a piece costs `cheaper` less.
    """

    costs: tuple[float, ...]
    usual_day: date
    earliest: date
    hurry_minor: float
    wanted: tuple[int, ...]
    break_from: float
    cheaper: float

    def cost(self, quantities: tuple[int, ...], day: date) -> float:
        """What an order costs the supplier."""
        pieces = sum(
            quantity * cost * (1 - self.cheaper if quantity >= self.break_from * wanted else 1)
            for quantity, cost, wanted in zip(quantities, self.costs, self.wanted, strict=True)
        )
        return pieces + self.hurry_minor * max(0, (self.usual_day - day).days)

    def gain(self, terms: Terms) -> float:
        """What the supplier earns; minus infinity when the day is not possible."""
        if terms.delivery < self.earliest:
            return -math.inf
        quantities = tuple(line.quantity for line in terms.lines)
        return terms.total_minor - self.cost(quantities, terms.delivery)

    def priced(self, quantities: tuple[int, ...], day: date, gain: float, like: Terms) -> Terms:
        """Terms of these quantities on this day that earn so much, every price marked up alike."""
        bare = sum(q * cost for q, cost in zip(quantities, self.costs, strict=True))
        markup = (self.cost(quantities, day) + gain) / bare
        lines = tuple(
            Line(line.item, quantity, max(1, math.ceil(cost * markup)))
            for line, quantity, cost in zip(like.lines, quantities, self.costs, strict=True)
        )
        return Terms(lines, day, like.currency)


def possible_gain(position: Position, limits: HiddenLimits) -> float:
    """The most we could gain inside all our limits with the supplier earning exactly nothing.

    Over every day and over the quantities wanted, smallest, largest and at the price break.
    Negative infinity when the limits do not overlap. Overlap needs a minor unit a piece: within
    less no whole price lies.
    """
    gains = [
        _gain_at(position, limits, quantities, day)
        for quantities in _quantities(position, limits)
        for day in _days(position, limits)
    ]
    most = max(gains, default=-math.inf)
    return most if most >= sum(position.wanted) else -math.inf


def _gain_at(
    position: Position, limits: HiddenLimits, quantities: tuple[int, ...], day: date
) -> float:
    highest = position.prices.high
    paid = limits.cost(quantities, day)
    if paid > sum(q * (high - 1) for q, high in zip(quantities, highest, strict=True)):
        return -math.inf
    dearest = Terms(
        tuple(
            Line(one.item, quantity, high)
            for one, quantity, high in zip(
                position.guardrails.items, quantities, highest, strict=True
            )
        ),
        day,
        position.guardrails.currency,
    )
    return position.reservation.gain(dearest) + dearest.total_minor - paid


def _quantities(position: Position, limits: HiddenLimits) -> Iterator[tuple[int, ...]]:
    items = position.guardrails.items
    yield tuple(one.wanted for one in items)
    yield tuple(one.smallest for one in items)
    yield tuple(one.largest for one in items)
    yield tuple(min(one.largest, math.ceil(limits.break_from * one.wanted)) for one in items)


def _days(position: Position, limits: HiddenLimits) -> Iterator[date]:
    for days in range((position.guardrails.latest_day - limits.earliest).days + 1):
        yield limits.earliest + timedelta(days=days)
