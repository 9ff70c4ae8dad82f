"""Suppliers' answers are read and answered: kept, weighed and said in one transaction.

An answer is looked at, its words are made, and then all of it is written at once, unless the
records have changed meanwhile; then it is looked at anew. So reading twice, or two processes at
once, changes nothing more. Every text passes the lock of `bot.rules.negotiation.secrecy`; one
that tells what is hidden is never queued, and staff write instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules.negotiation.moves import Move, MoveKind
from bot.rules.supplier_answers import read_answer
from bot.rules.two_languages import both
from bot.supply.course_end import end_without_deal, ended
from bot.supply.course_limits import position_from, position_of, telling_of
from bot.supply.course_plan import Plan, Reading, Seen, plan
from bot.supply.course_steps import go_on, keep_steps
from bot.supply.course_words import Courteous, for_staff, other_day, to_sign
from bot.supply.dates import DateChanged, ExpectedDates
from bot.supply.deals import confirm
from bot.supply.post import Words, tell_staff, write_to
from bot.supply.refusals import OrderRefused
from knowledge.queries import negotiations, supplier_talk
from knowledge.queries.supply_orders import Purchase, held_purchase, purchase
from knowledge.records import (
    Negotiation,
    SupplierMessage,
    SupplierMessageState,
    utcnow,
)
from knowledge.store import Store, Unit

#: How often an answer is looked at anew while its order changes.
_TRIES = 5
_LONGEST_WHY = 400


class Negotiator:
    """The `AnswerReader` that reads, decides and answers.

    Args:
        zone: the shop's. silent_days: so long a supplier is waited for without a word.
        after: called once something is queued.
        reading: how answers are read.
    """

    def __init__(
        self,
        store: Store,
        words: Courteous,
        dates: ExpectedDates,
        *,
        staff_chat: str,
        zone: ZoneInfo,
        silent_days: int = 2,
        after: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utcnow,
        reading: Reading = read_answer,
    ) -> None:
        self._store, self._words, self._dates = store, words, dates
        self._reading = reading
        self._staff_chat, self._zone, self._silent_days = staff_chat, zone, silent_days
        self._after, self._clock = after, clock

    async def read(self, message_id: int) -> bool:
        """Act on a kept answer; False where there is nothing left to be done.

        Raises:
            StoreUnavailable: it is read at the next look.
        """
        for _ in range(_TRIES):
            seen = await self._look(message_id)
            if seen is None:
                return False
            # In a thread: a model reads, and the desk answers customers meanwhile.
            made = await asyncio.to_thread(plan, seen, self._today(), self._zone, self._reading)
            made, text = await self._worded(seen, made)
            made, moved = await self._expected(seen, made)
            if await self._keep(seen, made, text if made.is_said else "", moved):
                self._after()
                return True
        async with self._store.writing() as unit:
            why = both("采购单一直在变。", "Its order keeps changing.")
            return await supplier_talk.leave_to_staff(unit, message_id, why)

    async def _look(self, message_id: int) -> Seen | None:
        async with self._store.reading() as unit:
            message = await negotiations.message_of(unit, message_id)
            if message is None or message.state is not SupplierMessageState.NEW:
                return None
            number = None
            if message.purchase_order_id is not None:
                number = await negotiations.number_of(unit, message.purchase_order_id)
            if number is not None:
                return await self._seen(unit, message, await purchase(unit, number))
        async with self._store.writing() as unit:
            why = both("不属于任何采购单。", "It belongs to no order.")
            await supplier_talk.leave_to_staff(unit, message_id, why)
        return None

    async def _seen(self, unit: Unit, message: SupplierMessage, found: Purchase) -> Seen:
        course = await negotiations.course_of(unit, found.order.key)
        rails = await negotiations.guardrails_of(unit, found.supplier.key)
        if course is not None:
            moves = await negotiations.moves_of(unit, course.key)
            position = position_from(course.limits)
            telling = telling_of(rails, position)
            return Seen(message, found, course, moves, position, telling=telling)
        if rails is None:
            return Seen(message, found, None, (), None)
        try:
            position = await position_of(
                unit, found, rails, self._today(), self._zone, self._silent_days
            )
        except ValueError as error:
            return Seen(message, found, None, (), None, str(error))
        return Seen(message, found, None, (), position, telling=telling_of(rails, position))

    async def _worded(self, seen: Seen, made: Plan) -> tuple[Plan, str]:
        """The text of what is said, made before the transaction: nobody waits for a model."""
        if not made.is_said:
            return made, ""
        assert made.move is not None and seen.position is not None
        text = await self._words.word(seen.found, made.move, made.told)
        if self._words.tells(text, seen.found, seen.position.reservation):
            zh, en = "文字会泄露底线，没有发出", "Its words would tell our limit and were not sent."
            return _handed_over(made, zh, en), ""
        return made, text

    async def _expected(self, seen: Seen, made: Plan) -> tuple[Plan, DateChanged | None]:
        """Expect the goods on the day agreed. The same day again changes nothing, so a crash
        between this and the rest is made good when the answer is read again."""
        if made.day is None:
            return made, None
        number, words = seen.found.order.number, _said(seen.message)
        try:
            changed = await self._dates.change(number, made.day, words)
        except OrderRefused as refused:
            zh, en = f"日期不能用：{refused}", f"The day cannot be: {refused}"
            return _handed_over(made, zh, en), None
        return made, changed if made.yes is None else None

    async def _keep(self, seen: Seen, made: Plan, text: str, moved: DateChanged | None) -> bool:
        """Write all of it; False where the records are no longer what was looked at."""
        now = self._clock()
        async with self._store.writing() as unit:
            found = await held_purchase(unit, seen.found.order.number)
            message = await negotiations.message_of(unit, seen.message.key)
            assert message is not None
            if message.state is not SupplierMessageState.NEW:
                return True  # another process has done it
            if not await self._is_unchanged(unit, seen, found):
                return False
            message.reading = made.reading
            await self._settle(unit, message, found, made)
            if moved is not None and moved.before != moved.after:
                said = other_day(found, moved, self._zone)
                await tell_staff(unit, self._staff_chat, f"day:{message.key}", said)
            course = await go_on(unit, seen, made, now)
            if course is not None:
                ours = await self._say(unit, found, message, text, now)
                await keep_steps(unit, seen, made, course, (message, ours), now)
                if made.closes:
                    await self._close(unit, found, course, now)
            if made.yes is not None:
                confirm(unit, found, made.yes, now, None, _said(message))
        return True

    async def _is_unchanged(self, unit: Unit, seen: Seen, found: Purchase) -> bool:
        course = await negotiations.course_of(unit, found.order.key)
        if found.order.status is not seen.found.order.status:
            return False
        if course is None or seen.negotiation is None:
            return course is seen.negotiation
        moves = await negotiations.moves_of(unit, course.key)
        return course.state is seen.negotiation.state and len(moves) == len(seen.moves)

    async def _settle(
        self, unit: Unit, message: SupplierMessage, found: Purchase, made: Plan
    ) -> None:
        message.state = SupplierMessageState.READ
        if made.staff_en:
            message.state = SupplierMessageState.WITH_STAFF
            message.why = both(made.staff_zh, made.staff_en, _LONGEST_WHY)
            text = for_staff(found, made.staff_zh, made.staff_en)
            await tell_staff(unit, self._staff_chat, f"answer:{message.key}", text)
        elif made.move is not None and made.move.to_sign and made.move.terms is not None:
            text = to_sign(found, made.move.terms)
            await tell_staff(unit, self._staff_chat, f"sign:{message.key}", text)

    async def _close(self, unit: Unit, found: Purchase, course: Negotiation, now: datetime) -> None:
        zh, en = course.next_why_zh, course.next_why_en
        proposed = await end_without_deal(unit, found, course, now, self._zone, en)
        text = ended(found, zh, en, proposed)
        await tell_staff(unit, self._staff_chat, f"ended:{course.key}", text)

    async def _say(
        self, unit: Unit, found: Purchase, message: SupplierMessage, text: str, now: datetime
    ) -> SupplierMessage | None:
        if not text:
            return None
        words = Words(text, f"answer:{found.order.number}:{message.key}")
        return await write_to(unit, found.order, found.supplier, words, now=now, zone=self._zone)

    def _today(self) -> date:
        return self._clock().astimezone(self._zone).date()


def _handed_over(made: Plan, zh: str, en: str) -> Plan:
    """The same answer, left to staff: nothing is said and nothing is agreed."""
    move = None
    if made.move is not None:
        move = Move(MoveKind.TO_STAFF, made.move.cause)
    return replace(made, move=move, yes=None, day=None, staff_zh=zh, staff_en=en)


def _said(message: SupplierMessage) -> str:
    """The supplier's words, for the audit."""
    return " ".join(message.text.split())[:_LONGEST_WHY]
