"""The shop's own way with suppliers' letters: the reader reads, the negotiation's rules answer.

It is what `bot.supply.negotiate` does, without its records: the same reader, the same decision, the
same order of steps. The guardrails are those that a supplier has when staff change nothing
(`knowledge.records.Guardrails`), but for the latest day, which an importer's goods would pass.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from bot.rules.negotiation.limits import Guardrails, ItemLimits, highest_price, opening_price
from bot.rules.negotiation.moves import Move, MoveKind
from bot.rules.negotiation.next_move import next_move
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.reservation import Stake, reserve
from bot.rules.negotiation.terms import Course, Sent, SupplierMove, Terms
from bot.rules.supplier_answers import Asked, AskedLine, SupplierAnswer
from bot.supply.answer_moves import heard
from bot.supply.answer_reading import TwofoldReading
from bot.supply.course_book import completed, decide
from bot.supply.course_plan import Reading
from bot.supply.simulation.talk import Order, OrderLine, Say, SayKind

#: Simulated suppliers always answer and ask nothing, so they are neither reminded nor answered.
_KINDS = {
    MoveKind.ACCEPT: SayKind.AGREE,
    MoveKind.COUNTER: SayKind.OFFER,
    MoveKind.ASK: SayKind.ASK,
    MoveKind.WAIT: SayKind.WAIT,
    MoveKind.TO_STAFF: SayKind.STAFF,
    MoveKind.CLOSE: SayKind.STAFF,
}


@cache
def _reading() -> TwofoldReading:
    """One of each process: it keeps the model that it loads with the first letter."""
    return TwofoldReading()


def as_served(text: str, asked: Asked) -> SupplierAnswer:
    """Reads a letter as the shop reads real ones."""
    return _reading()(text, asked)


@dataclass(frozen=True, slots=True)
class OwnTalker:
    """Who negotiates each order within the same guardrails.

    Args:
        most_over: how far over the list price a price may go, 0.05 is 5 %.
        latest_days: the latest useful delivery, days from the order.
        rounds: offers of ours. ends_after_days: then staff see to it.
        accept_up_to_minor: a deal up to this sum is not signed by staff.
        read: what reads the letters.
    """

    most_over: float = 0.0
    latest_days: int = 60
    rounds: int = 4
    ends_after_days: int = 5
    accept_up_to_minor: int = 0
    read: Reading = as_served

    def begin(self, order: Order) -> OwnBargain:
        return OwnBargain(order, self._position(order), self.read)

    def _position(self, order: Order) -> Position:
        limits = tuple(_limits(line, self.most_over) for line in order.lines)
        stakes = tuple(
            Stake(one.item, line.quantity, line.sold_for_minor, line.a_day, one.opening_price_minor)
            for one, line in zip(limits, order.lines, strict=True)
        )
        guardrails = Guardrails(
            limits,
            order.at_list.currency,
            order.on + timedelta(days=self.latest_days),
            self.rounds,
            self.ends_after_days,
            self.accept_up_to_minor,
        )
        lost = sum(one.a_day * max(0, one.sold_for_minor - one.list_minor) for one in order.lines)
        return Position(
            guardrails, reserve(stakes, order.needed_by, lost_margin_a_day_minor=round(lost))
        )


def _limits(line: OrderLine, most_over: float) -> ItemLimits:
    last, wanted = line.list_minor, line.quantity
    highest = highest_price(last, over_last=most_over)
    opening = opening_price([last], highest)
    least, most = math.ceil(wanted / 2), math.floor(wanted * 1.5)
    return ItemLimits(line.item, last, highest, opening, least, wanted, most)


@dataclass
class OwnBargain:
    """The shop's side of one order."""

    order: Order
    position: Position
    read: Reading
    _events: list[Sent | SupplierMove] = field(default_factory=list)
    _offered: bool = False

    def hear(self, text: str, today: date) -> Say:
        course = self._course
        on_record = self.order.at_list
        on_table = course.offers[-1] if course.offers else on_record
        asked = _asked(self.order, on_table, today)
        said = heard(self.read(text, asked), asked, today, self._prices(course))
        move = decide(self.position, course, said, on_record, today)
        self._events.append(said)
        return self._do(move, today)

    def wake(self, today: date) -> Say:
        return self._do(next_move(self.position, self._course, today), today)

    @property
    def _course(self) -> Course:
        return Course(self.order.on, tuple(self._events))

    def _do(self, move: Move, today: date) -> Say:
        if move.kind in {MoveKind.COUNTER, MoveKind.ASK}:
            self._keep(Sent(today, move.terms, move.restated, move.final, move.topic))
        return Say(
            _KINDS[move.kind],
            move.terms,
            move.topic,
            move.until,
            again=move.restated,
            final=move.final,
            signed=move.to_sign,
        )

    def _keep(self, sent: Sent) -> None:
        """Our first offer stands before the words that it answers (`course_book.course_from`)."""
        first = sent.terms is not None and not self._offered and bool(self._events)
        self._events.insert(len(self._events) - int(first), sent)
        self._offered = self._offered or sent.terms is not None

    def _prices(self, course: Course) -> dict[str, int]:
        """By item what the supplier named last, else the price on record."""
        found = {line.item: line.list_minor for line in self.order.lines}
        for answer in course.answers:
            for line in completed(answer, self.order.at_list).lines:
                if any(one.item == line.item and one.unit_price_minor for one in answer.lines):
                    found[line.item] = line.unit_price_minor
        return found


def _asked(order: Order, on_table: Terms, today: date) -> Asked:
    """The order as its supplier's letter is read against it (`course_plan.asked_of`)."""
    lines = tuple(
        AskedLine(
            one.item,
            one.item,
            (one.name_zh, one.name_en),
            offered.quantity,
            one.pack_size,
            offered.unit_price_minor or None,
            last_price_minor=one.list_minor,
        )
        for one, offered in zip(order.lines, on_table.lines, strict=True)
    )
    return Asked(order.number, today, on_table.currency, lines, on_table.delivery)
