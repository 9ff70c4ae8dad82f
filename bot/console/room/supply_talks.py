"""Negotiations: each course as a timeline, and what suppliers wrote that staff have to see to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.console.room.page import Answer, Given, Json, Reader, Unusable, number, text
from bot.console.room.supply_by_order import OrderedTab, state_in
from bot.console.room.supply_orders import message
from bot.console.room.supply_refused import told
from bot.console.room.supply_terms import limits_told, terms_told
from bot.console.room.supply_words import reason_of
from bot.console.supply_parts import Signing
from bot.rules.permissions import Permission
from knowledge.queries.supply_orders import purchase
from knowledge.queries.supply_pages import (
    CourseStep,
    course_about,
    course_rows,
    currencies_of,
    messages_about,
)
from knowledge.queries.to_settle import ToSettle, settle, to_settle
from knowledge.records import (
    Negotiation,
    NegotiationState,
    PurchaseOrder,
    Supplier,
    SupplierMessage,
)
from knowledge.store import Unit

_PAGE = 30
_MOST_TO_SETTLE = 100
#: States in which a course may still be decided about.
_DECIDABLE = (NegotiationState.OPEN, NegotiationState.TO_SIGN, NegotiationState.WITH_STAFF)


class TalksTab(OrderedTab):
    """The courses, newest first, below what waits for staff."""

    name = "talks"
    kind, look = "course", "view_negotiation"

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._state: NegotiationState | None = None

    async def shown(self) -> Json:
        """The first page. That suppliers' words were looked at is written down."""
        async with self.console.store.writing() as unit:
            page = await self.page(unit, None)
            waiting = await to_settle(unit, _MOST_TO_SETTLE)
            if waiting:
                self.reader.record(unit, "view_supplier_messages", "suppliers")
        return page | {"waiting": [self._waiting(one) for one in waiting]}

    def offered(self) -> Mapping[str, Answer]:
        manage = Permission.MANAGE_SUPPLY
        return {
            "courses": Answer(self.search, self.needs),
            "course": Answer(self.one, self.needs),
            "settle": Answer(self.settle, manage),
            "sign": Answer(self.sign, manage),
            "refuse_course": Answer(self.refuse, manage),
            "take_over": Answer(self.take_over, manage),
            "hand_back": Answer(self.hand_back, manage),
            "write": Answer(self.write, manage),
        }

    def narrow(self, given: Given) -> None:
        """Those in a state."""
        self._state = state_in(given, "state", NegotiationState)

    async def settle(self, given: Given) -> None:
        """Staff have seen to a message."""
        key = number(given, "id")
        async with self.console.store.writing() as unit:
            if not await settle(unit, key, self.me):
                raise Unusable("course_settled_already")
            self.reader.record(unit, "settle_supplier_message", f"supplier_message:{key}")
        await self.done("course_settled")

    async def sign(self, given: Given) -> None:
        """Sign the deal; where the supplier was not told of it, staff have to."""
        await self._decide(given, "course_signed", self._signing().sign)

    async def refuse(self, given: Given) -> None:
        note = text(given, "note", 400)
        await self._decide(given, "course_refused", self._signing().refuse, note)

    async def take_over(self, given: Given) -> None:
        await self._decide(given, "course_taken_over", self._signing().take_over)

    async def hand_back(self, given: Given) -> None:
        await self._decide(given, "course_handed_back", self._signing().hand_back)

    async def write(self, given: Given) -> None:
        words = text(given, "text")
        if not words:
            raise Unusable("answer_empty")
        await self._decide(given, "course_written", self._signing().write, words)

    def _signing(self) -> Signing:
        signing = self.console.supply.signing
        if signing is None:
            raise Unusable("error_not_allowed")
        return signing

    async def _decide(
        self, given: Given, key: str, act: Callable[..., Awaitable[Any]], *said: str
    ) -> None:
        """Have it done, and show the course as it is then."""
        wanted = text(given, "number", 40)
        with told(self.reader):
            done = await act(self.me, wanted, *said)
        await self.changed(wanted, did=key)
        untold = key == "course_signed" and done is False
        await self.reader.tell("done", text=self.reader.words[f"{key}_untold" if untold else key])

    async def page(self, unit: Unit, before: int | None) -> Json:
        found = await course_rows(unit, _PAGE + 1, state=self._state, before=before)
        rows = [self._row(*one) for one in found[:_PAGE]]
        return {"rows": rows, "following": rows[-1]["id"] if len(found) > _PAGE else None}

    def _row(self, course: Negotiation, order: PurchaseOrder, supplier: Supplier) -> Json:
        return {
            "id": course.key,
            "number": order.number,
            "supplier": supplier.name,
            "state": course.state.value,
            "began": self.stamp(course.began_at),
            "ends": self.stamp(course.ends_at),
            "next": course.next_move,
        }

    async def whole(self, unit: Unit, wanted: str) -> Json:
        course, order, supplier, steps = await course_about(unit, wanted)
        said = await messages_about(unit, order.key)
        currency = (await currencies_of(unit)).get(supplier.key, "CNY")
        manages = self.reader.may(Permission.MANAGE_SUPPLY)
        decides = self.console.supply.signing is not None and course.state in _DECIDABLE
        return {
            **self._row(course, order, supplier),
            "reason": reason_of(await purchase(unit, wanted), self.reader.language),
            "closed": self.stamp(course.closed_at),
            "next_why": self._why(course.next_why_zh, course.next_why_en),
            "steps": self._timeline(steps, said, currency),
            "hidden": limits_told(course.limits, self.reader.words, currency) if manages else [],
            "decides": manages and decides,
            "held": course.state is NegotiationState.WITH_STAFF,
            "signs": course.state is NegotiationState.TO_SIGN,
        }

    def _timeline(
        self, steps: Sequence[CourseStep], said: Sequence[SupplierMessage], currency: str
    ) -> list[Json]:
        """The moves, and among them what was written besides: our request, staff's own words."""
        known = {one.message.key for one in steps if one.message is not None}
        first = next((one for one in said if one.is_ours), None)
        rows = [(one.move.happened_at, self._step(one, currency)) for one in steps]
        loose = [one for one in said if one.key not in known]
        rows += [
            (one.written_at, self._letter(one, "request" if one is first else "letter"))
            for one in loose
        ]
        return [told for _, told in sorted(rows, key=lambda row: row[0])]

    def _letter(self, one: SupplierMessage, kind: str) -> Json:
        return {
            "id": f"letter {one.key}",
            "number": None,
            "side": "shop" if one.is_ours else "supplier",
            "kind": kind,
            "terms": None,
            "why": "",
            "at": self.stamp(one.written_at),
            "message": message(self, one),
        }

    def _step(self, one: CourseStep, currency: str) -> Json:
        move = one.move
        return {
            "id": move.key,
            "number": move.number,
            "side": move.side,
            "kind": move.kind,
            "terms": terms_told(move.terms, currency),
            "why": self._why(move.why_zh, move.why_en),
            "at": self.stamp(move.happened_at),
            "message": message(self, one.message) if one.message else None,
        }

    def _why(self, zh: str, en: str) -> str:
        return (zh or en) if self.reader.language == "zh" else (en or zh)

    def _waiting(self, one: ToSettle) -> Json:
        return {
            **message(self, one.message),
            "supplier": one.supplier.name if one.supplier else "",
            "number": one.order.number if one.order else "",
        }
