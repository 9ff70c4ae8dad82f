"""What the records say about items, and what the reorder rule makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.rules.policy import Policy
from bot.rules.reorder import (
    ASSUMED_LEAD,
    LeadTime,
    Outlook,
    Proposal,
    lead_time,
    propose,
    reorder_point,
)
from bot.rules.reorder.coming import Arrival, Expected, arrivals
from bot.supply import terms
from bot.supply.levels import ServiceLevels, service_levels
from bot.supply.offers import RECEIPTS_SINCE, best_offers
from bot.supply.outlooks import outlooks_of
from knowledge.queries import supply
from knowledge.queries.supply import Offered, OnOrder, Stocked
from knowledge.queries.supply_orders import breaks_of
from knowledge.records import PriceBreak, PurchaseOrderStatus, StockLevel
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A page of items, by SKU id; lead times by supplier id, price breaks by offer id.

    Args:
        now: the present in the shop's zone.
    """

    now: datetime
    policy: Policy
    levels: ServiceLevels
    offers: dict[int, Offered]
    orders: dict[int, list[OnOrder]]
    outlooks: dict[int, Outlook]
    leads: dict[int, LeadTime]
    breaks: dict[int, list[PriceBreak]]

    @property
    def today(self) -> date:
        return self.now.date()

    def ordered_today(self, sku_id: int) -> bool:
        """What was ordered today is judged again tomorrow: a run that is repeated adds nothing to
        an order that a budget or a container has cut."""
        midnight = midnight_of(self.now)
        return any(one.requested_at >= midnight for one in self.orders.get(sku_id, ()))

    def point(self, sku_id: int) -> int:
        """The item's reorder point."""
        return reorder_point(self.outlooks[sku_id], self._lead(sku_id), self.levels.of(sku_id))

    def proposal(
        self,
        item: Stocked,
        level: StockLevel,
        *,
        early: bool = False,
        on_order: Sequence[Arrival] | None = None,
    ) -> Proposal | None:
        """What the rule proposes for an item; None where it needs nothing.

        Args:
            early: also while it is above its point.
            on_order: what is on its way, if it is not to be what the records say.
        """
        key, offered = level.sku_id, self.offers.get(level.sku_id)
        offer = offered.offer if offered is not None else None
        breaks = self.breaks.get(offer.key, ()) if offer is not None else ()
        return propose(
            # Not `available`, which stops at none: what is promised beyond the shelf is bought too.
            stock=level.on_hand - level.reserved,
            coming=0,
            outlook=self.outlooks[key],
            lead=self._lead(key),
            terms=terms.item_terms(item.sku, offer, breaks),
            service_level=self.levels.of(key),
            cover_days=self.policy.stock.cover_days,
            costs=terms.costs(self.policy),
            worth=terms.worth(item.sku, offer),
            early=early,
            on_order=self._on_order(key) if on_order is None else on_order,
        )

    def _lead(self, sku_id: int) -> LeadTime:
        offered = self.offers.get(sku_id)
        return self.leads[offered.supplier.key] if offered is not None else ASSUMED_LEAD

    def _on_order(self, sku_id: int) -> tuple[Arrival, ...]:
        """What is on order, beside an order that would be placed now."""
        offered = self.offers.get(sku_id)
        expected = [self._expected(one, offered) for one in self.orders.get(sku_id, ())]
        return arrivals(expected, self.today, self._lead(sku_id))

    def _expected(self, order: OnOrder, offered: Offered | None) -> Expected:
        """A proposal's day is put off by the days that it has waited."""
        day, zone = None, self.now.tzinfo
        if order.expected_at is not None:
            day = order.expected_at.astimezone(zone).date()
            if order.status is PurchaseOrderStatus.PROPOSED:
                day += self.today - order.requested_at.astimezone(zone).date()
        same = offered is not None and offered.supplier.key == order.supplier_id
        return Expected(order.quantity, day, estimated=same and order.promised_at is None)


async def read_facts(
    unit: Unit, items: Sequence[Stocked], policy: Policy, levels: ServiceLevels, now: datetime
) -> ItemFacts:
    """What the records say about these items.

    Args:
        now: the present in the shop's zone.
    """
    ids = [item.sku.key for item in items]
    offers = await best_offers(unit, items, policy, levels, now)
    suppliers = {offered.supplier.key for offered in offers.values()}
    days = await supply.lead_days(unit, suppliers, now - RECEIPTS_SINCE)
    return ItemFacts(
        now=now,
        policy=policy,
        levels=levels,
        offers=offers,
        orders=await supply.on_order(unit, ids),
        outlooks=await outlooks_of(unit, ids, now.date()),
        leads={key: lead_time(days.get(key, [])) for key in suppliers},
        breaks=await breaks_of(unit, [one.offer.key for one in offers.values()]),
    )


async def reorder_points(
    unit: Unit, items: Sequence[Stocked], policy: Policy, now: datetime
) -> dict[int, int]:
    """The reorder point of each of these items by its SKU id, as the restock reckons it."""
    levels = await service_levels(unit, policy, now.date())
    facts = await read_facts(unit, items, policy, levels, now)
    return {item.sku.key: facts.point(item.sku.key) for item in items}


def midnight_of(now: datetime) -> datetime:
    """When this day began."""
    return datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
