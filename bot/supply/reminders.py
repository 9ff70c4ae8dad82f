"""Suppliers who do not answer are reminded, twice at most, then staff are told; so they are of
every message that did not reach its supplier. Overdue goods are asked for (`overdue`)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.policy import Policy
from bot.rules.supplier_hours import works_at, zone_of
from bot.supply.inbox import not_arrived
from bot.supply.notices import SupplierWording, address, by_day, language_of
from bot.supply.overdue import OverdueOrders
from bot.supply.post import Words, tell_staff, write_to
from knowledge.queries import supplier_talk
from knowledge.records import (
    PurchaseOrder,
    PurchaseOrderStatus,
    Supplier,
    SupplierMessageState,
    utcnow,
)
from knowledge.store import Store

log = logging.getLogger(__name__)

#: A supplier is reminded of an order so often; then a colleague calls.
MOST_REMINDERS = 2


class ReminderJob:
    """Looks for orders that wait for their supplier's answer, and for what did not arrive."""

    def __init__(
        self,
        store: Store,
        wording: SupplierWording,
        staff_chat: str,
        *,
        policy: Policy,
        shop_name: str,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store, self._wording, self._staff_chat = store, wording, staff_chat
        self._policy, self._shop_name, self._zone = policy, shop_name, zone
        self._clock = clock
        self._overdue = OverdueOrders(
            store, staff_chat, policy=policy, shop_name=shop_name, zone=zone, clock=clock
        )

    async def run(self) -> int:
        """Remind who is to be reminded and return how many were. Running again is harmless.

        Raises:
            StoreUnavailable: what was written before it stands; the rest comes next time.
        """
        await self._tell_undelivered()
        await self._overdue.run()
        now = self._clock()
        wait = timedelta(days=self._policy.stock.remind_after_days)
        async with self._store.reading() as unit:
            waiting = await supplier_talk.unanswered(unit, now - wait)
        return sum([await self._look_at(order, supplier, now) for order, supplier in waiting])

    async def _tell_undelivered(self) -> None:
        async with self._store.writing() as unit:
            for item, message, supplier in await supplier_talk.undelivered(unit):
                message.state = SupplierMessageState.BOUNCED
                message.why = item.last_error
                number = str(item.purchase_order_id)
                if item.purchase_order_id is not None:
                    number = (await supplier_talk.held_order(unit, item.purchase_order_id)).number
                text = not_arrived(number, supplier.name, item.destination, item.last_error)
                key = f"undelivered:{item.key}:{item.attempts}"
                await tell_staff(unit, self._staff_chat, key, text)

    async def _look_at(self, order: PurchaseOrder, supplier: Supplier, now: datetime) -> bool:
        """Remind the supplier if it is time to; whether it was reminded."""
        if not self._is_time(order, supplier, now):
            return False
        if order.reminders >= MOST_REMINDERS:
            await self._tell_unanswered(order, supplier)
            return False
        return await self._remind(order, supplier, now)

    def _is_time(self, order: PurchaseOrder, supplier: Supplier, now: datetime) -> bool:
        """Whether the supplier works now and was not reminded on this day of its own."""
        if not works_at(supplier, self._zone, now):
            return False
        zone, last = zone_of(supplier, self._zone), order.reminded_at
        return last is None or last.astimezone(zone).date() < now.astimezone(zone).date()

    async def _remind(self, order: PurchaseOrder, supplier: Supplier, now: datetime) -> bool:
        if address(supplier) is None:
            return False
        # Worded before the transaction begins: nobody waits for a model to write.
        facts = self._facts(order, supplier)
        text = await self._wording.word("supplier_reminder", facts, language_of(supplier))
        words = Words(text, f"remind:{order.number}:{order.reminders + 1}")
        async with self._store.writing() as unit:
            held = await supplier_talk.held_order(unit, order.key)
            is_meanwhile_done = held.status is not PurchaseOrderStatus.REQUESTED
            if is_meanwhile_done or held.reminders != order.reminders:
                return False
            held.reminders += 1
            held.reminded_at = now
            sent = await write_to(unit, held, supplier, words, now=now, zone=self._zone)
            return sent is not None

    def _facts(self, order: PurchaseOrder, supplier: Supplier) -> dict[str, str]:
        known = {
            "purchase_order": order.number,
            "supplier": supplier.name,
            "shop_name": self._shop_name,
        }
        if order.needed_by is None:
            return known
        day = order.needed_by.astimezone(self._zone).date()
        return known | {"needed_by": by_day(day, language_of(supplier))}

    async def _tell_unanswered(self, order: PurchaseOrder, supplier: Supplier) -> None:
        key = f"unanswered:{order.number}"
        asked = f"{order.requested_at.astimezone(self._zone):%Y-%m-%d}"
        text = (
            f"供应商没有回复 / A supplier does not answer: {supplier.name} · {order.number}\n"
            f"{asked} 询价，已提醒 {order.reminders} 次 / asked on {asked}, reminded "
            f"{order.reminders} times.\n"
            f"{supplier.telegram_chat or supplier.email or ''}"
        )
        async with self._store.writing() as unit:
            if await tell_staff(unit, self._staff_chat, key, text.strip()):
                log.info("Staff are told that nobody answered %s.", order.number)
