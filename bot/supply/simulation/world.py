"""What happens to a simulated shop, whatever it buys: the same seed gives the same world.

Two years lie behind the simulated one; they are what a buyer has to learn from. An item's demand
of a day is drawn around a mean made of its level, the weekday, its season, a slow change of level,
the great sales days and its own promotions; the last two are known beforehand. The numbers are
assumptions, set to look like the shops in `knowledge/demo`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.supply.simulation.price_taking import Taken, taken
from bot.supply.simulation.suppliers import (
    KINDS,
    Deliveries,
    SupplierKind,
    Tempers,
    deliveries,
    tempers,
)

#: Days that lie behind, and days that are lived through.
PAST_DAYS, YEAR_DAYS = 730, 365
#: Orders to each supplier whose receipts a buyer has seen before the year begins.
PAST_RECEIPTS = 12
FIRST_DAY = date(2024, 1, 1)

_WEEK = np.array([0.9, 0.9, 0.95, 0.95, 1.05, 1.15, 1.1])
#: The great sales days of the platforms, by month and day, and how much more is bought.
_GREAT_DAYS = {(6, 18): 2.5, (11, 11): 3.0}
_PROMOTION_DAYS, _PROMOTION_LIFT = 7, 2.0


class Selling(StrEnum):
    """How an item sells."""

    STEADY = "steady"
    SEASONAL = "seasonal"
    CHANGING = "changing"
    """Its level moves over the months."""
    INTERMITTENT = "intermittent"


_SHARES = {
    Selling.STEADY: 0.35,
    Selling.SEASONAL: 0.25,
    Selling.CHANGING: 0.2,
    Selling.INTERMITTENT: 0.2,
}


@dataclass(frozen=True, slots=True)
class Item:
    """What the shop sells. Money in minor units; `supplier` is its place in the world's list."""

    code: str
    selling: Selling
    supplier: int
    price_minor: int
    cost_minor: int
    pack_size: int
    minimum: int


@dataclass(frozen=True, slots=True)
class World:
    """A shop's luck.

    Args:
        first_day: the first of the days that lie behind.
        demand: pieces that customers want, (items, past + year).
        promoted: the promotions that the shop has planned, the same shape.
        languages: each supplier's, `zh` or `en`.
        deliveries, tempers: by supplier, for an order of each day of the year.
        taken: by supplier, what becomes of an order of each day of the year when its price is
            agreed to as it is asked.
        past_taken, past_deliveries, past_tempers: the same of the year before.
    """

    items: tuple[Item, ...]
    suppliers: tuple[SupplierKind, ...]
    first_day: date
    demand: NDArray[np.int64]
    promoted: NDArray[np.bool_]
    languages: tuple[str, ...]
    deliveries: tuple[Deliveries, ...]
    tempers: tuple[Tempers, ...]
    taken: tuple[Taken, ...]
    past_taken: tuple[Taken, ...]
    past_deliveries: tuple[Deliveries, ...]
    past_tempers: tuple[Tempers, ...]

    def day(self, place: int) -> date:
        """The date of a column of `demand`."""
        return self.first_day + timedelta(days=place)

    @property
    def past_orders(self) -> tuple[int, ...]:
        """Days of the year before, spread over it: what was ordered then has been received."""
        return tuple(np.linspace(0, YEAR_DAYS - 1, PAST_RECEIPTS).astype(int).tolist())

    @property
    def past_leads(self) -> tuple[tuple[float, ...], ...]:
        """By supplier, the days of those receipts for who agreed to the prices that were asked."""
        return tuple(
            tuple(float(past.lead[day]) for day in self.past_orders if past.share[day] > 0)
            for past in self.past_taken
        )

    @property
    def year(self) -> NDArray[np.int64]:
        """The demand of the simulated year, (items, 365)."""
        return self.demand[:, PAST_DAYS:]


