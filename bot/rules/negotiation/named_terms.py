"""What a supplier named over a course: the latest of it, at what it would cost by now."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from operator import mul

from bot.rules.negotiation.terms import Terms

#: What fewer pieces than they spoke of are taken to cost, as a multiple of their unit price.
_FEWER = 1.05
#: The day and the quantities of terms.
Shape = tuple[date, tuple[int, ...]]


def shape(terms: Terms) -> Shape:
    """The day and the quantities of terms: all but their prices."""
    return terms.delivery, tuple(line.quantity for line in terms.lines)


def latest(history: Sequence[Terms]) -> tuple[Terms, ...]:
    """The latest of each day and quantities, at what they would cost by now.

    What was named earlier would cost less today, by as much as the terms named last have come
    down since: the 5th at 120 and the 9th at 110, later the 9th at 99 → the 5th at 108.

    Args:
        history: what the supplier named, completed, the last first.
    """
    found: dict[Shape, Terms] = {}
    for at, terms in enumerate(history):
        if shape(terms) not in found:
            found[shape(terms)] = _by_now(terms, at, history)
    return tuple(found.values())


def _by_now(terms: Terms, at: int, history: Sequence[Terms]) -> Terms:
    now = history[0]
    alike = [n for n, one in enumerate(history) if shape(one) == shape(now)]
    then = history[min(alike, key=lambda n: abs(n - at))]
    prices = (
        min(price, price * new // old)
        for price, new, old in zip(
            _prices_of(terms), _prices_of(now), _prices_of(then), strict=True
        )
    )
    lines = tuple(
        replace(line, unit_price_minor=price)
        for line, price in zip(terms.lines, prices, strict=True)
    )
    return replace(terms, lines=lines)


def _prices_of(terms: Terms) -> tuple[int, ...]:
    return tuple(line.unit_price_minor for line in terms.lines)


def is_known(offer: Terms, named: Sequence[Terms], wanted: tuple[int, ...]) -> bool:
    """Whether the supplier named these quantities, or we asked for them, by a day that it named.

    Only those are sure to be had, and a later day is never harder. Whoever spoke of more pieces
    for a price break was asked for the wanted ones before.
    """
    day, quantities = shape(offer)
    return any(quantities in {other, wanted} and day >= by for by, other in map(shape, named))


def gap(offer: Terms, named: Sequence[Terms]) -> int:
    """How much less we pay than they named for the same quantities, or would ask for these."""
    quantities = shape(offer)[1]
    alike = [one for one in named if shape(one)[1] == quantities]
    if alike:
        return max(0, min(one.total_minor for one in alike) - offer.total_minor)
    theirs: int = min(sum(map(mul, _prices_of(one), quantities)) for one in named)
    return max(0, math.ceil(theirs * _FEWER) - offer.total_minor)
