"""Which items need an order: the records, looked at with the reorder rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

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
from bot.rules.reorder.coming import Arrival, Expected, arrivals
from bot.supply import terms
from bot.supply.levels import ServiceLevels, service_levels
from bot.supply.offers import best_offers
from bot.supply.report import Course, RestockReport
from knowledge.queries import forecasts, supply
from knowledge.queries.stock_ahead import stocked
from knowledge.queries.supply import Offered, OnOrder, Stocked
from knowledge.queries.supply_orders import breaks_of
from knowledge.records import (
    Forecast,
    PriceBreak,
    Product,
    PurchaseOrderStatus,
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


@dataclass(frozen=True, slots=True)
class _Page:
    """What the records say about a page of items, by SKU id; lead times by supplier id.

    Args:
        now: the present in the shop's zone.
    """

    now: datetime
    policy: Policy
    levels: ServiceLevels
    offers: dict[int, Offered]
    orders: dict[int, list[OnOrder]]
    sales: dict[int, dict[date, int]]
    first_sold: dict[int, date]
    leads: dict[int, LeadTime]
    forecasts: dict[int, Forecast]
    breaks: dict[int, list[PriceBreak]]

    @property
    def today(self) -> date:
        return self.now.date()

    def ordered_today(self, sku_id: int) -> bool:
        """What was ordered today is judged again tomorrow: a run that is repeated adds nothing to
        an order that a budget or a container has cut."""
        midnight = midnight_of(self.now)
        return any(one.requested_at >= midnight for one in self.orders.get(sku_id, ()))

    def outlook(self, sku_id: int) -> Outlook:
        """By the item's forecast; without one, as the last weeks went."""
        forecast = self.forecasts.get(sku_id)
        if forecast is not None:
            return ahead_of(forecast, self.today)
        sales, first = self.sales.get(sku_id, {}), self.first_sold.get(sku_id)
        demand = demand_per_day(sales, self.today, first)
        return Outlook.steady(demand.mean, demand.sd)


def midnight_of(now: datetime) -> datetime:
    """When this day began."""
    return datetime.combine(now.date(), time(), tzinfo=now.tzinfo)


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


async def judge_again(
    unit: Unit, needs: Sequence[Need], policy: Policy, now: datetime, report: RestockReport
) -> list[Need]:
    """Those of the needs that are still ones, with what is on order now."""
    levels = await service_levels(unit, policy, now.date())
    items = await stocked(unit, [need.sku.key for need in needs])
    page = await _read(unit, items, policy, levels, now)
    judged = [_judge(item, page, report) for item in items]
    return [need for need in judged if need is not None]


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
        now=now,
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
    if page.ordered_today(item.sku.key):
        _report_ordered(item, item.level, page, report)
        return None
    proposal = _proposal(item, item.level, page)
    if proposal is None:
        _report_ordered(item, item.level, page, report)
        return _early(item, item.level, page, offered) if offered is not None else None
    if offered is None:
        report.add(item.sku.code, Course.NO_OFFER, why=proposal.reason("en"))
        return None
    if not proposal.quantity:
        name, why = offered.supplier.name, proposal.reason("en")
        report.add(item.sku.code, Course.EXPIRES, supplier=name, why=why)
        return None
    return _need(item, page, offered, proposal)


def _need(
    item: Stocked, page: _Page, offered: Offered, found: Proposal, early: bool = False
) -> Need:
    seen = page.orders.get(item.sku.key, [])
    return Need(item.sku, item.product, offered.offer, offered.supplier, found, early, seen)


def _early(item: Stocked, level: StockLevel, page: _Page, offered: Offered) -> Need | None:
    """What may join an order, where the supplier's minimum or container may ask for it."""
    holds = terms.supplier_terms(offered.supplier, page.policy)
    if not holds.minimum_minor and not (holds.container and terms.space(offered.offer)):
        return None
    found = _proposal(item, level, page, early=True)
    if found is None or not found.quantity:
        return None
    return _need(item, page, offered, found, early=True)


def _report_ordered(item: Stocked, level: StockLevel, page: _Page, report: RestockReport) -> None:
    """An item that needs nothing more is named when its shelf alone would not do."""
    orders = page.orders.get(item.sku.key)
    if not orders or _proposal(item, level, page, on_order=()) is None:
        report.enough += 1
        return
    why = f"{sum(one.quantity for one in orders)} on the way."
    if _proposal(item, level, page) is not None:
        why = f"{why[:-1]}, which is less than is needed by now."
    numbers = ", ".join(one.number for one in orders)
    report.add(item.sku.code, Course.ALREADY_ORDERED, order=numbers, why=why)


def _on_order(sku_id: int, page: _Page) -> tuple[Arrival, ...]:
    """What is on order, beside an order that would be placed now."""
    offered = page.offers.get(sku_id)
    lead = page.leads[offered.supplier.key] if offered is not None else ASSUMED_LEAD
    return arrivals(
        [_expected(one, page, offered) for one in page.orders.get(sku_id, ())], page.today, lead
    )


def _expected(order: OnOrder, page: _Page, offered: Offered | None) -> Expected:
    """A proposal's day is put off by the days that it has waited."""
    day, zone = None, page.now.tzinfo
    if order.expected_at is not None:
        day = order.expected_at.astimezone(zone).date()
        if order.status is PurchaseOrderStatus.PROPOSED:
            day += page.today - order.requested_at.astimezone(zone).date()
    same = offered is not None and offered.supplier.key == order.supplier_id
    return Expected(order.quantity, day, estimated=same and order.promised_at is None)


def _proposal(
    item: Stocked,
    level: StockLevel,
    page: _Page,
    *,
    early: bool = False,
    on_order: Sequence[Arrival] | None = None,
) -> Proposal | None:
    offered = page.offers.get(level.sku_id)
    offer = offered.offer if offered is not None else None
    return propose(
        # Not `available`, which stops at none: what is promised beyond the shelf is bought too.
        stock=level.on_hand - level.reserved,
        coming=0,
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
        on_order=_on_order(level.sku_id, page) if on_order is None else on_order,
    )
