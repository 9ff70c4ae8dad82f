"""Which offer comes next: a monotone, time-based concession, traded against day and quantity.

How much we ask for falls from the gain of the opening offer to the floor (the worst terms that are
still allowed) with the share `t` of the course that is over: `floor + (top - floor)·(1 - t^(1/β))`.
That is the polynomial time-dependent tactic of Faratin, Sierra & Jennings, "Negotiation decision
functions for autonomous agents" (Robotics and Autonomous Systems 24, 1998), without a concession at
the start. β below 1 ("Boulware") concedes late, above 1 early. We take `BETA` = 0.8, a shade later
than even steps: over 5 × 1,000 courses of tests/negotiation, 0.5 kept 61.8 % of the possible gain
and agreed with 95.2 % of the suppliers, 0.8 61.0 and 95.4 %, 1.2 60.0 and 95.8 %.

Among the offers of the same gain, the one closest to what the supplier named is taken, by how much
money it falls short of their price for that day and those quantities: the trade-off of Faratin,
Sierra & Jennings, "Using similarity criteria to make issue trade-offs in automated negotiations"
(Artificial Intelligence 142, 2002), with money for similarity. So a supplier who needs four more
days gets them, for a lower price, when that costs both together less.

Worked, with β = 1: top 10000, floor 0, halfway → goal 5000.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.rules.negotiation.limits import Guardrails
from bot.rules.negotiation.reservation import Reservation
from bot.rules.negotiation.secrecy import clear
from bot.rules.negotiation.terms import Course, Line, Terms

#: The exponent of the concession is 1 / BETA.
BETA = 0.8
#: Of the gain of their last terms, so much is asked for in our last offer.
MADE_UP = 0.9
#: Of the gain of our last offer, giving time leaves so much at least.
TIME_KEPT = 0.6
#: Days looked at before and after: an offer lies within what both sides spoke of.
_MOST_DAYS = 120


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
    """What we stand on in a negotiation: what staff allow and what a deal is worth."""

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

    def terms(self, prices: Sequence[int], quantities: Sequence[int], day: date) -> Terms:
        """The terms of these figures, kept clear of the reservation value."""
        lines = tuple(
            Line(one.item, quantity, price)
            for one, quantity, price in zip(self.guardrails.items, quantities, prices, strict=True)
        )
        return clear(Terms(lines, day, self.guardrails.currency), self.reservation)

    def allows(self, terms: Terms) -> bool:
        """Whether terms keep to the guardrails and the reservation."""
        return self.guardrails.breach(terms) is None and self.reservation.allows(terms)


def target(position: Position, today: date) -> Terms | None:
    """The first offer, what we aspire to: the opening prices on the day of the need.

    None: not even the hoped prices are worth it, or no useful day is left.
    """
    day = _first_day(position, today)
    offer = position.terms(position.prices.low, position.wanted, day)
    return offer if day > today and position.allows(offer) else None


def goal(position: Position, opening: Terms, named: Terms | None, share: float) -> int:
    """The gain to ask for when so much of the course is over: from 10000 to 0, at 0 → 10000."""
    top = position.reservation.gain(opening)
    floor = min(top, max(0, _floor(position, opening, named)))
    return floor + math.ceil((top - floor) * (1 - math.pow(share, 1 / BETA)))


def _floor(position: Position, opening: Terms, named: Terms | None) -> int:
    """The gain at the most we may pay, on the supplier's day as far as that is allowed."""
    day = opening.delivery
    if named is not None:
        day = min(max(day, named.delivery), position.guardrails.latest_day)
    return position.reservation.gain(position.terms(position.prices.high, position.wanted, day))


