"""What customers are told of a delay: staff tap once, and each is told once.

In the quiet hours a tap is kept, and told when they end: `run` is what the clock calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.rules.policy import Policy
from bot.supply.dates import CustomerLetters
from bot.supply.trail import written
from knowledge.queries.supply_delays import approved, back_order_of, drafts, held_notice
from knowledge.records import DelayNotice, DelayNoticeState, Order, PurchaseOrder, utcnow
from knowledge.store import Store, Unit


class Told(StrEnum):
    """What came of a tap."""

    SENT = "sent"
    LATER = "sent when the quiet hours end"
    DROPPED = "dropped"
    DECIDED = "somebody has decided it already"
    OVERTAKEN = "no longer true, and not sent"
    UNREACHABLE = "nobody can or wants to be told"


class DelayNotices:
    """Takes staff's decisions about drafts, and tells customers.

    Args:
        zone: the shop's. after: called once a message is queued.
    """

    def __init__(
        self,
        store: Store,
        letters: CustomerLetters,
        *,
        policy: Policy,
        zone: ZoneInfo,
        after: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._letters = letters
        self._policy = policy
        self._zone = zone
        self._after = after
        self._clock = clock

    async def waiting(self) -> list[tuple[DelayNotice, Order, PurchaseOrder]]:
        """What waits for a tap, oldest first: the draft, the customer's order, and ours."""
        async with self._store.reading() as unit:
            return await drafts(unit)

    async def approve(self, staff_id: int, ids: Iterable[int]) -> dict[int, Told]:
        """Tell these customers, each once, whoever taps and however often."""
        found = {key: await self._decide(staff_id, key, Told.LATER) for key in ids}
        if not self._is_quiet():
            for key in [key for key, told in found.items() if told is Told.LATER]:
                found[key] = await self._send(key)
            self._after()
        return found

    async def drop(self, staff_id: int, ids: Iterable[int]) -> dict[int, Told]:
        """Do not tell these customers of this day."""
        return {key: await self._decide(staff_id, key, Told.DROPPED) for key in ids}

    async def run(self) -> int:
        """Tell what was approved in the quiet hours, or before a crash; how many that were."""
        if self._is_quiet():
            return 0
        async with self._store.reading() as unit:
            keys = await approved(unit)
        return [await self._send(key) for key in keys].count(Told.SENT)

    async def _decide(self, staff_id: int, key: int, decision: Told) -> Told:
        async with self._store.writing() as unit:
            notice = await held_notice(unit, key)
            if notice is None or not _is_open(notice) or notice.settled_by is not None:
                return Told.DECIDED
            notice.settled_by = staff_id
            action = "approve_delay"
            if decision is Told.DROPPED:
                notice.state, action = DelayNoticeState.DROPPED, "drop_delay"
            order, ours = await _about(unit, notice)
            written(unit, staff_id, action, ours, self._clock(), order.number)
        return decision

    async def _send(self, key: int) -> Told:
        """Tell one that was approved, unless it was told or overtaken meanwhile."""
        async with self._store.writing() as unit:
            notice = await held_notice(unit, key)
            if notice is None or not _is_open(notice) or notice.settled_by is None:
                return Told.DECIDED
            order, _ = await _about(unit, notice)
            to = await self._letters.reader(unit, order)
            hindered = await _hindrance(unit, notice, order)
            if hindered is None and (to is None or to.account.key != notice.account_id):
                hindered = Told.UNREACHABLE
            if hindered is not None or to is None:
                # By nobody: a new day, or the same once more, drafts it anew.
                notice.state, notice.settled_by = DelayNoticeState.DROPPED, None
                return hindered or Told.UNREACHABLE
            await self._letters.post(unit, to, order, notice.text, f"notice:delay:{notice.key}")
            notice.state = DelayNoticeState.SENT
        return Told.SENT

    def _is_quiet(self) -> bool:
        return self._policy.notices.is_quiet(self._clock().astimezone(self._zone))


def _is_open(notice: DelayNotice) -> bool:
    return notice.state is DelayNoticeState.DRAFT


async def _about(unit: Unit, notice: DelayNotice) -> tuple[Order, PurchaseOrder]:
    order = await unit.get(Order, notice.order_id)
    ours = await unit.get(PurchaseOrder, notice.purchase_order_id)
    assert order is not None and ours is not None  # the foreign keys say so
    return order, ours


async def _hindrance(unit: Unit, notice: DelayNotice, order: Order) -> Told | None:
    """Whether what the notice says is no longer so: another day, or the goods are there."""
    waits = await back_order_of(unit, order)
    still = waits is not None and waits.goods_at == notice.expected_at
    return None if still else Told.OVERTAKEN
