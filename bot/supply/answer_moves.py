"""What a supplier's answer means in a negotiation; nothing that was not said is filled in.

The engine in `bot.rules.negotiation` completes terms only to offer them for confirmation.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any

from bot.rules.negotiation.questions import Inquiries, inquiries
from bot.rules.negotiation.terms import NamedLine, SupplierKind, SupplierMove
from bot.rules.supplier_answers import Act, Asked, AskedLine, LineAnswer, SupplierAnswer
from bot.rules.supplier_answers.quoting import own_words
from bot.rules.supplier_answers.verdict import NO_MORE_THAN_A_DAY

_ONLY_A_DAY = frozenset({NO_MORE_THAN_A_DAY})
_KINDS = {
    Act.ACCEPT: SupplierKind.ACCEPT,
    Act.REFUSE: SupplierKind.REFUSE,
    Act.COUNTER: SupplierKind.COUNTER,
    Act.QUESTION: SupplierKind.QUESTION,
    Act.OUT_OF_OFFICE: SupplierKind.OUT_OF_OFFICE,
}


def heard(
    answer: SupplierAnswer, asked: Asked, on: date, prices: Mapping[str, int]
) -> SupplierMove:
    """The supplier's move. One that is not sure, or asks for a larger order in all, is unsure.

    Args:
        on: the day it came.
        prices: what the supplier named last by item, else the price on record: a discount is
            off that. 10 % off 1220 → 1098.
    """
    if not answer.sure or _wants_more(answer, asked):
        return SupplierMove(SupplierKind.UNSURE, on)
    lines = {line.code: _named(line, asked) for line in answer.lines}
    if answer.discount is not None:
        for one in asked.lines:
            line = lines.setdefault(one.code, NamedLine(one.code))
            if line.unit_price_minor is None:
                price = less(prices[one.code], answer.discount.value)
                lines[one.code] = dataclasses.replace(line, unit_price_minor=price)
    return SupplierMove(
        _KINDS[answer.act],
        on,
        tuple(lines.values()),
        answer.date.value if answer.date else None,
        asked.currency,
        back_on=answer.back_on,
    )


def less(price_minor: int, percent: Decimal) -> int:
    """1220 less 10 % → 1098; less -10 % → 1342; half a minor unit goes up."""
    left = Decimal(price_minor) * (100 - percent) / 100
    return int(left.quantize(Decimal(1), ROUND_HALF_UP))


def _named(line: LineAnswer, asked: Asked) -> NamedLine:
    """A minimum above what we asked for is a quantity; an item left out is none of it."""
    if line.refused:
        return NamedLine(line.code, quantity=0)
    quantity = line.quantity.value if line.quantity else None
    if quantity is None and line.minimum and line.minimum.value > _of(asked, line.code).quantity:
        quantity = line.minimum.value
    price = line.unit_price_minor.value if line.unit_price_minor else None
    return NamedLine(line.code, price, quantity)


def _wants_more(answer: SupplierAnswer, asked: Asked) -> bool:
    """Whether the order is below the least total they take: which item grows is not said."""
    total = sum((one.unit_price_minor or 0) * one.quantity for one in asked.lines)
    return answer.minimum_total is not None and answer.minimum_total.value > total


def _of(asked: Asked, code: str) -> AskedLine:
    return next(one for one in asked.lines if one.code == code)


def questions_in(text: str, answer: SupplierAnswer) -> Inquiries | None:
    """What the supplier asks, when it only asks; None: it says something else, or asks nothing.

    A text that is nothing but questions of the list is one, whatever the reader doubts about it.
    """
    asked = inquiries(own_words(text).text)
    if asked.whole and asked.asked:
        return asked
    says = answer.lines or answer.date or answer.discount or answer.minimum_total
    if answer.act is not Act.QUESTION or says:
        return None
    asked = inquiries(answer.question)
    # Beside the questions there is something that the reader did not understand.
    return asked if answer.sure else Inquiries(asked.asked, whole=False)


def is_plain_yes(answer: SupplierAnswer, asked: Asked) -> bool:
    """Whether it agrees to exactly what was asked for; a day in time may be said with it."""
    if not answer.sure or answer.act is not Act.ACCEPT or answer.discount or answer.minimum_total:
        return False
    return all(_repeats(line, _of(asked, line.code)) for line in answer.lines)


def moved_day(answer: SupplierAnswer, asked: Asked) -> date | None:
    """The day on which a confirmed order comes, where the answer says that and nothing new beside.

    About what is agreed a bare day is enough: `5 December` to "when does it come?".
    """
    sure = answer.sure or _ONLY_A_DAY.issuperset(answer.doubts)
    agrees = answer.act in (Act.ACCEPT, Act.COUNTER)
    if not sure or not agrees or answer.discount or answer.minimum_total or answer.date is None:
        return None
    if not all(_repeats(line, _of(asked, line.code)) for line in answer.lines):
        return None
    return answer.date.value


def _repeats(line: LineAnswer, asked: AskedLine) -> bool:
    price, quantity = line.unit_price_minor, line.quantity
    return not (
        line.refused
        or (price is not None and price.value != asked.unit_price_minor)
        or (quantity is not None and quantity.value != asked.quantity)
        or (line.minimum is not None and line.minimum.value > asked.quantity)
    )


def plain(value: Any) -> Any:
    """A value of frozen dataclasses as plain JSON: days and decimals as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, date | Decimal) else value
