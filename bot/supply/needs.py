"""Which items need an order: the records, looked at with the reorder rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.policy import Policy
from bot.rules.reorder import (
    ASSUMED_LEAD,
    WINDOW_DAYS,
    Demand,
    LeadTime,
    Proposal,
    Terms,
    demand_per_day,
    lead_time,
    propose,
)
from bot.supply.report import Course, RestockReport
from knowledge.queries import supply
from knowledge.queries.supply import Offered, OnOrder, Stocked
from knowledge.records import Product, Sku, StockLevel, Supplier, SupplierOffer
from knowledge.store import Store, Unit

#: How far back receipts tell a supplier's lead time.
RECEIPTS_SINCE = timedelta(days=730)
#: Items read at a time.
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Need:
    """An item to be ordered, from whom, and the proposal for it."""

    sku: Sku
    product: Product
    offer: SupplierOffer
    supplier: Supplier
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class _Page:
    """What the records say about a page of items, by SKU id; lead times by supplier id."""

    today: date
    offers: dict[int, Offered]
    orders: dict[int, OnOrder]
    sales: dict[int, dict[date, int]]
    first_sold: dict[int, date]
    leads: dict[int, LeadTime]

    def demand(self, sku_id: int) -> Demand:
        return demand_per_day(self.sales.get(sku_id, {}), self.today, self.first_sold.get(sku_id))


async def find_needs(
    store: Store, policy: Policy, now: datetime, report: RestockReport
) -> list[Need]:
    """Every item to be ordered; those that need one and cannot be go into the report.

    Args:
        now: the present in the shop's zone.
    """
    needs: list[Need] = []
    async with store.reading() as unit:
        after = 0
        while items := await supply.active_skus(unit, after, _PAGE):
            page = await _read(unit, items, now)
            judged = [_judge(item, page, policy, report) for item in items]
            needs.extend(need for need in judged if need is not None)
            after = items[-1].sku.key
    return needs


async def _read(unit: Unit, items: Sequence[Stocked], now: datetime) -> _Page:
    ids = [item.sku.key for item in items]
    offers = await supply.cheapest_offers(unit, ids)
    suppliers = {offered.supplier.key for offered in offers.values()}
    days = await supply.lead_days(unit, suppliers, now - RECEIPTS_SINCE)
    return _Page(
        today=now.date(),
        offers=offers,
        orders=await supply.on_order(unit, ids),
        sales=await supply.daily_sales(unit, ids, now.date() - timedelta(days=WINDOW_DAYS)),
        first_sold=await supply.first_sales(unit, ids),
        leads={key: lead_time(days.get(key, [])) for key in suppliers},
    )


def _judge(item: Stocked, page: _Page, policy: Policy, report: RestockReport) -> Need | None:
    """The item's need, if it can be ordered; otherwise its line in the report."""
    offered = page.offers.get(item.sku.key)
    if item.level is None:
        if offered is not None:
            report.add(item.sku.code, Course.NO_COUNT, supplier=offered.supplier.name)
        return None
    order = page.orders.get(item.sku.key)
    if order is not None:
        _report_ordered(item.level, page, policy, item.sku.code, order, report)
        return None
    proposal = _proposal(item.level, page, policy, coming=0)
    if proposal is None:
        report.enough += 1
        return None
    if offered is None:
        report.add(item.sku.code, Course.NO_OFFER, why=proposal.reason("en"))
        return None
    return Need(item.sku, item.product, offered.offer, offered.supplier, proposal)


def _report_ordered(
    level: StockLevel,
    page: _Page,
    policy: Policy,
    code: str,
    order: OnOrder,
    report: RestockReport,
) -> None:
    """An item on order needs nothing more; it is named when its shelf alone would not do."""
    if _proposal(level, page, policy, coming=0) is None:
        report.enough += 1
        return
    why = f"{order.quantity} on the way."
    if _proposal(level, page, policy, coming=order.quantity) is not None:
        why = f"{order.quantity} on the way, which is less than is needed by now."
    report.add(code, Course.ALREADY_ORDERED, order=order.number, why=why)


def _proposal(level: StockLevel, page: _Page, policy: Policy, *, coming: int) -> Proposal | None:
    offered = page.offers.get(level.sku_id)
    terms, lead = Terms(), ASSUMED_LEAD
    if offered is not None:
        terms = Terms(offered.offer.minimum_quantity, offered.offer.pack_size)
        lead = page.leads[offered.supplier.key]
    return propose(
        # Not `available`, which stops at none: what is promised beyond the shelf is bought too.
        stock=level.on_hand - level.reserved,
        coming=coming,
        demand=page.demand(level.sku_id),
        lead=lead,
        terms=terms,
        service_level=policy.stock.service_level,
        cover_days=policy.stock.cover_days,
    )
