"""Which items need an order: the records, looked at with the reorder rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.policy import Policy
from bot.rules.reorder import (
    ASSUMED_LEAD,
    WINDOW_DAYS,
    LeadTime,
    Outlook,
    Proposal,
    demand_per_day,
    lead_time,
    propose,
    reorder_point,
)
from bot.supply import terms
from bot.supply.levels import ServiceLevels, service_levels
from bot.supply.offers import best_offers
from bot.supply.report import Course, RestockReport
from knowledge.queries import forecasts, supply
from knowledge.queries.supply import Offered, OnOrder, Stocked
from knowledge.queries.supply_orders import breaks_of
from knowledge.records import (
    Forecast,
    PriceBreak,
    Product,
    Sku,
    StockLevel,
    Supplier,
    SupplierOffer,
)
from knowledge.store import Store, Unit

#: How far back receipts tell a supplier's lead time.
RECEIPTS_SINCE = timedelta(days=730)
#: A forecast that begins longer ago than this tells too little; the last sales tell more.
FORECAST_HOLDS = timedelta(days=10)
#: Items read at a time.
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Need:
    """An item to be ordered, from whom, and the proposal for it.

    Args:
        early: it is above its point, and is ordered only when the supplier's minimum asks for it.
    """

    sku: Sku
    product: Product
    offer: SupplierOffer
    supplier: Supplier
    proposal: Proposal
    early: bool = False

    @property
    def quantity(self) -> int:
        return self.proposal.quantity


@dataclass(frozen=True, slots=True)
class _Page:
    """What the records say about a page of items, by SKU id; lead times by supplier id."""

    today: date
    policy: Policy
    levels: ServiceLevels
    offers: dict[int, Offered]
    orders: dict[int, OnOrder]
    sales: dict[int, dict[date, int]]
    first_sold: dict[int, date]
    leads: dict[int, LeadTime]
    forecasts: dict[int, Forecast]
    breaks: dict[int, list[PriceBreak]]

    def outlook(self, sku_id: int) -> Outlook:
        """By the item's forecast; without one, as the last weeks went."""
        forecast = self.forecasts.get(sku_id)
        if forecast is not None:
            return ahead_of(forecast, self.today)
        sales, first = self.sales.get(sku_id, {}), self.first_sold.get(sku_id)
        demand = demand_per_day(sales, self.today, first)
        return Outlook.steady(demand.mean, demand.sd)


def ahead_of(forecast: Forecast, today: date) -> Outlook:
    """A forecast from today on: the days of it that are over fall away, and it goes on at its end
    as in its last four weeks."""
    over = max(0, (today - forecast.first_day).days)
    tail = [forecast.mean[-28:][at % 28] for at in range(over)]
    return Outlook.daily([*forecast.mean[over:], *tail], forecast.spread)


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
            page = await _read(unit, items, policy, levels, now)
            judged = [_judge(item, page, report) for item in items]
            needs.extend(need for need in judged if need is not None)
            after = items[-1].sku.key
    return needs


async def reorder_points(
    unit: Unit, items: Sequence[Stocked], policy: Policy, now: datetime
) -> dict[int, int]:
    """The reorder point of each of these items by its SKU id, as the restock reckons it."""
    page = await _read(unit, items, policy, await service_levels(unit, policy, now.date()), now)
    return {item.sku.key: _point(item.sku.key, page) for item in items}


def _point(sku_id: int, page: _Page) -> int:
    offered = page.offers.get(sku_id)
    lead = page.leads[offered.supplier.key] if offered is not None else ASSUMED_LEAD
    return reorder_point(page.outlook(sku_id), lead, page.levels.of(sku_id))


async def _read(
    unit: Unit, items: Sequence[Stocked], policy: Policy, levels: ServiceLevels, now: datetime
) -> _Page:
    ids = [item.sku.key for item in items]
    offers = await best_offers(unit, items, policy, levels, now)
    suppliers = {offered.supplier.key for offered in offers.values()}
    days = await supply.lead_days(unit, suppliers, now - RECEIPTS_SINCE)
    fresh = now.date() - FORECAST_HOLDS
    return _Page(
        today=now.date(),
        policy=policy,
        levels=levels,
        offers=offers,
        orders=await supply.on_order(unit, ids),
        sales=await supply.daily_sales(unit, ids, now.date() - timedelta(days=WINDOW_DAYS)),
        first_sold=await supply.first_sales(unit, ids),
        leads={key: lead_time(days.get(key, [])) for key in suppliers},
        forecasts=await forecasts.forecasts_of(unit, ids, fresh),
        breaks=await breaks_of(unit, [one.offer.key for one in offers.values()]),
    )


def _judge(item: Stocked, page: _Page, report: RestockReport) -> Need | None:
    """The item's need, if it can be ordered; otherwise its line in the report."""
    offered = page.offers.get(item.sku.key)
    if item.level is None:
        if offered is not None:
            report.add(item.sku.code, Course.NO_COUNT, supplier=offered.supplier.name)
        return None
    order = page.orders.get(item.sku.key)
    if order is not None:
        _report_ordered(item, item.level, page, order, report)
        return None
    proposal = _proposal(item, item.level, page)
    if proposal is None:
        report.enough += 1
        return _early(item, item.level, page, offered) if offered is not None else None
    if offered is None:
        report.add(item.sku.code, Course.NO_OFFER, why=proposal.reason("en"))
        return None
    if not proposal.quantity:
        name, why = offered.supplier.name, proposal.reason("en")
        report.add(item.sku.code, Course.EXPIRES, supplier=name, why=why)
        return None
    return Need(item.sku, item.product, offered.offer, offered.supplier, proposal)


def _early(item: Stocked, level: StockLevel, page: _Page, offered: Offered) -> Need | None:
    """What may join an order, where the supplier's minimum may ask for it."""
    if not terms.supplier_terms(offered.supplier, page.policy).minimum_minor:
        return None
    found = _proposal(item, level, page, early=True)
    if found is None or not found.quantity:
        return None
    return Need(item.sku, item.product, offered.offer, offered.supplier, found, early=True)


def _report_ordered(
    item: Stocked, level: StockLevel, page: _Page, order: OnOrder, report: RestockReport
) -> None:
    """An item on order needs nothing more; it is named when its shelf alone would not do."""
    if _proposal(item, level, page) is None:
        report.enough += 1
        return
    why = f"{order.quantity} on the way."
    if _proposal(item, level, page, coming=order.quantity) is not None:
        why = f"{order.quantity} on the way, which is less than is needed by now."
    report.add(item.sku.code, Course.ALREADY_ORDERED, order=order.number, why=why)


def _proposal(
    item: Stocked, level: StockLevel, page: _Page, *, coming: int = 0, early: bool = False
) -> Proposal | None:
    offered = page.offers.get(level.sku_id)
    offer = offered.offer if offered is not None else None
    return propose(
        # Not `available`, which stops at none: what is promised beyond the shelf is bought too.
        stock=level.on_hand - level.reserved,
        coming=coming,
        outlook=page.outlook(level.sku_id),
        lead=page.leads[offered.supplier.key] if offered is not None else ASSUMED_LEAD,
        terms=terms.item_terms(
            item.sku, offer, page.breaks.get(offer.key, ()) if offer is not None else ()
        ),
        service_level=page.levels.of(level.sku_id),
        cover_days=page.policy.stock.cover_days,
        costs=terms.costs(page.policy),
        worth=terms.worth(item.sku, offer),
        early=early,
    )
