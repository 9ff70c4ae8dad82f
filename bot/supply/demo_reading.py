"""What our letters say to the demo's suppliers.

An offer stands in the layout of `bot.rules.negotiation.wording`, which is read off as any person
would. Words that staff wrote themselves are read by the reader of suppliers' answers, and what they
do not name is as it was ordered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.rules.negotiation.terms import Line, Terms
from bot.rules.negotiation.wording import day
from bot.rules.supplier_answers import Asked, AskedLine, read_answer
from bot.supply.simulation.talk import CURRENCY, Order, Say, SayKind

#: `(J-77)：80件，单价¥30.00` and `(J-77): 80 pieces at ¥30.00`.
_LINE = re.compile(
    r"\((?P<item>[^()]+)\)(?:：|: )(?P<pieces>\d+)(?:件，单价| pieces at )"
    r"[^\d\s]{0,4} ?(?P<price>[\d,]+\.\d\d)"
)
_DAY = re.compile(
    r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日前到货|"
    r"delivery by (?P<day>\d{1,2}) (?P<month>[A-Z][a-z]+) (?P<year>\d{4})"
)
_MONTHS: Mapping[str, int] = {day(date(2000, n, 1), "en").split()[1]: n for n in range(1, 13)}
#: What the shop says of an offer that is its last (`course_words`).
_LAST = ("这是我们最后的报价", "This is our last offer")


def said(text: str, order: Order, on: date) -> Say:
    """What a letter of ours does.

    `杯 (J-77)：80件，单价¥30.00` and `2026年12月5日前到货` → an offer of 80 at 3000 for that day.

    Args:
        on: the day of the letter.
    """
    terms = _laid_out(text, order) or _named(text, order, on)
    if terms is None:
        return Say(SayKind.ASK)
    return Say(SayKind.OFFER, terms, final=any(one in text for one in _LAST))


def _laid_out(text: str, order: Order) -> Terms | None:
    """An offer in our layout; None where it is none, or names not each item."""
    named = {one["item"]: one for one in _LINE.finditer(text)}
    until = _day(text)
    if until is None or {one.item for one in order.lines} - named.keys():
        return None
    lines = tuple(
        Line(one.item, int(named[one.item]["pieces"]), _minor(named[one.item]["price"]))
        for one in order.lines
    )
    return Terms(lines, until, CURRENCY)


def _named(text: str, order: Order, on: date) -> Terms | None:
    """What other words offer; None where they do not name the price of each item."""
    answer = read_answer(text, _asked(order, on))
    prices = {one.code: one.unit_price_minor.value for one in answer.lines if one.unit_price_minor}
    pieces = {one.code: one.quantity.value for one in answer.lines if one.quantity}
    if {one.item for one in order.lines} - prices.keys():
        return None
    lines = tuple(
        Line(one.item, pieces.get(one.item, one.quantity), prices[one.item]) for one in order.lines
    )
    return Terms(lines, answer.date.value if answer.date else order.needed_by, CURRENCY)


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    if found["y"]:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    return date(int(found["year"]), _MONTHS[found["month"]], int(found["day"]))


def _minor(price: str) -> int:
    """`1,250.00` → 125000."""
    return int(price.replace(",", "").replace(".", ""))


def _asked(order: Order, on: date) -> Asked:
    lines = tuple(
        AskedLine(
            one.item,
            one.item,
            (one.name_zh, one.name_en),
            one.quantity,
            one.pack_size,
            one.list_minor,
            last_price_minor=one.list_minor,
        )
        for one in order.lines
    )
    return Asked(order.number, on, CURRENCY, lines, order.needed_by)
