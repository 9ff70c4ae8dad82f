"""The demand that past sales tell, where no forecast is stored."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: How far back sales tell the demand of today, days; today itself is not over and left out.
WINDOW_DAYS = 90
#: An item first sold later than `WINDOW_DAYS` ago is judged by the days since, at least these.
SHORTEST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Demand:
    """Pieces a day: mean and standard deviation."""

    mean: float
    sd: float


def demand_per_day(sales: Mapping[date, int], today: date, first_sold: date | None) -> Demand:
    """The demand that sales tell; a day that is not in `sales` sold none.

    Args:
        sales: pieces by day, in the shop's zone.
        first_sold: the first day with a sale ever; None when nothing was sold yet.

    45 pieces over 90 days, one every other day → 0.5±0.5.
    """
    if first_sold is None:
        return Demand(0.0, 0.0)
    days = min(WINDOW_DAYS, max(SHORTEST_DAYS, (today - first_sold).days))
    sold = [pieces for day, pieces in sales.items() if 0 < (today - day).days <= days]
    mean = sum(sold) / days
    none_sold = days - len(sold)
    squares = sum((pieces - mean) ** 2 for pieces in sold) + none_sold * mean**2
    return Demand(mean, math.sqrt(squares / (days - 1)))
