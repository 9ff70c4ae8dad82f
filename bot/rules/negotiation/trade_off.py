"""Offers of the same gain: price against day and quantity.

Among them the one closest to what the supplier named is taken, by how much money it falls short of
their price for that day and those quantities: the trade-off of Faratin, Sierra & Jennings, "Using
similarity criteria to make issue trade-offs in automated negotiations" (Artificial Intelligence
142, 2002), with money for similarity. So a supplier who needs four more days gets them, for a lower
price, when that costs both together less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.rules.negotiation.named_terms import gap, is_known, shape
from bot.rules.negotiation.position import Position, Range
from bot.rules.negotiation.secrecy import clear
from bot.rules.negotiation.terms import Terms

#: Of the gain of our last offer, giving time leaves so much at least.
TIME_KEPT = 0.6
#: Days looked at before and after: an offer lies within what both sides spoke of.
_MOST_DAYS = 120


def same_gain(
    position: Position, last: Terms, named: Sequence[Terms], asked: int, share: float, today: date
) -> Iterator[Terms]:
    """Offers whose gain is what is asked for, over the days and quantities in between.

    Args:
        last: our last offer. named: what the supplier named, the last first.
        share: how much of the course is over; 1: nothing comes after this offer.
    """
    latest = named[0] if named else None
    for day in _days(position, (*named, last), today):
        for quantities in {
            one: None for each in named or (last,) for one in _quantities(position, each)
        }:
            # Nothing comes after the last offer: it is held back by our own limits alone.
            prices = _prices(position, quantities, day, latest if share < 1 else None, asked)
            if prices is not None:
                yield position.terms(prices, quantities, day)


def closest(offers: Sequence[Terms], likest: Sequence[Terms], wanted: tuple[int, ...]) -> Terms:
    """The offer that falls least short of what they named, among those that can be had.

    With a tie the earlier one: a later one is never harder.

    Args:
        wanted: the pieces that the order asks for.
    """
    fitting = [one for one in offers if is_known(one, likest, wanted)] or _latest_day(offers)
    return min(fitting, key=lambda one: (gap(one, likest), one.delivery))


def with_time(position: Position, offer: Terms, named: Sequence[Terms]) -> Terms:
    """The same prices, later: where money has reached its limit, the last offer gives time.

    It costs a part of what the offer gains at most, and nothing when their price is met.
    """
    least, latest = position.reservation.gain(offer) * TIME_KEPT, offer
    while gap(offer, named) > 0:
        day = latest.delivery + timedelta(days=1)
        later = clear(replace(offer, delivery=day), position.reservation)
        if later.delivery != day or not position.allows(later):
            break
        if position.reservation.gain(later) < least:
            break
        latest = later
    return latest


def _latest_day(offers: Sequence[Terms]) -> list[Terms]:
    """The latest ones: what they named is later than we may take, and this comes closest."""
    day = max(one.delivery for one in offers)
    return [one for one in offers if one.delivery == day]


def _prices(
    position: Position, quantities: Sequence[int], day: date, named: Terms | None, asked: int
) -> tuple[int, ...] | None:
    """The prices with which these quantities on this day gain what is asked for, or None.

    A gain falls in proportion to the share of the price range that is given. A line never
    costs more than the supplier named for it, unless it is to come earlier or to be fewer.
    """
    limits = _no_dearer(position.prices, named, quantities, day)
    cheapest = position.terms(limits.low, quantities, day)
    over = position.reservation.gain(cheapest) - asked
    width = sum(
        quantity * (high - low)
        for quantity, low, high in zip(quantities, limits.low, limits.high, strict=True)
    )
    if over < 0:
        return None
    return limits.at(min(1.0, over / width) if width else 0.0)


def _no_dearer(prices: Range, named: Terms | None, quantities: Sequence[int], day: date) -> Range:
    if named is None or day < named.delivery:
        return prices
    if any(ours < line.quantity for ours, line in zip(quantities, named.lines, strict=True)):
        return prices
    high = tuple(
        min(most, line.unit_price_minor)
        for most, line in zip(prices.high, named.lines, strict=True)
    )
    return Range(tuple(map(min, prices.low, high)), high)


def _days(position: Position, spoken: Sequence[Terms], today: date) -> Iterator[date]:
    """Every day from the need to what was spoken of, as far as it is to come and useful."""
    named = [position.first_day(today), *(one.delivery for one in spoken)]
    first = max(min(named), today + timedelta(days=1))
    final = min(max(named), position.guardrails.latest_day)
    for days in range(min((final - first).days + 1, _MOST_DAYS)):
        yield first + timedelta(days=days)


def _quantities(position: Position, named: Terms) -> Iterator[tuple[int, ...]]:
    """The wanted quantities, and the named ones if all are allowed: a break has no halfway."""
    yield position.wanted
    quantities = shape(named)[1]
    limits = zip(position.guardrails.items, quantities, strict=True)
    if all(one.smallest <= quantity <= one.largest for one, quantity in limits):
        yield quantities
