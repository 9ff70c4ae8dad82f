"""What a supplier's offer costs in all, and which of several is the best.

The price is not all: goods that come late or now here, now there need more safety stock, and
what runs out in spite of it is lost. By Silver, Pyke & Thomas, Inventory and Production
Management in Supply Chains (4th ed.), chapter 6, with the error of the demand over the lead
time `sd = sqrt(L·sd_d² + d²·sd_L²)` and the service level's normal quantile `z`:

    safety stock              z·sd pieces, held all year
    pieces that run out       sd·G(z) an order, G(z) = φ(z) - z·(1 - Φ(z))
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from bot.rules.reorder import Demand, LeadTime

#: What a piece on the shelf costs in a year, as a share of its price: money, room and decay.
#: Textbooks give 0.2 to 0.3 (Silver, Pyke & Thomas, section 3.3).
HOLDING_A_YEAR = 0.25
_DAYS = 365
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Break:
    """From so many pieces on, every piece of the order costs this, minor units."""

    from_quantity: int
    unit_price: int


def price_at(unit_price: int, breaks: Sequence[Break], quantity: int) -> int:
    """The price of a piece: 12.00, from 500 on 11.80 → 1200 for 499 pieces, 1180 for 500."""
    reached = [one for one in breaks if one.from_quantity <= quantity]
    return max(reached, key=lambda one: one.from_quantity).unit_price if reached else unit_price


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer as it is judged.

    Args:
        key: the offer's id. unit_price: of the quantity that would be ordered, minor units.
        quantity: pieces that would be ordered. fill: the share of ordered pieces that comes.
    """

    key: int
    unit_price: int
    quantity: int
    lead: LeadTime
    fill: float = 1.0


@dataclass(frozen=True, slots=True)
class PieceCost:
    """What a piece costs, minor units: its price, what is lost by lateness, what is held."""

    price: float
    lateness: float
    holding: float

    @property
    def total(self) -> float:
        return self.price + self.lateness + self.holding


def piece_cost(offer: Candidate, demand: Demand, sells_for: int, service_level: float) -> PieceCost:
    """The cost of a piece of an offer.

    Args:
        sells_for: the item's price in the shop, minor units.

    3±1 a day, sold at 100.00, 95 %: at 50.00 in 7±1 d, 90 pieces an order → 4.00 pieces of
    error, 6.58 held and 0.0836 lost an order: 50.00 + 0.0836·50.00/90 + 6.58·0.25·50.00/1095 =
    50.00 + 0.05 + 0.08 = 50.12. At 49.90 in 14±7 d, 21.33 pieces of error: 49.90 + 0.25 + 0.40
    = 50.55: the cheaper one is the dearer.
    """
    sd = math.sqrt(offer.lead.mean * demand.sd**2 + demand.mean**2 * offer.lead.sd**2)
    z = _NORMAL.inv_cdf(service_level)
    lost = sd * (_NORMAL.pdf(z) - z * (1 - service_level))
    margin = max(sells_for - offer.unit_price, 0)
    comes = max(offer.quantity * offer.fill, 1.0)
    a_year = demand.mean * _DAYS
    held = z * sd * HOLDING_A_YEAR * offer.unit_price / a_year if a_year else 0.0
    return PieceCost(offer.unit_price, lost * margin / comes if a_year else 0.0, held)


def choose_offer(
    offers: Sequence[Candidate], demand: Demand, sells_for: int, service_level: float
) -> Candidate:
    """The offer whose pieces cost least in all; of equal ones the one known longest.

    See `piece_cost`. An item that does not sell is bought where its price is lowest.

    Raises:
        ValueError: there is no offer.
    """
    return min(
        offers,
        key=lambda offer: (piece_cost(offer, demand, sells_for, service_level).total, offer.key),
    )
