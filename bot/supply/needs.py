"""Which items need an order: the records, looked at with the reorder rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.policy import Policy
from bot.rules.reorder import Proposal
from bot.supply import terms
from bot.supply.item_facts import ItemFacts, read_facts
from bot.supply.levels import service_levels
from bot.supply.report import Course, RestockReport
from knowledge.queries import supply
from knowledge.queries.stock_ahead import stocked
from knowledge.queries.supply import Offered, OnOrder, Stocked
from knowledge.records import Product, Sku, StockLevel, Supplier, SupplierOffer
from knowledge.store import Store, Unit

#: Items read at a time.
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Need:
    """An item to be ordered, from whom, and the proposal for it.

    Args:
        early: it is above its point, and joins an order that its supplier's minimum or container
            asks more for.
        seen: what was on order when it was judged.
    """

    sku: Sku
    product: Product
    offer: SupplierOffer
    supplier: Supplier
    proposal: Proposal
    early: bool = False
    seen: Sequence[OnOrder] = ()

    @property
    def quantity(self) -> int:
        return self.proposal.quantity


async def find_needs(
    store: Store, policy: Policy, now: datetime, report: RestockReport
) -> list[Need]:
    """Every item to be ordered, and those that may join an order early, where a supplier has a
    minimum; those that need an order and cannot have one go into the report.

    Args:
        now: the present in the shop's zone.
    """
    needs: list[Need] = []
    async with store.reading() as unit:
        levels = await service_levels(unit, policy, now.date())
        after = 0
        while items := await supply.active_skus(unit, after, _PAGE):
            facts = await read_facts(unit, items, policy, levels, now)
            judged = [_judge(item, facts, report) for item in items]
            needs.extend(need for need in judged if need is not None)
            after = items[-1].sku.key
    return needs


async def judge_again(
    unit: Unit, needs: Sequence[Need], policy: Policy, now: datetime, report: RestockReport
) -> list[Need]:
    """Those of the needs that are still ones, with what is on order now."""
    levels = await service_levels(unit, policy, now.date())
    items = await stocked(unit, [need.sku.key for need in needs])
    facts = await read_facts(unit, items, policy, levels, now)
    judged = [_judge(item, facts, report) for item in items]
    return [need for need in judged if need is not None]


def _judge(item: Stocked, facts: ItemFacts, report: RestockReport) -> Need | None:
    """The item's need, if it can be ordered; otherwise its line in the report."""
    offered = facts.offers.get(item.sku.key)
    if item.level is None:
        if offered is not None:
            report.add(item.sku.code, Course.NO_COUNT, supplier=offered.supplier.name)
        return None
    if facts.ordered_today(item.sku.key):
        _report_ordered(item, item.level, facts, report)
        return None
    proposal = facts.proposal(item, item.level)
    if proposal is None:
        _report_ordered(item, item.level, facts, report)
        return _early(item, item.level, facts, offered) if offered is not None else None
    if offered is None:
        report.add(item.sku.code, Course.NO_OFFER, why=proposal.reason("en"))
        return None
    if not proposal.quantity:
        name, why = offered.supplier.name, proposal.reason("en")
        report.add(item.sku.code, Course.EXPIRES, supplier=name, why=why)
        return None
    return _need(item, facts, offered, proposal)


def _need(
    item: Stocked, facts: ItemFacts, offered: Offered, found: Proposal, early: bool = False
) -> Need:
    seen = facts.orders.get(item.sku.key, [])
    return Need(item.sku, item.product, offered.offer, offered.supplier, found, early, seen)


def _early(item: Stocked, level: StockLevel, facts: ItemFacts, offered: Offered) -> Need | None:
    """What may join an order, where the supplier's minimum or container may ask for it."""
    holds = terms.supplier_terms(offered.supplier, facts.policy)
    if not holds.minimum_minor and not (holds.container and terms.space(offered.offer)):
        return None
    found = facts.proposal(item, level, early=True)
    if found is None or not found.quantity:
        return None
    return _need(item, facts, offered, found, early=True)


def _report_ordered(
    item: Stocked, level: StockLevel, facts: ItemFacts, report: RestockReport
) -> None:
    """An item that needs nothing more is named when its shelf alone would not do."""
    orders = facts.orders.get(item.sku.key)
    if not orders or facts.proposal(item, level, on_order=()) is None:
        report.enough += 1
        return
    why = f"{sum(one.quantity for one in orders)} on the way."
    if facts.proposal(item, level) is not None:
        why = f"{why[:-1]}, which is less than is needed by now."
    numbers = ", ".join(one.number for one in orders)
    report.add(item.sku.code, Course.ALREADY_ORDERED, order=numbers, why=why)