def draw_world(seed: int, items: int = 40) -> World:
    """A world with so many items, bought from a supplier of each kind.

    Raises:
        ValueError: there is no item.
    """
    if items < 1:
        raise ValueError(f"A shop sells at least one item, not {items}.")
    rng = np.random.default_rng(seed)
    drawn = tuple(_item(number, rng) for number in range(items))
    promoted = np.stack([_promotions(rng) for _ in drawn])
    demand = np.stack([_demand(item, promoted[row], rng) for row, item in enumerate(drawn)])
    now, before = ([_luck(kind, rng) for kind in KINDS] for _ in range(2))
    return World(
        drawn,
        KINDS,
        FIRST_DAY,
        demand,
        promoted,
        tuple(str(rng.choice(["zh", "en"])) for _ in KINDS),
        tuple(luck for luck, _, _ in now),
        tuple(temper for _, temper, _ in now),
        tuple(taken for _, _, taken in now),
        tuple(taken for _, _, taken in before),
        tuple(luck for luck, _, _ in before),
        tuple(temper for _, temper, _ in before),
    )


def _luck(kind: SupplierKind, rng: np.random.Generator) -> tuple[Deliveries, Tempers, Taken]:
    """A year of a supplier's luck, and what would come of taking its prices."""
    luck, temper = deliveries(kind, YEAR_DAYS, rng), tempers(kind, YEAR_DAYS, rng)
    return luck, temper, taken(kind, luck, temper)


def _item(number: int, rng: np.random.Generator) -> Item:
    selling = rng.choice(list(_SHARES), p=list(_SHARES.values()))
    cost = int(rng.integers(8, 160)) * 100
    pack = int(rng.choice([1, 1, 6, 10, 12, 20]))
    return Item(
        code=f"SIM-{number:03}",
        selling=Selling(str(selling)),
        supplier=number % len(KINDS),
        price_minor=int(cost * rng.uniform(1.5, 2.6)),
        cost_minor=cost,
        pack_size=pack,
        minimum=pack * int(rng.choice([1, 2])),
    )


def _promotions(rng: np.random.Generator) -> NDArray[np.bool_]:
    """Two weeks a year, at any time."""
    days = np.zeros(PAST_DAYS + YEAR_DAYS, dtype=bool)
    for year in range(3):
        for start in rng.integers(0, 365 - _PROMOTION_DAYS, 2):
            days[365 * year + start : 365 * year + start + _PROMOTION_DAYS] = True
    return days


def _demand(item: Item, promoted: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.int64]:
    days = [FIRST_DAY + timedelta(days=place) for place in range(len(promoted))]
    usual = np.array([_WEEK[day.weekday()] for day in days])
    usual *= np.array([_GREAT_DAYS.get((day.month, day.day), 1.0) for day in days])
    usual *= np.where(promoted, _PROMOTION_LIFT, 1.0)
    level = rng.uniform(0.7, 1.3) * 38 / np.sqrt(item.price_minor / 100)
    if item.selling is Selling.INTERMITTENT:
        sells = rng.random(len(days)) < rng.uniform(0.06, 0.16) * usual
        return np.where(sells, 1 + rng.poisson(rng.uniform(0.6, 1.8), len(days)), 0)
    mean = level * usual * _course(item.selling, days, rng)
    # A little more uneven than by chance alone: some days are simply better.
    pieces: NDArray[np.int64] = rng.poisson(mean * rng.gamma(8.0, 1 / 8.0, len(days)))
    return pieces


def _course(selling: Selling, days: list[date], rng: np.random.Generator) -> NDArray[np.float64]:
    """The level over the days, around 1."""
    turn = np.array([day.timetuple().tm_yday for day in days]) * (2 * np.pi / 365)
    if selling is Selling.SEASONAL:
        course: NDArray[np.float64] = 1 + rng.uniform(0.5, 0.85) * np.cos(
            turn - rng.uniform(0, 2 * np.pi)
        )
        return course
    if selling is Selling.CHANGING:
        steps = rng.normal(0.0, 0.09, len(days) // 30 + 1)
        return np.exp(np.cumsum(steps).repeat(30)[: len(days)])
    return np.ones(len(days))
