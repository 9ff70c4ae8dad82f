"""How a supplier sells an item, what ordering and holding cost, and what an item earns."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """From so many pieces on, all of them cost this much each, minor units."""

    quantity: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class Terms:
    """How a supplier sells an item: the smallest quantity, the pieces in a pack, the prices.

    Args:
        price_minor: a piece's price below the first break; None when it is not known, and then
            no quantity is judged by its cost.
        breaks: lower prices for larger orders, of all pieces (all-units discounts).
        shelf_life_days: how long it can be sold after it is received; None for always.
    """

    minimum: int = 1
    pack_size: int = 1
    price_minor: int | None = None
    breaks: tuple[PriceBreak, ...] = ()
    shelf_life_days: int | None = None

    def packed(self, pieces: float) -> int:
        """At least so many pieces, in whole packs, no fewer than the minimum: 67 in 20s → 80."""
        # Guards the rounding against the last bits of a float: 60.0000000001 is 60.
        wanted = max(math.ceil(pieces - 1e-9), self.minimum, 1)
        return math.ceil(wanted / self.pack_size) * self.pack_size

    def price_at(self, quantity: int) -> int | None:
        """A piece's price in an order of so many, minor units."""
        reached = [each.price_minor for each in self.breaks if each.quantity <= quantity]
        if self.price_minor is None:
            return min(reached, default=None)
        return min([self.price_minor, *reached])


@dataclass(frozen=True, slots=True)
class Costs:
    """What an order and a shelf cost the shop.

    Args:
        ordering_minor: an order line, whatever its quantity, minor units.
        holding_rate: a year of holding, as a share of the goods' price.
        most_days: no order is made larger than so many days of demand to save on these.
    """

    ordering_minor: int = 0
    holding_rate: float = 0.2
    most_days: int = 180


@dataclass(frozen=True, slots=True)
class Worth:
    """What a lost sale costs: the margin of a piece, or its price where the cost is unknown.

    `Worth.of(12900, 5000)` → 7900 of margin; `Worth.of(12900, None)` → 12900 of sales.
    """

    minor: int
    currency: str = "CNY"
    is_margin: bool = True

    @classmethod
    def of(cls, price_minor: int, cost_minor: int | None, currency: str = "CNY") -> Worth:
        if cost_minor is None:
            return cls(price_minor, currency, is_margin=False)
        return cls(max(price_minor - cost_minor, 0), currency)
