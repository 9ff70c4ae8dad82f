"""The words of a course: for the supplier, behind the lock, and for staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.reservation import Reservation
from bot.rules.negotiation.secrecy import tells_reservation
from bot.rules.negotiation.terms import Terms, Topic
from bot.rules.negotiation.wording import text_facts
from bot.supply.dates import DateChanged
from bot.supply.notices import SupplierWording, item_code, item_name, language_of
from knowledge.queries.supply_orders import Purchase
from models.values import Language

_ACTS = {
    MoveKind.ACCEPT: "supplier_accept",
    MoveKind.COUNTER: "supplier_offer",
    MoveKind.ASK: "supplier_question",
    MoveKind.REMIND: "supplier_reminder",
    MoveKind.ANSWER: "supplier_answer",
    MoveKind.CLOSE: "supplier_decline",
}

_QUESTIONS: Mapping[Topic, tuple[str, str]] = {
    Topic.PRICE: ("每种商品的单价是多少", "the unit price of each item"),
    Topic.QUANTITY: ("每种商品可以供多少件", "how many pieces of each item you can deliver"),
    Topic.DELIVERY: (
        "最早哪天能到货，那天到货单价是多少",
        "the earliest day of delivery, and the unit price for that day",
    ),
    Topic.ITEM: ("您说的是哪几种商品", "which items you mean"),
    Topic.CURRENCY: ("用订单的货币计算，单价是多少", "the unit price in our order's currency"),
    Topic.TERMS: (
        "每种商品的单价、数量和到货日期",
        "the unit price, the quantity and the delivery day of each item",
    ),
}


@dataclass(frozen=True, slots=True)
class Courteous:
    """Who words the shop's part.

    Args:
        shop_name: as suppliers read it.
    """

    wording: SupplierWording
    shop_name: str

    async def word(self, found: Purchase, move: Move, told: str = "") -> str:
        """What the supplier is told of a move that is said.

        Args:
            told: answers to what it asked: of an `ANSWER` all there is, else below the rest.
        """
        if move.kind is MoveKind.ANSWER:
            return await self.act(found, _ACTS[move.kind], told)
        text = await self._moved(found, move)
        return f"{text}\n\n{told}" if told else text

    async def _moved(self, found: Purchase, move: Move) -> str:
        act = _ACTS[move.kind]
        if move.kind is MoveKind.CLOSE:
            return await self.act(found, act)
        if move.kind is MoveKind.REMIND:
            # The act has no place for terms: they stand below, as in an order's message.
            return f"{await self.act(found, act)}\n\n{_summary(found, move)}"
        return await self.act(found, act, _summary(found, move))

    async def agreed(self, found: Purchase, terms: Terms) -> str:
        """That we order on these terms."""
        return await self.act(found, "supplier_accept", terms_text(found, terms))

    async def act(self, found: Purchase, act: str, summary: str = "") -> str:
        facts = {
            "purchase_order": found.order.number,
            "supplier": found.supplier.name,
            "shop_name": self.shop_name,
        }
        if summary:
            facts["summary"] = summary
        return await self.wording.word(act, facts, language_of(found.supplier))

    def tells(self, text: str, found: Purchase, reservation: Reservation) -> bool:
        """Whether a text tells what is hidden; then it is not sent."""
        known = [found.order.number, found.supplier.name, self.shop_name]
        for one in found.lines:
            known += [item_code(one), one.sku.code, item_name(one, "zh"), item_name(one, "en")]
        return tells_reservation(text, reservation, known)


def _summary(found: Purchase, move: Move) -> str:
    zh = language_of(found.supplier) is Language.ZH
    if move.terms is None:
        topic = move.topic if move.topic in _QUESTIONS else Topic.TERMS
        assert topic is not None
        return _QUESTIONS[topic][0 if zh else 1]
    said = terms_text(found, move.terms)
    if move.final:
        said += "\n这是我们最后的报价" if zh else "\nThis is our last offer"
    return said


def terms_text(found: Purchase, terms: Terms, language: Language | None = None) -> str:
    """Price, pieces and day of each item; by default in the supplier's language and names."""
    spoken = language or language_of(found.supplier)
    names = {one.sku.code: f"{item_name(one, spoken)} ({item_code(one)})" for one in found.lines}
    facts = text_facts(_said(terms), spoken.value, names)
    if spoken is Language.ZH:
        return f"{facts['lines']}\n{facts['delivery']}前到货，{facts['currency']}"
    return f"{facts['lines']}\ndelivery by {facts['delivery']}, {facts['currency']}"


def _said(terms: Terms) -> Move:
    return Move(MoveKind.ACCEPT, Cause.GOOD_ENOUGH, terms)


def for_staff(found: Purchase, zh: str, en: str) -> str:
    """What staff are told of an answer that they see to."""
    return (
        f"供应商的答复请同事处理 / A supplier's answer is yours: {found.supplier.name} · "
        f"{found.order.number}\n{zh}\n{en}"
    )


def other_day(found: Purchase, moved: DateChanged, zone: ZoneInfo) -> str:
    """What staff are told of the day that a supplier names for a confirmed order."""
    before, after = (
        f"{one.astimezone(zone):%Y-%m-%d}" if one else "?" for one in (moved.before, moved.after)
    )
    broken, drafts = len(moved.affected), len(moved.drafted)
    return (
        f"供应商改了到货日 / A supplier names another day: {found.supplier.name} · "
        f"{found.order.number}\n{before} → {after}\n"
        f"受影响的顾客订单 {broken}，待同意的延期通知 {drafts} / customers' orders whose promise "
        f"breaks: {broken}, notices that wait for a tap: {drafts}"
    )


def taken_up(found: Purchase, zh: str, en: str) -> str:
    """What staff are told of a course that they go on with."""
    return (
        f"谈判请同事处理 / A course is yours: {found.supplier.name} · {found.order.number}\n"
        f"{zh}\n{en}"
    )


def to_sign(found: Purchase, terms: Terms) -> str:
    """What staff are told of a deal that waits for them; not what it is worth."""
    return (
        f"待签字 / To be signed: {found.supplier.name} · {found.order.number}\n"
        f"{terms_text(found, terms, Language.ZH)}\n{terms_text(found, terms, Language.EN)}"
    )
