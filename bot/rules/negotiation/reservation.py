"""What a deal is worth to us, in money, and where we rather walk away. Hidden from suppliers.

The gain of terms is what we save against not dealing: each wanted piece is worth what it costs
elsewhere, a day late costs the margin of the sales that are lost on it, a day early and a piece
too many cost the money bound in stock. Below a gain of 0 we walk away: the reservation value as in
Raiffa, The Art and Science of Negotiation (1982); carrying cost as a rate a year on the stock's
value as in Silver, Pyke & Thomas (4th ed.), section 3.6.

Worked: 100 pieces worth 1000 each, at 900, two days late at 1500 a day → gain 10000 - 3000 = 7000.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.negotiation.terms import Terms

_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Stake:
    """What one item means to us.

    Args:
        wanted: pieces that the restock proposal asks for.
        elsewhere_minor: the price of a piece from the next best supplier, or, without one, the
            price at which the item is no longer worth selling.
        sold_a_day: expected pieces a day, which tells how long an extra piece lies.
        hoped_minor: the price that we open with.
    """

    item: str
    wanted: int
    elsewhere_minor: int
    sold_a_day: float
    hoped_minor: int


@dataclass(frozen=True, slots=True)
class Reservation:
    """The hidden value, in money and days.

    Args:
        late_day_minor: what each day after `needed_by` costs; `early_day_minor` each before.
        carrying: share of the stock's value that a year in stock costs.
        last_day: the day after which even the hoped price would not pay for the lateness; None:
            lateness costs nothing.
    """

    stakes: tuple[Stake, ...]
    needed_by: date
    late_day_minor: int
    early_day_minor: int
    carrying: float
    last_day: date | None

    @property
    def secret_prices(self) -> frozenset[int]:
        """The amounts that no text may show: each piece's worth, and the order's."""
        total = sum(one.wanted * one.elsewhere_minor for one in self.stakes)
        return frozenset({total, *(one.elsewhere_minor for one in self.stakes)})

    def gain(self, terms: Terms) -> int:
        """What we save by these terms against walking away, minor units; negative: walk away.

        Raises:
            ValueError: the lines are not the items at stake.
        """
        bought = sum(
            _worth(stake, line.quantity, self.carrying)
            for stake, line in zip(self.stakes, terms.lines, strict=True)
        )
        return bought - terms.total_minor - self.time_cost(terms.delivery)

    def time_cost(self, delivery: date) -> int:
        """What the day of delivery costs us: two days late at 1500 → 3000."""
        late = (delivery - self.needed_by).days
        return late * self.late_day_minor if late >= 0 else -late * self.early_day_minor

    def allows(self, terms: Terms) -> bool:
        """Whether terms are no worse than walking away, and no piece is dearer than its worth."""
        dear = any(
            line.unit_price_minor > stake.elsewhere_minor
            for stake, line in zip(self.stakes, terms.lines, strict=True)
        )
        return not dear and self.gain(terms) >= 0


def _worth(stake: Stake, quantity: int, carrying: float) -> int:
    """What so many pieces are worth.

    An extra piece saves buying it the next time, for what we hope to pay; the n-th one lies
    n / sold_a_day days until then.
    """
    extra = max(0, quantity - stake.wanted)
    lying_days = extra**2 / (2 * max(stake.sold_a_day, 0.01))
    cost = stake.hoped_minor * carrying / _DAYS_A_YEAR * lying_days
    needed = (quantity - extra) * stake.elsewhere_minor
    return needed + extra * stake.hoped_minor - math.ceil(cost)


def reserve(
    stakes: Sequence[Stake],
    needed_by: date,
    *,
    lost_margin_a_day_minor: int,
    carrying: float = 0.25,
) -> Reservation:
    """The reservation value from plain figures.

    Args:
        lost_margin_a_day_minor: expected margin of the sales lost on each day without the goods.
        carrying: cost of a year in stock as a share of its value; a quarter is the usual textbook
            figure (Silver, Pyke & Thomas).

    100 pieces worth 1000, hoped for at 800, 1500 a day late → last day 13 days after the need.
    """
    value = sum(one.wanted * one.elsewhere_minor for one in stakes)
    hoped = sum(one.wanted * (one.elsewhere_minor - one.hoped_minor) for one in stakes)
    early = round(value * carrying / _DAYS_A_YEAR)
    last = None
    if lost_margin_a_day_minor > 0:
        days = max(0, hoped) // lost_margin_a_day_minor
        last = needed_by + timedelta(days=min(days, 3_650))
    return Reservation(tuple(stakes), needed_by, lost_margin_a_day_minor, early, carrying, last)
