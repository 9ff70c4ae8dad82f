"""When a supplier's goods come: kept, and whose promise breaks because of it.

A later day breaks promises to customers whose orders wait for the goods. They are listed, and
for each who was not told yet a notice is drafted for staff's tap. An earlier day drafts nothing:
who asks is told. The words are made before the transaction begins, and made anew where the
records have changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.rules.promises import Dispatch, new_dispatch
from bot.supply.delay_drafts import Affected, draft, spoken
from bot.supply.refusals import OrderRefused
from bot.supply.trail import written
from knowledge.queries.news import Addressee
from knowledge.queries.supply_delays import back_orders
from knowledge.queries.supply_orders import Purchase, expect_again, held_purchase, purchase
from knowledge.records import (
    Order,
    PurchaseOrderStatus,
    utcnow,
)
from knowledge.store import Store, Unit

#: How often a day is tried to be kept while orders come and go.
_TRIES = 5
_FARTHEST = timedelta(days=730)
#: A day, not an hour, is what is known; its end keeps it "still to come" all day long.
_END = time(23, 59)


class CustomerLetters(Protocol):
    """The desk's way to customers, as the suppliers' side needs it."""

    async def reader(self, unit: Unit, order: Order) -> Addressee | None:
        """Who would be told of an order now; None where nobody can, may or wants to be."""
        ...

    async def word(
        self, to: Addressee, order_number: str, leaves: date, arrives: date | None, promised: date
    ) -> str:
        """The words that tell when it leaves, in the reader's language."""
        ...

    async def post(self, unit: Unit, to: Addressee, order: Order, text: str, key: str) -> None:
        """Say it: in the conversation, and in the outbox under a key."""
        ...


@dataclass(frozen=True, slots=True)
class DateChanged:
    """What a new day does. `drafted`: ids of the notices that wait for a tap because of it."""

    before: datetime | None
    after: datetime
    affected: tuple[Affected, ...]
    drafted: tuple[int, ...]


class ExpectedDates:
    """Keeps the days on which suppliers deliver.

    Args:
        zone: the shop's, whose days they are.
    """

    def __init__(
        self,
        store: Store,
        letters: CustomerLetters,
        *,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._letters = letters
        self._zone = zone
        self._clock = clock

    async def change(
        self, number: str, day: date, why: str, staff_id: int | None = None
    ) -> DateChanged:
        """Expect an order's goods on a day; the first one is what the supplier promised.

        The same day once more changes nothing, and drafts what is still to be drafted.

        Args:
            why: for the audit, such as the supplier's words.
            staff_id: who says so; None where the supplier's answer was read.

        Raises:
            LookupError: there is no such order.
            OrderRefused: nothing more is expected of it, or the day is over or too far away.
        """
        at = self._at(day)
        texts: dict[object, str] = {}
        for _ in range(_TRIES):
            async with self._store.reading() as unit:
                found = await purchase(unit, number)
                affected = await self._affected(unit, found, at)
            for one in affected:
                if one.to is not None and spoken(one) not in texts:
                    texts[spoken(one)] = await self._word(one, one.to)
            changed = await self._keep(number, at, why, staff_id, texts)
            if changed is not None:
                return changed
        raise OrderRefused("changed")

    async def affected(self, number: str, day: date) -> list[Affected]:
        """Whose promise would break if an order came on a day; nothing is changed by asking.

        Raises as `change` does.
        """
        async with self._store.reading() as unit:
            return await self._affected(unit, await purchase(unit, number), self._at(day))

    def _at(self, day: date) -> datetime:
        today = self._clock().astimezone(self._zone).date()
        if day < today:
            raise OrderRefused("past_day", day=day)
        if day - today > _FARTHEST:
            raise OrderRefused("far_day", day=day)
        return datetime.combine(day, _END, self._zone)

    async def _affected(self, unit: Unit, found: Purchase, at: datetime) -> list[Affected]:
        """Whose promise breaks, and would not if these goods were here now.

        What else is on its way may serve a customer in their place, or be what is waited for.
        """
        open_skus, key = _open_skus(found), found.order.key
        waiting = await back_orders(unit, open_skus, (key, at))
        at_once = await back_orders(unit, open_skus, (key, self._clock()))
        sooner = {one.order.key: one.goods_at for one in at_once}
        affected = []
        for one in waiting:
            without = sooner.get(one.order.key)
            if one.goods_at is None or (without is not None and without >= one.goods_at):
                continue
            if (broken := self._broken(one.order, one.goods_at)) is not None:
                to = await self._letters.reader(unit, one.order)
                affected.append(Affected(one.order, one.goods_at, *broken, to))
        return affected

    def _broken(self, order: Order, goods_at: datetime) -> tuple[date, Dispatch] | None:
        """The promise that breaks when an order's goods come then."""
        ship_by, arrives = self._day(order.ship_by), self._day(order.promised_at)
        dispatch = new_dispatch(ship_by, arrives, goods_at.astimezone(self._zone).date())
        promised = ship_by or arrives
        return None if dispatch is None or promised is None else (promised, dispatch)

    def _day(self, at: datetime | None) -> date | None:
        return None if at is None else at.astimezone(self._zone).date()

    async def _word(self, one: Affected, to: Addressee) -> str:
        leaves, arrives = one.dispatch.leaves, one.dispatch.arrives
        return await self._letters.word(to, one.order.number, leaves, arrives, one.promised)

    async def _keep(
        self, number: str, at: datetime, why: str, staff_id: int | None, texts: dict[object, str]
    ) -> DateChanged | None:
        """Write the day and the drafts; None where one of them has no words yet."""
        async with self._store.writing() as unit:
            found = await held_purchase(unit, number)
            order, before = found.order, found.order.expected_at
            _expects(found)
            affected = await self._affected(unit, found, at)
            if any(one.to is not None and spoken(one) not in texts for one in affected):
                return None
            order.expected_at = at
            order.promised_at = order.promised_at or at
            await unit.flush()
            await expect_again(unit, _open_skus(found))
            drafted = await draft(unit, order.key, affected, texts)
            if before != at:
                said = f"{self._day(before) or '-'} → {at.date()}: {why}"
                written(unit, staff_id, "change_delivery", order, self._clock(), said)
        return DateChanged(before, at, tuple(affected), tuple(drafted))


def _open_skus(found: Purchase) -> list[int]:
    return [one.sku.key for one in found.lines if one.line.open]


def _expects(found: Purchase) -> None:
    if found.order.status is PurchaseOrderStatus.PROPOSED:
        raise OrderRefused("not_sent")
    if not _open_skus(found):
        raise OrderRefused("closed")
