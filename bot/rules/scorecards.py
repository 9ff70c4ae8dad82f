"""How a supplier does: on time, in full, how fast, at which price, and how soon it answers.

What is not known is None, never 0: a supplier without a received order is not late. The
measures are those of the SCOR model (ASCM): delivery against the promised date, and fill rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median, stdev

#: The span that a card looks back on.
YEAR = timedelta(days=365)
#: With fewer received orders no trend of the lead time is told.
ENOUGH_FOR_A_TREND = 4


@dataclass(frozen=True, slots=True)
class Delivery:
    """An order as it went, in days of the shop's zone.

    Args:
        promised: the day the supplier agreed to first, or else the one expected.
        received: the day of the last receipt; None while it is open.
        ordered, pieces, rejected: of its closed lines: pieces ordered, taken, and rejected.
        answer_hours: from the request to the first answer.
    """

    requested: date
    promised: date | None
    received: date | None
    ordered: int = 0
    pieces: int = 0
    rejected: int = 0
    answer_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What a piece of an item cost on a day, minor units, and how many were bought."""

    item: int
    day: date
    pieces: int
    price: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A supplier's year.

    Args:
        orders: how many were sent.
        on_time: the share, by day, of those that came or should have come.
        fill: pieces that came of those ordered on closed lines, each order counted to its full
            at most. rejected: the share of what came that was rejected.
        lead_mean, lead_sd: days from request to receipt. lead_trend: by how many days the later
            half of the orders took longer than the earlier.
        price_trend: 0.05 → what is bought costs 5 % more than a year ago.
        answer_hours: the median.
    """

    orders: int
    on_time: float | None
    fill: float | None
    rejected: float | None
    lead_mean: float | None
    lead_sd: float | None
    lead_trend: float | None
    price_trend: float | None
    answer_hours: float | None


def scorecard(deliveries: Sequence[Delivery], prices: Sequence[Price], today: date) -> Scorecard:
    """The card of the orders of a year, oldest first, and of the prices of two."""
    leads = [
        float((one.received - one.requested).days) for one in deliveries if one.received is not None
    ]
    answers = [one.answer_hours for one in deliveries if one.answer_hours is not None]
    return Scorecard(
        orders=len(deliveries),
        on_time=on_time(deliveries, today),
        fill=fill_rate(deliveries),
        rejected=rejected_share(deliveries),
        lead_mean=fmean(leads) if leads else None,
        lead_sd=stdev(leads) if len(leads) > 1 else None,
        lead_trend=lead_trend(leads),
        price_trend=price_trend(prices, today),
        answer_hours=median(answers) if answers else None,
    )


def on_time(deliveries: Sequence[Delivery], today: date) -> float | None:
    """The share received by the day promised; one that is due and not there is late.

    Promised the 5th, 9th and 12th; came the 5th and the 10th, today is the 13th → 1/3.
    """
    due = [
        (one.promised, one.received)
        for one in deliveries
        if one.promised is not None and (one.received is not None or one.promised < today)
    ]
    kept = sum(received is not None and received <= promised for promised, received in due)
    return kept / len(due) if due else None


def fill_rate(deliveries: Sequence[Delivery]) -> float | None:
    """50 of 50 and 30 of 40 → 80/90. What came beyond an order makes up for no other."""
    ordered = sum(one.ordered for one in deliveries)
    came = sum(min(one.pieces, one.ordered) for one in deliveries)
    return came / ordered if ordered else None


def rejected_share(deliveries: Sequence[Delivery]) -> float | None:
    """48 taken and 2 rejected → 0.04."""
    rejected = sum(one.rejected for one in deliveries)
    came = rejected + sum(one.pieces for one in deliveries)
    return rejected / came if came else None


def lead_trend(leads: Sequence[float]) -> float | None:
    """Days that the later half took longer than the earlier: 7, 8, 11, 12 → 4. An odd one in the
    middle belongs to neither."""
    if len(leads) < ENOUGH_FOR_A_TREND:
        return None
    half = len(leads) // 2
    return fmean(leads[-half:]) - fmean(leads[:half])


def price_trend(prices: Sequence[Price], today: date) -> float | None:
    """By which share what was bought in the last year costs more than a year ago.

    Each item's latest price against the last one of a year ago or before; an item that was
    first bought later has none and is left out. Weighted with the pieces bought in the last
    year (Paasche's index).

    Cups 10.00 → 11.00, 300 pieces; tea 40.00 → 40.00, 50 pieces: 5300/5000 → 0.06.
    """
    year_ago = today - YEAR
    before = _latest([one for one in prices if one.day <= year_ago])
    recent = [one for one in prices if one.day > year_ago and one.item in before]
    now = _latest(recent)
    then_paid = sum(before[one.item] * one.pieces for one in recent)
    now_paid = sum(now[one.item] * one.pieces for one in recent)
    return now_paid / then_paid - 1 if then_paid else None


def _latest(prices: Sequence[Price]) -> Mapping[int, int]:
    return {one.item: one.price for one in sorted(prices, key=lambda one: one.day)}
