"""Which supplier an item is bought from: the offer whose pieces cost least in all.

An item that one supplier alone sells needs no choice, and its records are not read for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.offers import Candidate, choose_offer
from bot.rules.policy import Policy
from bot.rules.reorder import Demand, LeadTime, lead_time
from bot.supply.levels import ServiceLevels
from bot.supply.outlooks import recent_demands
from bot.supply.scorecards import fill_rates
from bot.supply.terms import piece_price, whole_packs
from knowledge.queries import supply
from knowledge.queries.supply import Offered, Stocked
from knowledge.queries.supply_orders import breaks_of
from knowledge.queries.supply_scorecards import offers_of
from knowledge.records import PriceBreak
from knowledge.store import Unit

#: How far back receipts tell a supplier's lead time.
RECEIPTS_SINCE = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the choice rests on, by supplier, offer and SKU id."""

    leads: Mapping[int, LeadTime]
    fills: Mapping[int, float]
    breaks: Mapping[int, Sequence[PriceBreak]]
    demands: Mapping[int, Demand]


async def best_offers(
    unit: Unit, items: Sequence[Stocked], policy: Policy, levels: ServiceLevels, now: datetime
) -> dict[int, Offered]:
    """The offer to order each item by, of those that have one, by SKU id.

    Args:
        now: the present in the shop's zone.
    """
    offers = await offers_of(unit, [item.sku.key for item in items])
    best = {sku_id: known[0] for sku_id, known in offers.items()}
    torn = {sku_id: known for sku_id, known in offers.items() if len(known) > 1}
    if torn:
        known = await _known(unit, torn, now)
        for item in items:
            if item.sku.key in torn:
                best[item.sku.key] = _chosen(item, torn[item.sku.key], known, policy, levels)
    return best


async def _known(unit: Unit, offers: Mapping[int, Sequence[Offered]], now: datetime) -> _Known:
    every = [offered for known in offers.values() for offered in known]
    suppliers = {offered.supplier.key for offered in every}
    days = await supply.lead_days(unit, suppliers, now - RECEIPTS_SINCE)
    return _Known(
        leads={key: lead_time(days.get(key, [])) for key in suppliers},
        fills=await fill_rates(unit, suppliers, now),
        breaks=await breaks_of(unit, [offered.offer.key for offered in every]),
        demands=await recent_demands(unit, list(offers), now.date()),
    )


def _chosen(
    item: Stocked,
    offers: Sequence[Offered],
    known: _Known,
    policy: Policy,
    levels: ServiceLevels,
) -> Offered:
    demand = known.demands[item.sku.key]
    same = offers[0].offer.currency == item.sku.currency
    candidates = [
        _candidate(offered, known, demand.mean * policy.stock.cover_days) for offered in offers
    ]
    # In another currency the shop's own price says nothing of what a lost sale costs.
    sells_for = item.sku.price_minor if same else 0
    chosen = choose_offer(candidates, demand, sells_for, levels.of(item.sku.key))
    return next(offered for offered in offers if offered.offer.key == chosen.key)


def _candidate(offered: Offered, known: _Known, pieces: float) -> Candidate:
    """The offer at the quantity that would be ordered by it, whole packs."""
    offer = offered.offer
    quantity = whole_packs(offer, pieces)
    price = piece_price(offer, known.breaks.get(offer.key, ()), quantity)
    supplier = offered.supplier.key
    return Candidate(offer.key, price, quantity, known.leads[supplier], known.fills[supplier])
