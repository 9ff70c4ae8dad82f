"""Demand as it would be on ordinary days: known effects out, days without stock filled in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.demand_events import event_factors
from models.demand_history import Days, Matrix
from models.demand_levels import filled, ordinary_days, weekday_shares
from models.demand_prices import elasticities, price_factors


@dataclass(frozen=True, slots=True)
class Ordinary:
    """All items' ordinary demand and what real days differ from it by.

    Shapes: `values` (n, T) pieces, NaN before the item's first day; `factors` (n, T + ahead), real
    pieces are values times factors; `shares` (n, 7) how a week falls on its days.
    """

    values: Matrix
    factors: Matrix
    shares: Matrix

    def weeks(self) -> Matrix:
        """(n, T / 7) pieces a week, NaN for one that is not wholly since the first day."""
        sums: Matrix = self.values.reshape(*_weekly(self.values)).sum(2)
        return sums

    def by_day(self, weeks: Matrix) -> Matrix:
        """Ordinary days from weeks (n, …, w), (n, …, 7 w)."""
        shares = self.shares.reshape(len(weeks), *[1] * (weeks.ndim - 1), 7)
        return (weeks[..., None] * shares).reshape(*weeks.shape[:-1], weeks.shape[-1] * 7)

    def rows(self, some: NDArray[np.int64]) -> Ordinary:
        """The same of some items."""
        return Ordinary(self.values[some], self.factors[some], self.shares[some])


def ordinary_demand(days: Days, groups: NDArray[np.int64]) -> Ordinary:
    """What is learned of prices, events and weekdays, and the demand without the first two.

    `groups` (n,) numbers the items' categories.
    """
    past = days.sold.shape[1]
    factors = _prices(days, groups)
    factors *= event_factors(days, days.sold / factors[:, :past], groups)
    plain = days.sold / factors[:, :past]
    shares = weekday_shares(plain, days.known, groups)
    level = ordinary_days(plain, days.known, shares)
    return Ordinary(filled(plain, days.known, days.since, level), factors, shares)


def _prices(days: Days, groups: NDArray[np.int64]) -> Matrix:
    """The prices' factors of each day; elasticities come from weeks, since days are few pieces."""
    if np.isnan(days.prices).all():
        return np.ones(days.prices.shape)
    past = days.sold.shape[1]
    sold = np.where(days.known, days.sold, np.nan).reshape(*_weekly(days.sold)).sum(2)
    prices = days.prices[:, :past].reshape(*_weekly(days.sold)).mean(2)
    return price_factors(days.prices, elasticities(sold, prices, groups))


def _weekly(days: Matrix) -> tuple[int, int, int]:
    """The shape of days (n, T) by weeks; a shop without items has one too."""
    return len(days), days.shape[1] // 7, 7
