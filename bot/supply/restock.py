"""Keeping the shelves full: one purchase order and one message a supplier, once a need.

Order, lines, message and the expected receipt are written in one transaction. The records
allow a SKU one open line only, so two runs at the same instant order it once: the slower
one finds its order refused, looks again, and reports it as ordered already.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.policy import Policy
from bot.rules.supplier_hours import next_moment
from bot.supply.needs import Need, find_needs
from bot.supply.notices import Request, SupplierWording, address, restock_message
from bot.supply.one_order import one_order
from bot.supply.report import Course, RestockReport
from knowledge.queries import supplier_talk, supply
from knowledge.queries.supply_orders import dropped_since
from knowledge.records import PurchaseOrder, PurchaseOrderLine, PurchaseOrderStatus, utcnow
from knowledge.store import Store, Unit

log = logging.getLogger(__name__)

#: How often an order is tried when other runs take its number or its items.
_TRIES = 5
#: The latest that an order is wanted; what hardly sells would never run out.
_A_YEAR = 365.0


class RestockDesk:
    """Looks at every item and orders what is at or below its reorder point."""

    def __init__(
        self,
        store: Store,
        wording: SupplierWording,
        *,
        policy: Policy,
        shop_name: str,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._wording = wording
        self._policy = policy
        self._shop_name = shop_name
        self._zone = zone
        self._clock = clock

    async def run(self, *, dry_run: bool = False) -> RestockReport:
        """Order what is needed; with `dry_run` only say what would be.

        Safe to run again, and at the same time as another run: a need is ordered once.

        Raises:
            StoreUnavailable: orders placed before it stand, the others were not placed.
        """
        now = self._clock().astimezone(self._zone)
        report = RestockReport()
        wanted = await find_needs(self._store, self._policy, now, report)
        for found in _by_supplier(await self._not_dropped(wanted, now, report)):
            needs = one_order(found, self._policy, report)
            if not needs:
                continue
            if address(needs[0].supplier) is None:
                _report(report, needs, Course.NO_ADDRESS)
            elif dry_run:
                _report(report, needs, Course.WOULD_ORDER)
            else:
                await self._order(needs, now, report)
        return report

    async def _not_dropped(
        self, needs: Sequence[Need], now: datetime, report: RestockReport
    ) -> list[Need]:
        """The needs without what staff said no to today."""
        midnight = datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
        async with self._store.reading() as unit:
            dropped = await dropped_since(unit, midnight)
        _report(report, [need for need in needs if need.sku.key in dropped], Course.DROPPED)
        return [need for need in needs if need.sku.key not in dropped]

    async def _order(self, needs: Sequence[Need], now: datetime, report: RestockReport) -> None:
        """Place one supplier's order, again with what is left when another run was quicker."""
        left: Sequence[Need] = needs
        for _ in range(_TRIES):
            left, number = await self._still_needed(left, now, report)
            # What joined an order to fill it makes none by itself.
            if all(need.early for need in left):
                return
            if await self._place(number, left, now):
                sent = self._policy.stock.send_without_asking
                (report.orders if sent else report.proposed).append(number)
                course = Course.ORDERED if sent else Course.PROPOSED
                _report(report, left, course, order=number)
                return
        log.error("No order could be placed with supplier %s.", needs[0].supplier.code)
        _report(report, left, Course.NOT_PLACED)

    async def _still_needed(
        self, needs: Sequence[Need], now: datetime, report: RestockReport
    ) -> tuple[list[Need], str]:
        """The needs without an open line, and the next free purchase order number."""
        async with self._store.reading() as unit:
            taken = await supply.on_order(unit, [need.sku.key for need in needs])
            number = await _next_number(unit, now.date())
        for need in needs:
            if need.sku.key in taken:
                order = taken[need.sku.key].number
                _report(report, [need], Course.ALREADY_ORDERED, order=order)
        return [need for need in needs if need.sku.key not in taken], number

    async def _place(self, number: str, needs: Sequence[Need], now: datetime) -> bool:
        request = Request(number, needs[0].supplier, needs, needed_by(needs, now), self._shop_name)
        message, order = None, _purchase_order(request, needs, now)
        if self._policy.stock.send_without_asking:
            # Worded before the transaction begins: nobody waits for a model to write.
            leaves_at = next_moment(request.supplier, self._zone, now)
            message = await restock_message(request, self._wording, leaves_at)
        else:
            order.status = PurchaseOrderStatus.PROPOSED
        async with self._store.writing() as unit:
            if not await supply.place_order(unit, order, _order_lines(needs), message):
                return False
            if message is not None:
                await supplier_talk.add_ours(unit, message, order.supplier_id, now)
            return True


def _by_supplier(needs: Sequence[Need]) -> list[list[Need]]:
    groups: dict[int, list[Need]] = {}
    for need in needs:
        groups.setdefault(need.supplier.key, []).append(need)
    return list(groups.values())


def _report(report: RestockReport, needs: Sequence[Need], course: Course, order: str = "") -> None:
    for need in needs:
        why = need.proposal.reason("en")
        report.add(need.sku.code, course, supplier=need.supplier.name, order=order, why=why)


async def _next_number(unit: Unit, today: date) -> str:
    """`PO`, the day and four digits: the seventh of 23 November 2026 → PO2611230007."""
    prefix = f"PO{today:%y%m%d}"
    last = await supply.last_number(unit, prefix)
    return f"{prefix}{int(last[-4:]) + 1 if last else 1:04d}"


def _purchase_order(request: Request, needs: Sequence[Need], now: datetime) -> PurchaseOrder:
    return PurchaseOrder(
        number=request.number,
        supplier_id=request.supplier.key,
        status=PurchaseOrderStatus.REQUESTED,
        requested_at=now,
        needed_by=request.needed_by,
        expected_at=_end_of_day(now, needs[0].proposal.lead.mean),
        reason="\n".join(_reason(need) for need in needs),
    )


def _reason(need: Need) -> str:
    """Why an item is ordered, in both languages of the staff."""
    return f"{need.sku.code}: {need.proposal.reason('zh')} / {need.proposal.reason('en')}"


def _order_lines(needs: Sequence[Need]) -> list[PurchaseOrderLine]:
    return [
        PurchaseOrderLine(
            purchase_order_id=0,  # known once the order is written
            sku_id=need.sku.key,
            quantity=need.proposal.quantity,
            unit_price_minor=need.offer.unit_price_minor,
        )
        for need in needs
    ]


def needed_by(needs: Sequence[Need], now: datetime) -> datetime:
    """The day the first item runs out, but no sooner than the supplier usually delivers.

    Stock for 9 days and a lead time of 12 days → in 12 days.
    """
    days = min(_A_YEAR, *(need.proposal.days_left for need in needs))
    return _end_of_day(now, max(days, needs[0].proposal.lead.mean))


def _end_of_day(now: datetime, days: float) -> datetime:
    # A day, not an hour, is what is known; its end keeps it "still to come" all day long.
    day = now.date() + timedelta(days=math.ceil(days))
    return datetime.combine(day, time(23, 59), tzinfo=now.tzinfo)
