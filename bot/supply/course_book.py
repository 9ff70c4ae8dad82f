"""The steps of a course: as rows that are kept, and as the course that the rules look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.negotiation.concession import target
from bot.rules.negotiation.doubts import doubt_about
from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.next_move import next_move
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.terms import (
    Course,
    Line,
    NamedLine,
    Sent,
    SupplierKind,
    SupplierMove,
    Terms,
    Topic,
)
from bot.supply.answer_moves import plain
from knowledge.records import NegotiationMove

SHOP, SUPPLIER, STAFF = "shop", "supplier", "staff"
#: Moves of ours that the supplier reads, and a course goes by.
SAID = frozenset({MoveKind.COUNTER, MoveKind.ASK, MoveKind.REMIND, MoveKind.ANSWER})


def course_from(began: date, moves: Sequence[NegotiationMove], zone: ZoneInfo) -> Course:
    """The course so far.

    Our request names no price, so what we offer first stands before the words that it answers:
    what the supplier named there is weighed as an answer to that offer, and is not lost.
    """
    events: list[Sent | SupplierMove] = []
    offered = False
    for one in _counted(moves):
        on = one.happened_at.astimezone(zone).date()
        if one.side == SUPPLIER:
            events.append(_said(one.terms["said"], on))
        elif one.side == SHOP and one.kind in SAID:
            sent = _sent(one, on)
            first = sent.terms is not None and not offered and bool(events)
            events.insert(len(events) - int(first), sent)
            offered = offered or sent.terms is not None
    return Course(began, tuple(events))


def _counted(moves: Sequence[NegotiationMove]) -> Iterator[NegotiationMove]:
    """The steps without the earlier readings of a message that was read again."""
    latest = {one.message_id: one.number for one in moves if one.side == SUPPLIER}
    for one in moves:
        if one.side != SUPPLIER or one.message_id is None or one.number == latest[one.message_id]:
            yield one


def waiting(course: Course, today: date) -> Course:
    """The same course as one that waits for the supplier.

    Our first offer, which stands before the words that it answers, is what they last had of us.
    """
    if course.unanswered is not None or not course.offers:
        return course
    return course.then(Sent(today, course.offers[-1], restated=True))


def decide(
    position: Position, course: Course, heard: SupplierMove, on_record: Terms, today: date
) -> Move:
    """What to do about an answer.

    Before our first offer a yes is one to the order at the prices on record, and other terms
    are answered with our first offer, unless they are no worse than that.
    """
    if course.offers or _is_odd(position, heard, today):
        return next_move(position, course.then(heard), today)
    if heard.kind is SupplierKind.ACCEPT:
        as_asked = replace(on_record, delivery=heard.delivery or on_record.delivery)
        return next_move(position, course.then(Sent(heard.on, as_asked)).then(heard), today)
    if heard.kind is not SupplierKind.COUNTER:
        return next_move(position, course.then(heard), today)
    first = target(position, today)
    named = completed(heard, on_record)
    if is_whole(heard, named) and _beats(position, named, first):
        to_sign = position.guardrails.needs_signature(named)
        return Move(MoveKind.ACCEPT, Cause.GOOD_ENOUGH, named, to_sign=to_sign)
    return next_move(position, Course(course.began), today)


def _beats(position: Position, named: Terms, first: Terms | None) -> bool:
    """Whether what they name is allowed, and no worse than what we would ask for first."""
    gain = position.reservation.gain
    return first is not None and position.allows(named) and gain(named) >= gain(first)


def _is_odd(position: Position, heard: SupplierMove, today: date) -> bool:
    """Whether it is no serious answer; a yes is looked at with the offer that it answers."""
    kind = SupplierKind.COUNTER if heard.kind is SupplierKind.ACCEPT else heard.kind
    return doubt_about(replace(heard, kind=kind), position.guardrails, None, 0, today) is not None


def completed(heard: SupplierMove, last: Terms) -> Terms:
    """What is on the table after an answer: what was not said is as it was."""
    named = {line.item: line for line in heard.lines}
    lines = []
    for line in last.lines:
        said = named.get(line.item, NamedLine(line.item))
        price, pieces = said.unit_price_minor, said.quantity
        lines.append(
            Line(
                line.item,
                line.quantity if pieces is None else pieces,
                line.unit_price_minor if price is None else price,
            )
        )
    return Terms(tuple(lines), heard.delivery or last.delivery, last.currency)


def is_whole(heard: SupplierMove, terms: Terms) -> bool:
    """Whether every price, quantity and the day were said."""
    known = {
        one.item
        for one in heard.lines
        if one.unit_price_minor is not None and one.quantity is not None
    }
    return heard.delivery is not None and known == {line.item for line in terms.lines}


def kept_answer(heard: SupplierMove, last: Terms) -> dict[str, Any]:
    """An answer as its row keeps it: what is on the table, and what was said."""
    on_table: dict[str, Any] = plain(completed(heard, last))
    return on_table | {"said": plain(heard)}


def kept_move(move: Move) -> dict[str, Any]:
    """A move of ours as its row keeps it."""
    terms: dict[str, Any] = plain(move.terms) if move.terms is not None else {}
    topic = move.topic.value if move.topic else None
    return terms | {"restated": move.restated, "final": move.final, "topic": topic}


def terms_from(kept: Mapping[str, Any]) -> Terms | None:
    """The terms that a row keeps, if it has some."""
    if "lines" not in kept:
        return None
    lines = tuple(Line(**one) for one in kept["lines"])
    return Terms(lines, date.fromisoformat(kept["delivery"]), kept["currency"])


def _sent(move: NegotiationMove, on: date) -> Sent:
    kept = move.terms
    topic = Topic(kept["topic"]) if kept["topic"] else None
    reminds = move.kind == MoveKind.REMIND
    return Sent(on, terms_from(kept), kept["restated"], kept["final"], topic, reminds)


def _said(kept: Mapping[str, Any], on: date) -> SupplierMove:
    return SupplierMove(
        SupplierKind(kept["kind"]),
        on,
        tuple(NamedLine(**one) for one in kept["lines"]),
        _day(kept["delivery"]),
        kept["currency"],
        kept["to_offer"],
        Topic(kept["topic"]),
        _day(kept["back_on"]),
    )


def _day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)