def elapsed(course: Course, most_rounds: int, days: int, today: date) -> float:
    """The share of the course that is over when the next offer is made, by rounds or by days.

    A supplier who takes days for an answer leaves fewer rounds than staff allow. The slowest answer
    so far, and a day, is what the next may take: with 6 rounds, 2 offers made, 9 days left and
    answers after 2 days, there is time for 3 more: this is the third of 5 → 0.5.
    """
    made = len(course.offers)
    left = most_rounds - made
    if course.answers:
        days_left = days - (today - course.began).days
        left = min(left, days_left // (course.slowest_days + 1))
    return 1.0 if left <= 1 else made / (made + left - 1)


def next_offer(
    position: Position,
    course: Course,
    history: Sequence[Terms],
    share: float,
    today: date,
) -> Terms | None:
    """The offer to make now; None when nothing that we may offer is left.

    Never better for us than our last one, never past a guardrail or the reservation.

    Args:
        history: what the supplier named, completed, the last first.
        share: how much of the course is over.
    """
    if not course.offers:
        return target(position, today)
    last, named = course.offers[-1], _latest(history)
    most = position.reservation.gain(last)
    if share < 1:
        asked = goal(position, course.offers[0], named[0] if named else None, share)
    else:
        asked = _asked_at_last(position, most, history)
    fitting = [
        offer
        for offer in _same_gain(position, last, named, asked, share, today)
        if position.allows(offer) and position.reservation.gain(offer) <= most
    ]
    if not fitting:
        return last if last.delivery > today else None
    likest = named or (last,)
    fitting = [one for one in fitting if _is_known(one, likest)] or _latest_day(fitting)
    closest = min(fitting, key=lambda one: (_gap(one, likest), one.delivery))
    return _with_time(position, closest, likest) if share >= 1 else closest


def _asked_at_last(position: Position, most: int, history: Sequence[Terms]) -> int:
    """The gain that our last offer asks for; `most`: what the one before asked for.

    A little less than their terms would gain, for where those pass one of our limits, that is made
    up for elsewhere; half of what is left at most; nothing where their terms would gain nothing.
    """
    theirs = position.reservation.gain(history[0]) if history else 0
    return max(0, min(math.floor(theirs * MADE_UP), most // 2))


def _latest(history: Sequence[Terms]) -> tuple[Terms, ...]:
    """The latest of each day and quantities, at what they would cost by now.

    What was named earlier would cost less today, by as much as the terms named last have come
    down since: the 5th at 120 and the 9th at 110, later the 9th at 99 → the 5th at 108.
    """
    found: dict[tuple[date, tuple[int, ...]], Terms] = {}
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


def _latest_day(offers: Sequence[Terms]) -> list[Terms]:
    """The latest ones: what they named is later than we may take, and this comes closest."""
    day = max(one.delivery for one in offers)
    return [one for one in offers if one.delivery == day]


def _with_time(position: Position, offer: Terms, named: Sequence[Terms]) -> Terms:
    """The same prices, later: where money has reached its limit, the last offer gives time.

    It costs a part of what the offer gains at most, and nothing when their price is met.
    """
    least, latest = position.reservation.gain(offer) * TIME_KEPT, offer
    while _gap(offer, named) > 0:
        day = latest.delivery + timedelta(days=1)
        later = clear(replace(offer, delivery=day), position.reservation)
        if later.delivery != day or not position.allows(later):
            break
        if position.reservation.gain(later) < least:
            break
        latest = later
    return latest


def _is_known(offer: Terms, named: Sequence[Terms]) -> bool:
    """Whether the supplier named these quantities for this day or an earlier one.

    Only those are sure to be had, and a later day is never harder.
    """
    day, quantities = shape(offer)
    return any(quantities == other and day >= by for by, other in map(shape, named))


def _gap(offer: Terms, named: Sequence[Terms]) -> int:
    """How much less we pay than they named for the same quantities; with a tie, later is easier."""
    quantities = shape(offer)[1]
    alike = [one for one in named if shape(one)[1] == quantities] or named
    return max(0, min(one.total_minor for one in alike) - offer.total_minor)


def shape(terms: Terms) -> tuple[date, tuple[int, ...]]:
    """The day and the quantities of terms: all but their prices."""
    return terms.delivery, tuple(line.quantity for line in terms.lines)


def _same_gain(
    position: Position, last: Terms, named: Sequence[Terms], asked: int, share: float, today: date
) -> Iterator[Terms]:
    """Offers whose gain is what is asked for, over the days and quantities in between."""
    latest = named[0] if named else None
    for day in _days(position, (*named, last), today):
        for quantities in {
            one: None for each in named or (last,) for one in _quantities(position, each)
        }:
            # Nothing comes after the last offer: it is held back by our own limits alone.
            prices = _prices(position, quantities, day, latest if share < 1 else None, asked)
            if prices is not None:
                yield position.terms(prices, quantities, day)


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
    named = [_first_day(position, today), *(one.delivery for one in spoken)]
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


def _first_day(position: Position, today: date) -> date:
    """The day we ask for: that of the need, or the first after today that is not past use."""
    day = max(position.reservation.needed_by, today + timedelta(days=1))
    return min(day, position.guardrails.latest_day)
