"""Courses in which nobody writes: suppliers are reminded and offered a last step, and what takes
too long ends.

A course is looked at, the words are made, and all is written at once unless something has come
meanwhile; so a second run, or another process, changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.negotiation.moves import Move, MoveKind
from bot.supply.course_end import end_without_deal, ended
from bot.supply.course_limits import position_from
from bot.supply.course_quiet import Quiet, quiet_move
from bot.supply.course_steps import advance, keep_ours, reasons
from bot.supply.course_words import Courteous, taken_up
from bot.supply.post import Words, tell_staff, write_to
from knowledge.queries import negotiations
from knowledge.queries.supply_orders import Purchase, held_purchase, purchase
from knowledge.records import (
    Negotiation,
    NegotiationState,
    PurchaseOrderStatus,
    utcnow,
)
from knowledge.store import Store, Unit


class CourseWatch:
    """Goes on with the courses that wait for their supplier.

    Args:
        zone: the shop's. after: called once something is queued.
    """

    def __init__(
        self,
        store: Store,
        words: Courteous,
        staff_chat: str,
        *,
        zone: ZoneInfo,
        after: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store, self._words, self._staff_chat = store, words, staff_chat
        self._zone, self._after, self._clock = zone, after, clock

    async def run(self) -> int:
        """Return in how many courses something was done. Running again is harmless.

        Raises:
            StoreUnavailable: what was done before it stands; the rest is done next time.
        """
        async with self._store.reading() as unit:
            numbers = await negotiations.open_numbers(unit)
        done = sum([await self._look_at(number) for number in numbers])
        if done:
            self._after()
        return done

    async def _look_at(self, number: str) -> bool:
        async with self._store.reading() as unit:
            seen = await self._seen(unit, await purchase(unit, number))
        now = self._clock()
        move = None if seen is None else quiet_move(seen, now, self._zone)
        if seen is None or move is None:
            return False
        text = ""
        if move.kind is not MoveKind.TO_STAFF:
            text = await self._words.word(seen.found, move)
            if self._words.tells(text, seen.found, seen.position.reservation):
                move, text = Move(MoveKind.TO_STAFF, move.cause), ""
        return await self._keep(seen, move, text, now)

    async def _seen(self, unit: Unit, found: Purchase) -> Quiet | None:
        course = await negotiations.course_of(unit, found.order.key)
        is_asked = found.order.status is PurchaseOrderStatus.REQUESTED
        if course is None or course.state is not NegotiationState.OPEN or not is_asked:
            return None
        moves = await negotiations.moves_of(unit, course.key)
        letters = await negotiations.letters_about(unit, found.order.key)
        return Quiet(found, course, moves, letters, position_from(course.limits))

    async def _keep(self, seen: Quiet, move: Move, text: str, now: datetime) -> bool:
        """Write all of it; False where something has come since it was looked at."""
        async with self._store.writing() as unit:
            there = await self._seen(unit, await held_purchase(unit, seen.found.order.number))
            if there is None or not _is_same(there, seen):
                return False
            found, course, letter = there.found, there.course, None
            why = reasons(move, seen.position)
            advance(course, move, why, now)
            if text:
                key = f"course:{found.order.number}:{len(there.moves) + 1}"
                words = Words(text, key)
                letter = await write_to(
                    unit, found.order, found.supplier, words, now=now, zone=self._zone
                )
            await keep_ours(unit, course, move, why, letter, now)
            await self._tell(unit, found, course, move, now)
        return True

    async def _tell(
        self, unit: Unit, found: Purchase, course: Negotiation, move: Move, now: datetime
    ) -> None:
        zh, en = course.next_why_zh, course.next_why_en
        if move.kind is MoveKind.CLOSE:
            proposed = await end_without_deal(unit, found, course, now, self._zone, en)
            text = ended(found, zh, en, proposed)
            await tell_staff(unit, self._staff_chat, f"ended:{course.key}", text)
        elif move.kind is MoveKind.TO_STAFF:
            key = f"quiet:{course.key}:{now:%Y%m%d}"
            await tell_staff(unit, self._staff_chat, key, taken_up(found, zh, en))


def _is_same(there: Quiet, seen: Quiet) -> bool:
    moves = len(there.moves) == len(seen.moves)
    return moves and len(there.letters) == len(seen.letters)
