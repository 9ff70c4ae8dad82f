"""Which offer comes next: a monotone, time-based concession, traded against day and quantity.

How much we ask for falls from the gain of the opening offer to the floor (the worst terms that are
still allowed) with the share `t` of the course that is over: `floor + (top - floor)·(1 - t^(1/β))`.
That is the polynomial time-dependent tactic of Faratin, Sierra & Jennings, "Negotiation decision
functions for autonomous agents" (Robotics and Autonomous Systems 24, 1998), without a concession at
the start. β below 1 ("Boulware") concedes late, above 1 early. We take `BETA` = 1, even steps: over
5 × 1,000 courses of tests/negotiation (seeds 6 to 10), 0.8 kept 62.8 % of the possible gain and
agreed with 95.3 % of the suppliers, 1 62.2 and 95.5 %.

Which of the offers of that gain is made, `trade_off` says.

Worked, with β = 1: top 10000, floor 0, halfway → goal 5000.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from bot.rules.negotiation.named_terms import latest
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.terms import Course, Terms
from bot.rules.negotiation.trade_off import closest, same_gain, with_time

#: The exponent of the concession is 1 / BETA.
BETA = 1.0
#: Of the gain of their last terms, so much is asked for in our last offer.
MADE_UP = 0.9


def target(position: Position, today: date) -> Terms | None:
    """The first offer, what we aspire to: the opening prices on the day of the need.

    None: not even the hoped prices are worth it, or no useful day is left.
    """
    day = position.first_day(today)
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

    A supplier who takes days for an answer leaves fewer rounds than staff allow: with 6 rounds,
    2 offers made, 9 days left and 3 days a round, there is time for 3 more: this is the third
    of 5 → 0.5.
    """
    made = len(course.offers)
    left = most_rounds - made
    if course.answers:
        days_left = days - (today - course.began).days
        left = min(left, days_left // _days_a_round(course, today))
    return 1.0 if left <= 1 else made / (made + left - 1)


def _days_a_round(course: Course, today: date) -> int:
    """What the next round may take: the slowest answer so far and a day, or, where questions and
    reminders came between, what a round took until now."""
    made = max(1, len(course.offers))
    so_far = math.ceil((today - course.began).days / made)
    return max(course.slowest_days + 1, so_far)


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
    last = course.offers[-1]
    named = tuple(position.in_packs(one) for one in latest(history))
    most = position.reservation.gain(last)
    if share < 1:
        asked = goal(position, course.offers[0], named[0] if named else None, share)
    else:
        asked = _asked_at_last(position, most, history)
    fitting = [
        offer
        for offer in same_gain(position, last, named, asked, share, today)
        if position.allows(offer) and position.reservation.gain(offer) <= most
    ]
    if not fitting:
        return last if last.delivery > today else None
    likest = named or (last,)
    found = closest(fitting, likest, position.wanted)
    return with_time(position, found, likest) if share >= 1 else found


def _asked_at_last(position: Position, most: int, history: Sequence[Terms]) -> int:
    """The gain that our last offer asks for; `most`: what the one before asked for.

    A little less than their terms would gain, for where those pass one of our limits, that is made
    up for elsewhere; half of what is left at most; nothing where their terms would gain nothing.
    """
    theirs = position.reservation.gain(history[0]) if history else 0
    return max(0, min(math.floor(theirs * MADE_UP), most // 2))
