"""A year of daily sales for each SKU.

They are those of the whole shop, over all its channels: the orders that Xiaoer knows are
only a part of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from knowledge.demo.catalogue import Demand, Ware
from knowledge.demo.clock import Clock
from knowledge.demo.ledger import Ledger
from knowledge.records import DailySales

DAYS = 365
#: Days at the end of the year that tell how a SKU sells now.
RECENT = 28

#: The day of the year on which a seasonal product sells most; spring unless said.
_PEAKS = {
    "CUP-04": 200,
    "CUP-06": 205,
    "BED-04": 330,
    "BED-05": 190,
    "BED-06": 340,
    "ELC-06": 350,
    "ELC-07": 205,
    "STA-05": 355,
    "OUT-02": 115,
    "TEA-01": 105,
    "TEA-07": 15,
    "CLO-02": 345,
    "SKN-04": 185,
}
#: Monday to Sunday: more is bought at the weekend.
_WEEK = (0.9, 0.9, 0.95, 0.95, 1.05, 1.15, 1.1)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a SKU has sold lately, pieces a day."""

    mean: float
    deviation: float


def put_sales(ledger: Ledger, wares: Sequence[Ware], clock: Clock, rng: Random) -> dict[int, Pace]:
    """Add the year's sales; returns each SKU's present pace by its id."""
    days = [clock.today - timedelta(days=ago) for ago in range(DAYS, 0, -1)]
    morning_after = {day: clock.at(1 - (clock.today - day).days, 0) for day in days}
    paces = {}
    for ware in wares:
        sold = list(_sold(ware, days, rng))
        for day, quantity in zip(days, sold, strict=True):
            if quantity:
                at = morning_after[day]
                ledger.note(DailySales, at, sku_id=ware.sku.key, day=day, quantity=quantity)
        paces[ware.sku.key] = _pace(sold[-RECENT:])
    return paces


def _pace(sold: Sequence[int]) -> Pace:
    mean = sum(sold) / len(sold)
    return Pace(mean, math.sqrt(sum((n - mean) ** 2 for n in sold) / len(sold)))


def _sold(ware: Ware, days: Sequence[date], rng: Random) -> Iterator[int]:
    draw = _DRAWN[ware.demand](ware, rng)
    return (draw(day) for day in days)


def _usual(ware: Ware, rng: Random) -> float:
    """Pieces a day: cheap things sell more. ¥29 → about 7, ¥199 → about 2.7."""
    return rng.uniform(0.7, 1.3) * 38 / math.sqrt(ware.sku.price_minor / 100)


def _steady(ware: Ware, rng: Random) -> Callable[[date], int]:
    usual = _usual(ware, rng)
    return lambda day: poisson(usual * _WEEK[day.weekday()], rng)


def _seasonal(ware: Ware, rng: Random) -> Callable[[date], int]:
    usual, peak = _usual(ware, rng), _PEAKS.get(ware.product.code, 100)

    def draw(day: date) -> int:
        turn = 2 * math.pi * (day.timetuple().tm_yday - peak) / 365
        return poisson(usual * _WEEK[day.weekday()] * (1 + 0.85 * math.cos(turn)), rng)

    return draw


def _intermittent(ware: Ware, rng: Random) -> Callable[[date], int]:
    often, size = rng.uniform(0.06, 0.16), rng.uniform(0.6, 1.8)
    return lambda day: 1 + poisson(size, rng) if rng.random() < often else 0


_DRAWN = {
    Demand.STEADY: _steady,
    Demand.SEASONAL: _seasonal,
    Demand.INTERMITTENT: _intermittent,
}


def poisson(mean: float, rng: Random) -> int:
    """A Poisson number (Knuth, The Art of Computer Programming, 3.4.1)."""
    floor, product, drawn = math.exp(-mean), rng.random(), 0
    while product > floor:
        product *= rng.random()
        drawn += 1
    return drawn
