"""What is done about a supplier's answer: read, weighed, decided; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.questions import Inquiries, inquiries
from bot.rules.negotiation.standing import Standing
from bot.rules.negotiation.telling import Known, Telling, named, told
from bot.rules.negotiation.terms import Course, SupplierKind, SupplierMove, Terms
from bot.rules.negotiation.wording import why
from bot.rules.supplier_answers import Asked, AskedLine, SupplierAnswer, read_answer
from bot.rules.supplier_answers.doubts_zh import act_said, doubts_said
from bot.rules.supplier_answers.quoting import own_words
from bot.supply.answer_moves import heard, is_plain_yes, moved_day, plain, questions_in
from bot.supply.course_book import completed, course_from, decide
from bot.supply.course_limits import record_terms
from bot.supply.handing_back import staff_spoke
from bot.supply.notices import item_code, item_name, language_of
from knowledge.queries.supply_orders import Ordered, Purchase
from knowledge.records import (
    Negotiation,
    NegotiationMove,
    NegotiationState,
    PurchaseOrderStatus,
    SupplierMessage,
)

#: Reads a text about an open order.
Reading = Callable[[str, Asked], SupplierAnswer]

_ACTS_SAID = (MoveKind.COUNTER, MoveKind.ASK, MoveKind.ANSWER, MoveKind.CLOSE)


@dataclass(frozen=True, slots=True)
class Seen:
    """An unread answer and all that bears on it, as it was at one moment.

    Args:
        position: None: nothing is negotiated with this supplier.
        problem: why the limits cannot be worked out, or empty.
        telling: what the supplier may be told when it asks.
    """

    message: SupplierMessage
    found: Purchase
    negotiation: Negotiation | None
    moves: Sequence[NegotiationMove]
    position: Position | None
    problem: str = ""
    telling: Telling = field(default_factory=Telling)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done about an answer.

    Args:
        reading: the answer as plain JSON.
        on_table: our last offer, or the order on record.
        move: None: there is no course, or it is not the bot's any more.
        yes: terms on which the order is confirmed at once.
        day: on which the goods are expected from now on.
        staff_zh, staff_en: why staff see to it; empty: they need not.
        told: answers to what the supplier asked.
    """

    reading: dict[str, Any]
    on_table: Terms
    said: SupplierMove
    move: Move | None = None
    yes: Terms | None = None
    day: date | None = None
    staff_zh: str = ""
    staff_en: str = ""
    told: str = ""

    @property
    def is_said(self) -> bool:
        """Whether the supplier is told something by this move."""
        if self.move is None:
            return False
        is_deal = self.move.kind is MoveKind.ACCEPT and not self.move.to_sign
        return is_deal or self.move.kind in _ACTS_SAID

    @property
    def closes(self) -> bool:
        """Whether the course ends without a deal by this move."""
        return self.move is not None and self.move.kind is MoveKind.CLOSE


def plan(seen: Seen, today: date, zone: ZoneInfo, read: Reading = read_answer) -> Plan:
    """What to do about an answer as it is read; nothing is written."""
    on = seen.message.written_at.astimezone(zone).date()
    on_record = record_terms(seen.found, zone)
    began = seen.negotiation.began_at.astimezone(zone).date() if seen.negotiation else today
    # A message that is read once more counts as it is read now.
    moves = [one for one in seen.moves if one.message_id != seen.message.key]
    course = course_from(began, moves, zone)
    asks = seen.found.order.status is PurchaseOrderStatus.REQUESTED
    on_table = course.offers[-1] if course.offers and asks else on_record
    asked = asked_of(seen.found, on_table, on)
    answer = read(seen.message.text, asked)
    said = heard(answer, asked, on, _prices(course, on_record))
    if said.kind is SupplierKind.ACCEPT and staff_spoke(moves):
        # Staff may have offered something else in their own words.
        said = SupplierMove(SupplierKind.UNSURE, on)
    known = Plan(plain(answer), on_table, said)
    return _decided(seen, known, answer, asked, course, on_record, today)


def _decided(
    seen: Seen,
    known: Plan,
    answer: SupplierAnswer,
    asked: Asked,
    course: Course,
    on_record: Terms,
    today: date,
) -> Plan:
    if seen.found.order.status is PurchaseOrderStatus.CONFIRMED:
        return _agreed_already(known, answer, asked, today)
    if seen.found.order.status is not PurchaseOrderStatus.REQUESTED:
        return _to_staff(known, "这张采购单已不在询价中", "The order is asked for no longer.")
    if seen.problem:
        return _to_staff(known, f"算不出谈判限度：{seen.problem}", f"No limits: {seen.problem}")
    if seen.position is None:
        return _unnegotiated(known, answer, asked, today)
    if seen.negotiation is not None and seen.negotiation.state is not NegotiationState.OPEN:
        zh, en = "谈判已由同事接手或已结束", "The course is in your hands, or over."
        return _to_staff(known, zh, en)
    asked_us = questions_in(seen.message.text, answer)
    if asked_us is not None:
        return _asked_back(seen, known, asked_us, answer, course, today)
    move = decide(seen.position, course, known.said, on_record, today)
    zh, en = (why(move, seen.position, language) for language in ("zh", "en"))
    if move.kind is MoveKind.TO_STAFF:
        return _with(known, move, zh=zh, en=en)
    is_deal = move.kind is MoveKind.ACCEPT and not move.to_sign
    made = _with(known, move, yes=move.terms if is_deal else None)
    beside = told(inquiries(answer.question).asked, _known(seen, known), _language(seen))
    return replace(made, told=beside or "")


