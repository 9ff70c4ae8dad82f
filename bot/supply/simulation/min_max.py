"""Minimum and maximum a SKU, as they are typed into Odoo's and ERPNext's reordering rules.

When what is there and under way falls to the minimum or below, it is filled up to the maximum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from bot.supply.simulation.policy import Morning, Purchase
from bot.supply.simulation.price_taking import Taken
from bot.supply.simulation.world import PAST_DAYS, YEAR_DAYS, World
from bot.supply.simulation.year import opening_stock


@dataclass(frozen=True, slots=True)
class MinMax:
    """Such rules, an entry an item; whatever price is asked is agreed to."""

    name: str
    least: tuple[int, ...]
    most: tuple[int, ...]

    @property
    def talker(self) -> None:
        return None

    def buy(self, morning: Morning) -> Sequence[Purchase]:
        position = morning.stock + morning.coming
        low = np.flatnonzero(position <= np.array(self.least))
        return [Purchase(int(item), max(self.most[item] - int(position[item]), 1)) for item in low]


def typed_last_year(world: World, service_level: float = 0.95, cover_days: int = 30) -> MinMax:
    """What a careful user types before the year: last year's mean and spread of demand.

    The minimum is the demand over the mean lead time with safety stock for the service level,
    as in Silver, Pyke & Thomas (4th ed.), 6.7; the maximum a month's demand more.
    """
    last = world.demand[:, PAST_DAYS - YEAR_DAYS : PAST_DAYS]
    z = NormalDist().inv_cdf(service_level)
    least, most = [], []
    for item, sold in zip(world.items, last, strict=True):
        leads = np.array(world.past_leads[item.supplier])
        spread = np.sqrt(leads.mean() * sold.var() + sold.mean() ** 2 * leads.var())
        low = int(np.ceil(sold.mean() * leads.mean() + z * spread))
        least.append(low)
        most.append(low + int(np.ceil(sold.mean() * cover_days)))
    return MinMax("min/max typed from last year", tuple(least), tuple(most))


class Year(Enum):
    """Which year rules are tried on."""

    LAST = "last"
    """The one that lies behind: what a user can know."""
    THIS = "this"
    """The one that is lived through: what nobody can know."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What each pair of one item's candidates would have come to, (pairs,) each; `lost` pieces."""

    least: NDArray[np.int64]
    most: NDArray[np.int64]
    sold: NDArray[np.int64]
    lost: NDArray[np.int64]
    stock: NDArray[np.float64]
    orders: NDArray[np.int64]


def wanted_in(world: World, year: Year) -> NDArray[np.int64]:
    """The demand of a year, (items, 365)."""
    begins = PAST_DAYS if year is Year.THIS else PAST_DAYS - YEAR_DAYS
    return world.demand[:, begins : begins + YEAR_DAYS]


def luck_in(world: World, year: Year, supplier: int) -> Taken:
    """What became of a supplier's orders in a year."""
    return (world.taken if year is Year.THIS else world.past_taken)[supplier]


def try_pairs(
    world: World,
    place: int,
    least: NDArray[np.int64],
    most: NDArray[np.int64],
    year: Year = Year.THIS,
) -> Tried:
    """Live through a year once for every pair of one item, all at once; as `year.live` does."""
    item = world.items[place]
    luck, demand = luck_in(world, year, item.supplier), wanted_in(world, year)[place]
    begins = PAST_DAYS if year is Year.THIS else PAST_DAYS - YEAR_DAYS
    shelf = np.full(len(least), opening_stock(world, begins)[place])
    coming, sold, orders = np.zeros((3, len(least)), dtype=np.int64)
    stock = np.zeros(len(least))
    arriving = np.zeros((2, YEAR_DAYS + int(luck.lead.max()) + 1, len(least)), dtype=np.int64)
    for day in range(YEAR_DAYS):
        coming -= arriving[0, day]
        shelf += arriving[1, day]
        position = shelf + coming
        low = position <= least
        lacking = np.maximum(np.maximum(most - position, 1), item.minimum)
        quantity = np.where(low, -(-lacking // item.pack_size) * item.pack_size, 0)
        arriving[0, day + luck.lead[day]] += quantity
        arriving[1, day + luck.lead[day]] += np.floor(quantity * luck.share[day]).astype(np.int64)
        coming += quantity
        orders += low
        gone = np.minimum(demand[day], shelf)
        shelf -= gone
        sold += gone
        stock += shelf
    return Tried(least, most, sold, int(demand.sum()) - sold, stock / YEAR_DAYS, orders)
