"""When to reorder and how much: the (s, S) policy with safety stock for demand and lead time.

Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains (4th ed.),
chapters 6 and 7: demand while an order is on its way has mean `d·L` and standard deviation
`sqrt(L·sd_d² + d²·sd_L²)`; `z` is the standard normal quantile of the service level. Demand
over the lead time is taken as normal, which is rough for items that sell less than about ten
pieces in that time.

The point is rounded down. Pieces are whole, so a position below 25.35 is one of 25 or less,
and ordering at 25 *or below* keeps the service level in full.

Worked: lead 7 d, demand 3±1/d, 95% -> reorder at 25 (7·3 + 1.645·sqrt(7)·1 = 25.35).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist, fmean, stdev

#: How far back sales tell the demand of today, days; today itself is not over and left out.
WINDOW_DAYS = 90
#: An item first sold later than `WINDOW_DAYS` ago is judged by the days since, at least these.
SHORTEST_DAYS = 14
#: So many receipts make an observed lead time; with fewer, `ASSUMED_LEAD` is taken and said.
ENOUGH_RECEIPTS = 3
#: Guards the rounding against the last bits of a float: 24.999999999 is 25.
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Demand:
    """Pieces a day: mean and standard deviation."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Days from request to receipt: mean and standard deviation; `assumed`: not observed."""

    mean: float
    sd: float
    assumed: bool = False


ASSUMED_LEAD = LeadTime(14.0, 4.0, assumed=True)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a supplier sells an item: the smallest quantity and the pieces in a pack."""

    minimum: int = 1
    pack_size: int = 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order worth placing, and what it rests on.

    Args:
        stock: pieces free to sell; negative when more is promised to customers than is there.
        coming: pieces on open purchase orders.
        point: the reorder point, pieces. quantity: pieces to order, whole packs.
    """

    stock: int
    coming: int
    point: int
    quantity: int
    terms: Terms
    demand: Demand
    lead: LeadTime

    @property
    def packs(self) -> int:
        return self.quantity // self.terms.pack_size

    @property
    def days_left(self) -> float:
        """Days until stock and what is coming are sold, at the mean demand."""
        return max(self.stock + self.coming, 0) / self.demand.mean if self.demand.mean else 0.0

    def reason(self, language: str) -> str:
        """One sentence for the buyer, `zh` or `en`.

        `Stock 24, reorder at 31 (about 2.1 a day; delivery takes 12±3 days): order 80,
        4 packs of 20.`
        """
        return _reason_zh(self) if language == "zh" else _reason_en(self)


def demand_per_day(sales: Mapping[date, int], today: date, first_sold: date | None) -> Demand:
    """The demand that sales tell; a day that is not in `sales` sold none.

    Args:
        sales: pieces by day, in the shop's zone.
        first_sold: the first day with a sale ever; None when nothing was sold yet.

    45 pieces over 90 days, one every other day → 0.5±0.5.
    """
    if first_sold is None:
        return Demand(0.0, 0.0)
    days = min(WINDOW_DAYS, max(SHORTEST_DAYS, (today - first_sold).days))
    sold = [pieces for day, pieces in sales.items() if 0 < (today - day).days <= days]
    mean = sum(sold) / days
    none_sold = days - len(sold)
    squares = sum((pieces - mean) ** 2 for pieces in sold) + none_sold * mean**2
    return Demand(mean, math.sqrt(squares / (days - 1)))


def lead_time(observed: Sequence[float]) -> LeadTime:
    """The lead time that receipts show, days each; assumed 14±4 with fewer than three."""
    if len(observed) < ENOUGH_RECEIPTS:
        return ASSUMED_LEAD
    return LeadTime(fmean(observed), stdev(observed))


def reorder_point(demand: Demand, lead: LeadTime, service_level: float) -> int:
    """The position at or below which to order: `lead 7 d, demand 3±1/d, 95%` → 25.

    Raises:
        ValueError: the service level is not between 0 and 1, both excluded.
    """
    if not 0 < service_level < 1:
        raise ValueError(f"A service level lies between 0 and 1, not at {service_level}.")
    z = NormalDist().inv_cdf(service_level)
    spread = math.sqrt(lead.mean * demand.sd**2 + demand.mean**2 * lead.sd**2)
    return max(0, math.floor(demand.mean * lead.mean + z * spread + _EPSILON))


def propose(
    *,
    stock: int,
    coming: int,
    demand: Demand,
    lead: LeadTime,
    terms: Terms,
    service_level: float,
    cover_days: int,
) -> Proposal | None:
    """The order that a position calls for, or None while it stands above the reorder point.

    The order brings the position up to the reorder point (which is the lead time's demand and
    the safety stock) plus `cover_days` of demand, in whole packs, at least the minimum.
    Demand 2/d, point 31, position 24, cover 30 d, packs of 20 → 31 + 60 - 24 = 67 → 80.
    """
    point = reorder_point(demand, lead, service_level)
    position = stock + coming
    lacking = math.ceil(point + demand.mean * cover_days - position - _EPSILON)
    if position > point or lacking <= 0:
        return None
    packs = math.ceil(max(lacking, terms.minimum) / terms.pack_size)
    return Proposal(stock, coming, point, packs * terms.pack_size, terms, demand, lead)


def _rate(mean: float) -> str:
    """2.13 → `2.1`; 0.031 → `0.03`: a slow item does not sell `0.0` a day."""
    return f"{mean:.1f}" if mean >= 0.1 or not mean else f"{mean:.1g}"


def _reason_zh(found: Proposal) -> str:
    days = f"{found.lead.mean:.0f}±{found.lead.sd:.0f}天"
    lead = f"到货需{days}"
    if found.lead.assumed:
        lead = f"收货记录不足{ENOUGH_RECEIPTS}次，到货按{days}估计"
    stock = f"库存{found.stock}" + (f"、在途{found.coming}" if found.coming else "")
    packs = f"，{found.packs}包，每包{found.terms.pack_size}件" if found.terms.pack_size > 1 else ""
    return (
        f"{stock}，补货点{found.point}（日均约{_rate(found.demand.mean)}件；{lead}）："
        f"订{found.quantity}件{packs}。"
    )


def _reason_en(found: Proposal) -> str:
    days = f"{found.lead.mean:.0f}±{found.lead.sd:.0f} days"
    lead = f"delivery takes {days}"
    if found.lead.assumed:
        lead = (
            f"delivery assumed to take {days}, as fewer than {ENOUGH_RECEIPTS} receipts are known"
        )
    stock = f"Stock {found.stock}" + (f" and {found.coming} on order" if found.coming else "")
    noun = "pack" if found.packs == 1 else "packs"
    packs = (
        f", {found.packs} {noun} of {found.terms.pack_size}" if found.terms.pack_size > 1 else ""
    )
    return (
        f"{stock}, reorder at {found.point} (about {_rate(found.demand.mean)} a day; {lead}): "
        f"order {found.quantity}{packs}."
    )
