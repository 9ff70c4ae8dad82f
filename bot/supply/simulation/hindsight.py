"""Minimum and maximum tuned for each SKU with the year already known.

Nobody can type these before the year. For every item hundreds of pairs are lived through with the
very demand and the very deliveries of the year. Then the pair is taken that costs least when an
item-year of stock costs `HOLDING_RATE` of its price, an order line `ORDERING_MINOR`, and a lost
piece so many times its margin; the larger that factor, the better the service. One factor holds
for all items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.supply.simulation.min_max import MinMax, Tried, try_pairs
from bot.supply.simulation.world import World
from bot.supply.simulation.year import Outcome, live

HOLDING_RATE = 0.2
ORDERING_MINOR = 2_000
#: What a lost piece counts, in margins: from careless to anxious.
FACTORS = tuple(float(factor) for factor in np.geomspace(0.02, 8.0, 14))
#: Minimums that are tried, as shares of the largest demand within a lead time.
_LEAST, _MOST = 40, 12


@dataclass(frozen=True, slots=True)
class Tuned:
    """The best rules for one factor, and the year that they make."""

    factor: float
    buyer: MinMax
    outcome: Outcome


def tuned(world: World, factors: Sequence[float] = FACTORS) -> list[Tuned]:
    """The best pairs for each factor, from little stock to much."""
    tried = [try_pairs(world, place, *_pairs(world, place)) for place in range(len(world.items))]
    found = []
    for factor in factors:
        best = [_best(world, place, one, factor) for place, one in enumerate(tried)]
        buyer = MinMax(
            f"min/max, hindsight ({factor:.2f} margins a lost piece)",
            tuple(int(one.least[at]) for one, at in zip(tried, best, strict=True)),
            tuple(int(one.most[at]) for one, at in zip(tried, best, strict=True)),
        )
        found.append(Tuned(factor, buyer, live(world, buyer)))
    return found


def _pairs(world: World, place: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Minimums up to the most that was wanted within the longest lead time; maximums from one
    piece to a quarter's demand above."""
    item, wanted = world.items[place], world.year[place]
    longest = int(world.deliveries[item.supplier].lead.max()) + 1
    within = np.convolve(wanted, np.ones(longest, dtype=np.int64)).max()
    least = np.unique(np.rint(np.linspace(0, within, _LEAST)).astype(np.int64))
    year = max(int(wanted.sum()), 1)
    above = np.unique(np.ceil(np.geomspace(1, max(year / 4, 2), _MOST)).astype(np.int64))
    low, more = (one.ravel() for one in np.meshgrid(least, above, indexing="ij"))
    return low, low + more


def _best(world: World, place: int, tried: Tried, factor: float) -> int:
    item = world.items[place]
    lost = int(world.year[place].sum()) - tried.sold
    cost = (
        HOLDING_RATE * tried.stock * item.cost_minor
        + ORDERING_MINOR * tried.orders
        + factor * lost * (item.price_minor - item.cost_minor)
    )
    return int(cost.argmin())
