"""Minimum and maximum tuned for each SKU by looking back at a whole year of it.

For every item hundreds of pairs are lived through with the very demand and the very deliveries of a
year. Then the pair is taken that costs least when an item-year of stock costs `HOLDING_RATE` of its
price, an order line `ORDERING_MINOR`, and a lost piece a factor, the same for all items: the larger
it is, the better the service. Several factors make a frontier of stock and service.

Tuned on the last year it is the best that anybody can type; tuned on the very year that is lived
through, nobody can type it: it knows each dice of the year beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.supply.simulation.min_max import MinMax, Tried, Year, luck_in, try_pairs, wanted_in
from bot.supply.simulation.outcome import HOLDING_RATE, ORDERING_MINOR, Outcome
from bot.supply.simulation.world import World
from bot.supply.simulation.year import live

#: What a lost piece counts, minor units: from careless to anxious.
FACTORS = tuple(float(factor) for factor in np.geomspace(100, 200_000, 18))
#: How many minimums, and maximums for each, are tried.
_LEAST, _MOST = 40, 12


@dataclass(frozen=True, slots=True)
class Tuned:
    """The best rules for one factor, and what they make of the simulated year."""

    factor: float
    buyer: MinMax
    outcome: Outcome


def tuned(world: World, year: Year, factors: Sequence[float] = FACTORS) -> list[Tuned]:
    """The best pairs of a year for each factor, from little stock to much."""
    tried = [
        try_pairs(world, place, *_pairs(world, place, year), year)
        for place in range(len(world.items))
    ]
    found = []
    for factor in factors:
        best = [_best(world, place, one, factor) for place, one in enumerate(tried)]
        buyer = MinMax(
            f"min/max, tuned on {year.value} year",
            tuple(int(one.least[at]) for one, at in zip(tried, best, strict=True)),
            tuple(int(one.most[at]) for one, at in zip(tried, best, strict=True)),
        )
        found.append(Tuned(factor, buyer, live(world, buyer)))
    return found


def _pairs(world: World, place: int, year: Year) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Minimums up to the most that was wanted within the longest lead time; maximums from one
    piece to a quarter's demand above."""
    item, wanted = world.items[place], wanted_in(world, year)[place]
    longest = int(luck_in(world, year, item.supplier).lead.max()) + 1
    within = np.convolve(wanted, np.ones(longest, dtype=np.int64)).max()
    least = np.unique(np.rint(np.linspace(0, within, _LEAST)).astype(np.int64))
    whole = max(int(wanted.sum()), 1)
    above = np.unique(np.ceil(np.geomspace(1, max(whole / 4, 2), _MOST)).astype(np.int64))
    low, more = (one.ravel() for one in np.meshgrid(least, above, indexing="ij"))
    return low, low + more


def _best(world: World, place: int, tried: Tried, factor: float) -> int:
    cost = (
        HOLDING_RATE * tried.stock * world.items[place].cost_minor
        + ORDERING_MINOR * tried.orders
        + factor * tried.lost
    )
    return int(cost.argmin())
