"""Keeping the shelves full: one purchase order and one message a supplier, once a need.

Order, lines, message and the expected receipt are written in one transaction, one order at a
time, and only while on order is what the needs were judged by. Of two runs at the same instant
the slower one finds its order refused, judges its needs again with what the other has ordered, and
reports them as ordered already. What was ordered today is not added to before tomorrow.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence, Set
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.policy import Policy
from bot.rules.supplier_hours import next_moment
from bot.supply.item_facts import midnight_of
from bot.supply.needs import Need, find_needs, judge_again
from bot.supply.notices import Request, SupplierWording, address, restock_message
from bot.supply.one_order import holds_for_a_day, one_order
from bot.supply.report import Course, RestockReport
from knowledge.queries import ordering, supplier_talk, supply
from knowledge.queries.supply_orders import asked_since, dropped_since
from knowledge.records import PurchaseOrder, PurchaseOrderLine, PurchaseOrderStatus, utcnow
from knowledge.store import Store

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
        for found in _by_supplier(await self._allowed(wanted, now, report)):
            await self._order(found, now, report, dry_run=dry_run)
        return report

    async def _allowed(
        self, needs: Sequence[Need], now: datetime, report: RestockReport
    ) -> list[Need]:
        """The needs without what staff said no to today, and without the rest of a supplier's
        order of today that a budget or a container has limited."""
        midnight = midnight_of(now)
        async with self._store.reading() as unit:
            dropped = await dropped_since(unit, midnight)
            asked = await asked_since(unit, midnight)
        no = [need for need in needs if need.sku.key in dropped]
        left = [need for need in needs if need.sku.key not in dropped]
        full = [need for need in left if _is_full(need, asked, self._policy)]
        _report(report, no, Course.DROPPED)
        _report(report, [need for need in full if not need.early], Course.TOMORROW)
        return [need for need in left if need not in full]

    async def _order(
        self, found: Sequence[Need], now: datetime, report: RestockReport, *, dry_run: bool
    ) -> None:
        """Place one supplier's order, again with what is left when another run was quicker."""
        for _ in range(_TRIES):
            tried = RestockReport()
            needs = one_order(found, self._policy, tried)
            if not needs or await self._settled(needs, now, tried, dry_run=dry_run):
                report.take_in(tried)
                return
            found = await self._still_needed(found, now, report)
            if all(need.early for need in found):
                return
        log.error("No order could be placed with supplier %s.", found[0].supplier.code)
        _report(report, [need for need in found if not need.early], Course.NOT_PLACED)

    async def _settled(
        self, needs: Sequence[Need], now: datetime, report: RestockReport, *, dry_run: bool
    ) -> bool:
        """Order it, or say why not; False when another run was quicker."""
        if address(needs[0].supplier) is None:
            _report(report, needs, Course.NO_ADDRESS)
            return True
        if dry_run:
            _report(report, needs, Course.WOULD_ORDER)
            return True
        async with self._store.reading() as unit:
            number = await ordering.next_number(unit, now.date())
        if not await self._place(number, needs, now):
            return False
        sent = self._policy.stock.send_without_asking
        (report.orders if sent else report.proposed).append(number)
        _report(report, needs, Course.ORDERED if sent else Course.PROPOSED, order=number)
        return True

    async def _still_needed(
        self, needs: Sequence[Need], now: datetime, report: RestockReport
    ) -> Sequence[Need]:
        """The needs as they are by what is on order now; those that are none any more go into
        the report."""
        said, supplier = RestockReport(), needs[0].supplier.key
        async with self._store.reading() as unit:
            there = await supply.on_order(unit, [need.sku.key for need in needs])
            if all(list(need.seen) == there.get(need.sku.key, []) for need in needs):
                return needs  # the number was taken, and nothing else
            anew = await judge_again(unit, needs, self._policy, now, said)
        report.name(said, {need.sku.code for need in needs if not need.early})
        same = [need for need in anew if need.supplier.key == supplier]
        return await self._allowed(same, now, report)

    async def _place(self, number: str, needs: Sequence[Need], now: datetime) -> bool:
        request = Request(number, needs[0].supplier, needs, needed_by(needs, now), self._shop_name)
        message, order = None, _purchase_order(request, needs, now)
        if self._policy.stock.send_without_asking:
            # Worded before the transaction begins: nobody waits for a model to write.
            leaves_at = next_moment(request.supplier, self._zone, now)
            message = await restock_message(request, self._wording, leaves_at)
        else:
            order.status = PurchaseOrderStatus.PROPOSED
        seen = {need.sku.key: need.seen for need in needs}
        async with self._store.writing() as unit:
            if not await ordering.place_order(unit, order, _order_lines(needs), message, seen):
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


def _is_full(need: Need, asked: Set[int], policy: Policy) -> bool:
    return need.supplier.key in asked and holds_for_a_day(need, policy)


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
