"""Goods that did not come on their day, and of which the supplier says nothing: it is asked when
they come, twice at most, then staff are told.

What is overdue still counts as on order (`bot.rules.reorder.coming`), so without a word from
somebody its items would wait for it for ever.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.policy import Policy
from bot.rules.supplier_hours import works_at
from bot.supply.notices import address, item_code, item_name, language_of, number, on_day
from bot.supply.post import Words, tell_staff, write_to
from knowledge.queries import supplier_talk
from knowledge.queries.supply_orders import Ordered, Purchase, held_purchase
from knowledge.records import PurchaseOrderStatus, utcnow
from knowledge.store import Store, Unit
from models.values import Language

log = logging.getLogger(__name__)

#: A supplier is asked so often about one day; then a colleague calls.
MOST_ASKED = 2
#: What is overdue for longer was forgotten in the records rather than on the way.
LONG_AGO = timedelta(days=60)


class OverdueOrders:
    """Looks for confirmed orders whose expected day has passed.

    Args:
        zone: the shop's, whose days they are.
    """

    def __init__(
        self,
        store: Store,
        staff_chat: str,
        *,
        policy: Policy,
        shop_name: str,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store, self._staff_chat = store, staff_chat
        self._policy, self._shop_name, self._zone = policy, shop_name, zone
        self._clock = clock

    async def run(self) -> int:
        """Ask of each that it is time to ask of, and return how many that were.

        Running again is harmless. An order of which the supplier wrote after its day is staff's,
        or has a new day.

        Raises:
            StoreUnavailable: what was written before it stands; the rest comes next time.
        """
        now = self._clock()
        async with self._store.reading() as unit:
            late = await supplier_talk.overdue(unit, self._before(now))
        return sum([await self._look_at(one, now) for one in late])

    def _before(self, now: datetime) -> datetime:
        """Orders that were expected before this moment are asked for."""
        first = self._today(now) - timedelta(days=self._policy.stock.ask_when_overdue_days - 1)
        return datetime(first.year, first.month, first.day, tzinfo=self._zone)

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._zone).date()

    async def _look_at(self, order_number: str, now: datetime) -> bool:
        async with self._store.writing() as unit:
            found = await held_purchase(unit, order_number)
            day = _expected(found, self._zone)
            if day is None or found.order.status is not PurchaseOrderStatus.CONFIRMED:
                return False
            asked, waited = await self._asked(unit, order_number, day), self._today(now) - day
            unreachable = address(found.supplier) is None
            if asked >= MOST_ASKED or unreachable or waited > LONG_AGO:
                await self._tell(unit, found, day, asked)
                return False
            if waited < self._pause(asked) or not works_at(found.supplier, self._zone, now):
                return False
            words = Words(self._letter(found, day), _key(order_number, day, asked + 1))
            sent = await write_to(
                unit, found.order, found.supplier, words, now=now, zone=self._zone
            )
            return sent is not None

    def _pause(self, asked: int) -> timedelta:
        """From the day on which the goods were expected until it is asked once more."""
        stock = self._policy.stock
        return timedelta(days=stock.ask_when_overdue_days + asked * stock.remind_after_days)

    async def _asked(self, unit: Unit, order_number: str, day: date) -> int:
        """How often it was asked about this day."""
        keys = [_key(order_number, day, place) for place in range(1, MOST_ASKED + 1)]
        return sum([await supplier_talk.has_key(unit, key) for key in keys])

    def _letter(self, found: Purchase, day: date) -> str:
        """What is missing, since when, and the question."""
        language = language_of(found.supplier)
        missing = [_missing(one, language) for one in found.lines if _outstanding(one)]
        head, foot = _WORDS[language]
        facts = {"order": found.order.number, "day": on_day(day, language)}
        return "\n".join([head.format(**facts), *missing, foot, self._shop_name])

    async def _tell(self, unit: Unit, found: Purchase, day: date, asked: int) -> None:
        """Staff are told once a day that was missed."""
        order, supplier = found.order, found.supplier
        text = (
            f"采购单逾期，供应商没有说明 / An order is overdue and nobody says why: "
            f"{supplier.name} · {order.number}\n"
            f"原定 {day:%Y-%m-%d} 到货，已询问 {asked} 次 / expected on {day:%Y-%m-%d}, asked "
            f"{asked} times.\n"
            f"{supplier.telegram_chat or supplier.email or ''}"
        )
        if await tell_staff(unit, self._staff_chat, f"overdue-told:{order.number}:{day}", text):
            log.info("Staff are told that %s is overdue.", order.number)


_WORDS = {
    Language.ZH: (
        "您好，采购单 {order} 原定{day}到货，以下商品我们还没有收到：",
        "请告诉我们哪天能到；如果已经发出，请附上运单号。谢谢！",
    ),
    Language.EN: (
        "Hello, purchase order {order} was expected on {day}, and we have not received:",
        "Please tell us on which day it arrives, and the tracking number if it has left. "
        "Thank you.",
    ),
}


def _key(order_number: str, day: date, place: int) -> str:
    return f"overdue:{order_number}:{day}:{place}"


def _expected(found: Purchase, zone: ZoneInfo) -> date | None:
    at = found.order.expected_at
    return at.astimezone(zone).date() if at is not None else None


def _outstanding(one: Ordered) -> int:
    return one.line.quantity - one.line.received_quantity if one.line.open else 0


def _missing(one: Ordered, language: Language) -> str:
    """`- Ceramic Travel Mug Ocean Blue (CUP-01-BL): 80 pieces`."""
    pieces = number(_outstanding(one), language)
    name, code = item_name(one, language), item_code(one)
    if language is Language.ZH:
        return f"- {name}（{code}）：{pieces}件"
    return f"- {name} ({code}): {pieces} pieces"
