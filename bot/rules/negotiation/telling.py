"""What a supplier may be told when it asks: from the order, and what staff set; else nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.negotiation.questions import Inquiry
from bot.rules.negotiation.terms import Terms
from bot.rules.negotiation.wording import day

_FORMS: Mapping[Inquiry, tuple[str, str]] = {
    Inquiry.ADDRESS: ("收货地址：{}", "Delivery address: {}"),
    Inquiry.PAYMENT: ("付款条件：{}", "Payment: {}"),
    Inquiry.PACKING: ("包装要求：{}", "Packing: {}"),
    Inquiry.ORDER: ("采购单号：{}", "Purchase order: {}"),
    Inquiry.QUANTITY: ("数量：{}", "Quantity: {}"),
    Inquiry.LATEST: ("最迟到货：{}", "Latest delivery: {}"),
    Inquiry.NEEDED: ("希望到货：{}", "Delivery wanted: {}"),
}
_NAMES: Mapping[Inquiry, tuple[str, str]] = {
    Inquiry.ADDRESS: ("收货地址", "the delivery address"),
    Inquiry.PAYMENT: ("付款条件", "the terms of payment"),
    Inquiry.PACKING: ("包装要求", "the packing"),
    Inquiry.ORDER: ("采购单号", "the order"),
    Inquiry.QUANTITY: ("数量", "the quantity"),
    Inquiry.LATEST: ("最迟到货日", "the latest day"),
    Inquiry.NEEDED: ("到货日", "the day that we ask for"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What staff let a supplier be told, empty where they have not set it.

    Args:
        latest_day: None: it is not told.
    """

    address: str = ""
    payment: str = ""
    packing: str = ""
    latest_day: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What an answer is made from: the order's number, what is on the table, the items' names."""

    number: str
    on_table: Terms
    names: Mapping[str, str]
    telling: Telling


def told(asked: Sequence[Inquiry], known: Known, language: str) -> str | None:
    """The answers, a line each, `zh` or `en`; None where one of them may not be told.

    `Delivery address: 8 Canal Road, Hangzhou`.
    """
    place = 0 if language == "zh" else 1
    lines = []
    for one in asked:
        value = _value(one, known, language)
        if not value:
            return None
        lines.append(_FORMS[one][place].format(value))
    return "\n".join(lines) if lines else None


def named(asked: Sequence[Inquiry], language: str) -> str:
    """What was asked, for staff: `the delivery address, the packing`."""
    zh = language == "zh"
    return ("、" if zh else ", ").join(_NAMES[one][0 if zh else 1] for one in asked)


def _value(one: Inquiry, known: Known, language: str) -> str:
    telling, terms = known.telling, known.on_table
    latest = telling.latest_day
    return {
        Inquiry.ADDRESS: telling.address,
        Inquiry.PAYMENT: telling.payment,
        Inquiry.PACKING: telling.packing,
        Inquiry.ORDER: known.number,
        Inquiry.QUANTITY: _pieces(terms, known.names, language),
        Inquiry.LATEST: day(latest, language) if latest is not None else "",
        Inquiry.NEEDED: day(terms.delivery, language),
    }[one]


def _pieces(terms: Terms, names: Mapping[str, str], language: str) -> str:
    zh = language == "zh"
    form, mark = ("{}：{}件", "；") if zh else ("{}: {} pieces", "; ")
    return mark.join(
        form.format(names.get(line.item, line.item), line.quantity) for line in terms.lines
    )
