"""Made-up items whose demand is known, for the tests of forecasting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np

from models.demand_history import ItemHistory, Matrix

LAST = date(2026, 9, 30)
DAYS = 728
START = LAST - timedelta(DAYS - 1)


def day(number: int) -> date:
    """The day `number` days after the first of two years; `DAYS` is the first one ahead."""
    return START + timedelta(number)


def item(
    key: str,
    pieces: Iterable[float] | Matrix,
    *,
    category: str = "shoes",
    since: int = 0,
    stock_outs: Iterable[int] = (),
    promotions: Iterable[int] = (),
    prices: Mapping[int, float] | None = None,
) -> ItemHistory:
    """An item that sold `pieces` on the last days, for sale since day `since`."""
    sold = [float(one) for one in pieces]
    first = DAYS - len(sold)
    return ItemHistory(
        key=key,
        category=category,
        first_day=day(since or first),
        sold={day(first + n): one for n, one in enumerate(sold) if one},
        stock_outs=frozenset(day(n) for n in stock_outs),
        promotions=frozenset(day(n) for n in promotions),
        prices={day(n): price for n, price in (prices or {}).items()},
    )


def poisson(rate: float | Matrix, seed: int, days: int = DAYS) -> Matrix:
    """Chance purchases at `rate` a day."""
    return np.random.default_rng(seed).poisson(rate, days).astype(np.float64)