def _agreed_already(known: Plan, answer: SupplierAnswer, asked: Asked, today: date) -> Plan:
    """Of a confirmed order the day alone may change without staff; customers are told by a tap."""
    day = moved_day(answer, asked)
    if day is not None and day >= today:
        return replace(known, day=day)
    zh, en = "采购单已确认，这封信要您看", "The order is confirmed already; this is for you to read"
    return _to_staff(known, f"{zh}：{_read_as(answer, 'zh')}。", f"{en}: {_read_as(answer, 'en')}.")


def _asked_back(
    seen: Seen,
    known: Plan,
    asked_us: Inquiries,
    answer: SupplierAnswer,
    course: Course,
    today: date,
) -> Plan:
    """The supplier only asks: answered from what may be told, or staff read the question."""
    assert seen.position is not None
    known = replace(known, said=SupplierMove(SupplierKind.QUESTION, known.said.on))
    text = told(asked_us.asked, _known(seen, known), _language(seen)) if asked_us.whole else None
    if text is not None and not Standing(seen.position, course, today).asked_out:
        move = Move(MoveKind.ANSWER, Cause.ANSWERED, about=asked_us.asked)
        return replace(_with(known, move), told=text)
    move = Move(MoveKind.TO_STAFF, Cause.THEIR_QUESTION)
    zh, en = (why(move, seen.position, language) for language in ("zh", "en"))
    words = " ".join((answer.question or own_words(seen.message.text).text).split())
    unset = asked_us.whole and text is None
    if unset:
        zh += f"未设定可告知的内容：{named(asked_us.asked, 'zh')}。"
        en += f" What may be told is not set: {named(asked_us.asked, 'en')}."
    return _with(known, move, zh=f"{zh}\n「{words}」", en=f"{en} “{words}”")


def _known(seen: Seen, known: Plan) -> Known:
    language = language_of(seen.found.supplier)
    names = {
        one.sku.code: f"{item_name(one, language)} ({item_code(one)})" for one in seen.found.lines
    }
    return Known(seen.found.order.number, known.on_table, names, seen.telling)


def _language(seen: Seen) -> str:
    return language_of(seen.found.supplier).value


def _with(known: Plan, move: Move, *, yes: Terms | None = None, zh: str = "", en: str = "") -> Plan:
    day = yes.delivery if yes is not None else None
    return Plan(known.reading, known.on_table, known.said, move, yes, day, zh, en)


def _unnegotiated(known: Plan, answer: SupplierAnswer, asked: Asked, today: date) -> Plan:
    """A plain yes confirms the order; anything else is staff's."""
    day = answer.date.value if answer.date else None
    if is_plain_yes(answer, asked) and (day is None or day >= today):
        return Plan(known.reading, known.on_table, known.said, yes=known.on_table, day=day)
    zh, en = (
        f"不与这家供应商谈判，答复不是单纯的同意：{_read_as(answer, 'zh')}。",
        f"Nothing is negotiated, and it is no plain yes: {_read_as(answer, 'en')}.",
    )
    return _to_staff(known, zh, en)


def _read_as(answer: SupplierAnswer, language: str) -> str:
    """`counter (two values for one price)`, in a language."""
    doubts, act = doubts_said(answer.doubts, language), act_said(answer.act, language)
    return f"{act} ({doubts})" if doubts else act


def _to_staff(known: Plan, zh: str, en: str) -> Plan:
    return Plan(known.reading, known.on_table, known.said, staff_zh=zh, staff_en=en)


def _prices(course: Course, on_record: Terms) -> dict[str, int]:
    """By item what the supplier named last, else the price on record."""
    found = {line.item: line.unit_price_minor for line in on_record.lines}
    for answer in course.answers:
        for line in completed(answer, on_record).lines:
            if any(one.item == line.item and one.unit_price_minor for one in answer.lines):
                found[line.item] = line.unit_price_minor
    return found


def asked_of(found: Purchase, on_table: Terms, on: date) -> Asked:
    """The order as its supplier's answer is read against it."""
    offered = {line.item: line for line in on_table.lines}
    lines = []
    for one in found.lines:
        line = offered[one.sku.code]
        lines.append(_asked_line(one, line.quantity, line.unit_price_minor))
    return Asked(found.order.number, on, on_table.currency, tuple(lines), on_table.delivery)


def _asked_line(one: Ordered, quantity: int, price: int) -> AskedLine:
    offer, product, sku = one.offer, one.product, one.sku
    names = (item_name(one, "zh"), item_name(one, "en"), product.name_zh, product.name_en)
    return AskedLine(
        sku.code,
        offer.supplier_sku if offer else "",
        tuple(dict.fromkeys(name for name in (*names, sku.variant_zh, sku.variant_en) if name)),
        quantity,
        offer.pack_size if offer else 1,
        price or None,
        last_price_minor=one.line.unit_price_minor or None,
    )
