"""What a shop knows of an item's past, and the matrix of all items' days.

A day without a sale sold nought, a day before the item was for sale is not part of its history,
and a day without stock tells nothing of demand: it is masked here and filled in from the others
(`models/demand_stockouts.py`), for a shop that has none to sell sells none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from models.errors import HistoryUnusable

#: Pieces, factors or errors, float64; the axes are said where it is used.
Matrix = NDArray[np.float64]
#: Which of them, bool.
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """One item's sales by day, in the shop's zone.

    Args:
        key: how the shop names the item. category: whose demand is like its own.
        first_day: the first day on which it was for sale; a sale before it is an earlier one.
        sold: pieces by day, less returns that count against demand; days left out sold none.
        stock_outs: days on which there was none to sell for most of the day.
        promotions: days on which the item was, or is going to be, promoted.
        prices: from that day on, the price in any one unit, planned ones too; empty: not known.

    Raises:
        HistoryUnusable: pieces below nought or no number, or a price that is not above nought.
    """

    key: str
    category: str
    first_day: date
    sold: Mapping[date, float]
    stock_outs: frozenset[date] = frozenset()
    promotions: frozenset[date] = frozenset()
    prices: Mapping[date, float] = field(default_factory=dict)

    @property
    def first(self) -> date:
        """The first day of its past."""
        return min([self.first_day, *self.sold])

    def __post_init__(self) -> None:
        for day, pieces in self.sold.items():
            if not (math.isfinite(pieces) and pieces >= 0):
                raise HistoryUnusable(self.key, f"sold {pieces} pieces on {day}")
        for day, price in self.prices.items():
            if not (math.isfinite(price) and price > 0):
                raise HistoryUnusable(self.key, f"has the price {price} from {day}")


@dataclass(frozen=True, slots=True)
class Days:
    """All items' days up to `last_day`, and what is known of the `ahead` days after.

    Shapes: `sold`, `known` (n, T); `promoted` (n, T + ahead); `prices` the same, NaN where unknown.
    `known` is False before an item's first day and on its days without stock; `age` (n,) is the
    days since its first day, that day included.
    """

    keys: tuple[str, ...]
    categories: tuple[str, ...]
    last_day: date
    ahead: int
    sold: Matrix
    known: Mask
    promoted: Mask
    prices: Matrix
    age: NDArray[np.int64]

    @property
    def first_day(self) -> date:
        """The day of the matrix's first column."""
        return self.last_day - timedelta(days=self.sold.shape[1] - 1)

    @property
    def since(self) -> Mask:
        """Which past days are since the item's first day, (n, T)."""
        past = self.sold.shape[1]
        since: Mask = np.arange(past) >= (past - self.age)[:, None]
        return since


def laid_out(items: Iterable[ItemHistory], last_day: date, past: int, ahead: int) -> Days:
    """The items' last `past` days as a matrix; older sales are left out, later ones refused.

    Raises:
        HistoryUnusable: an item was sold after `last_day`, which is not over then, or first for
            sale after it, or comes twice.
    """
    given = tuple(items)
    seen: set[str] = set()
    shape = (len(given), past)
    sold, known = np.zeros(shape), np.ones(shape, bool)
    promoted = np.zeros((len(given), past + ahead), bool)
    prices = np.full((len(given), past + ahead), np.nan)
    age = np.zeros(len(given), np.int64)
    start = last_day - timedelta(days=past - 1)
    for row, item in enumerate(given):
        _check(item, last_day, seen)
        first = item.first
        age[row] = (last_day - first).days + 1
        _fill(sold[row], item.sold, start)
        known[row, : max(0, (first - start).days)] = False
        _mark(known[row], item.stock_outs, start, to=False)
        _mark(promoted[row], item.promotions, start, to=True)
        _fill_prices(prices[row], item.prices, start)
    keys, categories = tuple(one.key for one in given), tuple(one.category for one in given)
    return Days(keys, categories, last_day, ahead, sold, known, promoted, prices, age)


def _check(item: ItemHistory, last_day: date, seen: set[str]) -> None:
    if item.key in seen:
        raise HistoryUnusable(item.key, "comes twice")
    if item.first_day > last_day:
        raise HistoryUnusable(item.key, f"is for sale only from {item.first_day} on")
    if late := [day for day in item.sold if day > last_day]:
        raise HistoryUnusable(item.key, f"was sold on {min(late)}, after the last day {last_day}")
    seen.add(item.key)


def _fill(row: Matrix, sold: Mapping[date, float], start: date) -> None:
    for day, pieces in sold.items():
        if (at := (day - start).days) >= 0:
            row[at] = pieces


def _mark(row: Mask, days: Iterable[date], start: date, *, to: bool) -> None:
    at = [(day - start).days for day in days]
    row[[n for n in at if 0 <= n < len(row)]] = to


def _fill_prices(row: Matrix, prices: Mapping[date, float], start: date) -> None:
    for day, price in sorted(prices.items()):
        row[max(0, (day - start).days) :] = price
