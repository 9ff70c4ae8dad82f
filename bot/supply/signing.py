"""What staff do in a course: sign, turn down, take over, hand back, write themselves. Each once.

Each raises LookupError where there is no such order, or no course about it, and OrderRefused
where it cannot be done any more; then nothing was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.negotiation.moves import MoveKind
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.terms import Terms
from bot.supply.course_book import SHOP, STAFF, terms_from
from bot.supply.course_end import drop_order
from bot.supply.course_limits import position_from
from bot.supply.course_words import Courteous
from bot.supply.dates import ExpectedDates
from bot.supply.deals import confirm
from bot.supply.handing_back import HANDED_BACK, hand_back
from bot.supply.notices import address
from bot.supply.post import Words, write_to
from bot.supply.refusals import OrderRefused
from bot.supply.trail import written
from knowledge.queries import negotiations
from knowledge.queries.supply_orders import (
    Purchase,
    held_purchase,
    purchase,
)
from knowledge.records import (
    Negotiation,
    NegotiationMove,
    NegotiationState,
    PurchaseOrderStatus,
    utcnow,
)
from knowledge.store import Store, Unit

_OVER = frozenset({NegotiationState.SIGNED, NegotiationState.CLOSED})


@dataclass(frozen=True, slots=True)
class _Held:
    found: Purchase
    course: Negotiation
    position: Position


class Signing:
    """Takes staff's decisions.

    Args:
        zone: the shop's. after: called once something is queued.
    """

    def __init__(
        self,
        store: Store,
        words: Courteous,
        dates: ExpectedDates,
        *,
        zone: ZoneInfo,
        after: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store, self._words, self._dates = store, words, dates
        self._zone, self._after, self._clock = zone, after, clock

    async def sign(self, staff_id: int, number: str) -> bool:
        """Sign the deal: the order is confirmed on its terms and the supplier is told.

        Returns:
            Whether the supplier is told. False: it has no address, or the words would tell what
            is hidden; then staff write themselves.
        """
        async with self._store.reading() as unit:
            seen = await self._held(unit, await purchase(unit, number))
            terms = await self._agreed(unit, seen)
        text = await self._words.agreed(seen.found, terms)
        if self._words.tells(text, seen.found, seen.position.reservation):
            text = ""
        # Before the rest, since it has its own transaction: signing again after a crash between
        # the two finds the same day, which changes nothing.
        await self._dates.change(number, terms.delivery, "signed", staff_id)
        async with self._store.writing() as unit:
            held = await self._held(unit, await held_purchase(unit, number))
            if await self._agreed(unit, held) != terms:
                raise OrderRefused("changed")
            now = self._clock()
            confirm(unit, held.found, terms, now, staff_id, "")
            _end(held.course, NegotiationState.SIGNED, now, staff_id)
            await self._step(unit, held.course, "sign", staff_id)
            is_told = bool(text) and await self._write(unit, held.found, f"sign:{number}", text)
        self._after()
        return is_told

    async def refuse(self, staff_id: int, number: str, note: str) -> None:
        """No deal: the supplier is told so, the order is dropped, and not placed again today."""
        async with self._store.reading() as unit:
            seen = await self._held(unit, await purchase(unit, number))
            self._going(seen)
        text = await self._words.act(seen.found, "supplier_decline")
        async with self._store.writing() as unit:
            held = await self._held(unit, await held_purchase(unit, number))
            self._going(held)
            now, found = self._clock(), held.found
            _end(held.course, NegotiationState.CLOSED, now, None)
            await self._step(unit, held.course, "refuse", staff_id, note)
            await drop_order(unit, found, now, staff_id, note)
            if not self._words.tells(text, found, held.position.reservation):
                await self._write(unit, found, f"refuse:{number}", text)
        self._after()

    async def take_over(self, staff_id: int, number: str) -> None:
        """End the bot's part; what the supplier writes from now on is staff's."""
        async with self._store.writing() as unit:
            held = await self._held(unit, await held_purchase(unit, number))
            await self._take_over(unit, held, staff_id)

    async def hand_back(self, staff_id: int, number: str) -> None:
        """Let the desk go on, by the limits and the rounds so far; see `handing_back`."""
        async with self._store.writing() as unit:
            held = await self._held(unit, await held_purchase(unit, number))
            is_asked = held.found.order.status is PurchaseOrderStatus.REQUESTED
            if held.course.state is not NegotiationState.WITH_STAFF or not is_asked:
                raise OrderRefused("decided")
            now = self._clock()
            if held.course.ends_at <= now:
                raise OrderRefused("time_over")
            terms = await hand_back(unit, held.course, staff_id)
            await self._step(unit, held.course, HANDED_BACK, staff_id, terms=terms)
            written(unit, staff_id, "hand_back_deal", held.found.order, now, "")
        self._after()

    async def write(self, staff_id: int, number: str, text: str) -> None:
        """Staff's own words. They end the bot's part, and settle what the supplier wrote.

        The same words are not sent twice in a row.
        """
        if not text.strip():
            raise OrderRefused("no_words")
        async with self._store.writing() as unit:
            found = await held_purchase(unit, number)
            course = await negotiations.course_of(unit, found.order.key)
            if address(found.supplier) is None:
                raise OrderRefused("no_address")
            if course is not None:
                held = _Held(found, course, position_from(course.limits))
                if self._words.tells(text, found, held.position.reservation):
                    raise OrderRefused("tells")
                if course.state is NegotiationState.OPEN:
                    await self._take_over(unit, held, staff_id)
            await self._own_words(unit, found, staff_id, text)
        self._after()

    async def _own_words(self, unit: Unit, found: Purchase, staff_id: int, text: str) -> None:
        digest = hashlib.sha256(text.strip().encode()).hexdigest()[:16]
        place = await negotiations.words_from(unit, found.order.key)
        key = f"staff:{found.order.number}:{place}:{digest}"
        if not await self._write(unit, found, key, text.strip()):
            raise OrderRefused("said")
        await negotiations.settle(unit, found.order.key, staff_id)
        written(unit, staff_id, "write_supplier", found.order, self._clock(), text.strip())

    async def _held(self, unit: Unit, found: Purchase) -> _Held:
        course = await negotiations.course_of(unit, found.order.key)
        if course is None:
            raise LookupError(f"Nothing is negotiated about {found.order.number}.")
        return _Held(found, course, position_from(course.limits))

    async def _agreed(self, unit: Unit, held: _Held) -> Terms:
        """The terms that wait for a signature."""
        if held.course.state is not NegotiationState.TO_SIGN:
            raise OrderRefused("decided")
        moves = await negotiations.moves_of(unit, held.course.key)
        last = [one for one in moves if one.side == SHOP and one.kind == MoveKind.ACCEPT][-1]
        terms = terms_from(last.terms)
        assert terms is not None  # an acceptance has terms
        return terms

    def _going(self, held: _Held) -> None:
        is_asked = held.found.order.status is PurchaseOrderStatus.REQUESTED
        if held.course.state in _OVER or not is_asked:
            raise OrderRefused("decided")

    async def _take_over(self, unit: Unit, held: _Held, staff_id: int) -> None:
        if held.course.state not in {NegotiationState.OPEN, NegotiationState.TO_SIGN}:
            raise OrderRefused("decided")
        held.course.state, held.course.next_move = NegotiationState.WITH_STAFF, "staff"
        held.course.next_why_zh = "同事已接手。"
        held.course.next_why_en = "A colleague has taken over."
        await self._step(unit, held.course, "take_over", staff_id)
        written(unit, staff_id, "take_over_deal", held.found.order, self._clock(), "")

    async def _write(self, unit: Unit, found: Purchase, key: str, text: str) -> bool:
        words, now = Words(text, key), self._clock()
        sent = await write_to(unit, found.order, found.supplier, words, now=now, zone=self._zone)
        return sent is not None

    async def _step(
        self,
        unit: Unit,
        course: Negotiation,
        kind: str,
        staff_id: int,
        note: str = "",
        terms: Mapping[str, Any] | None = None,
    ) -> None:
        unit.add(
            NegotiationMove(
                negotiation_id=course.key,
                number=len(await negotiations.moves_of(unit, course.key)) + 1,
                side=STAFF,
                kind=kind,
                terms={"staff_id": staff_id, **(terms or {})},
                why_zh=note,
                why_en=note,
                happened_at=self._clock(),
            )
        )


def _end(
    course: Negotiation, state: NegotiationState, now: datetime, signed_by: int | None
) -> None:
    course.state, course.closed_at, course.signed_by = state, now, signed_by
    course.next_move = course.next_why_zh = course.next_why_en = ""
