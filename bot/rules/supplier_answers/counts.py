"""Numbers of goods: `10 cartons`, 两百个, 20打, half."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import CHINESE, DIGITS, ENGLISH, value
from bot.rules.supplier_answers.units import UNIT, Measure, measure
from bot.rules.supplier_answers.values import Span

_COUNT = worded(rf"({DIGITS}|{CHINESE}|{ENGLISH}|\ba)\s?-?(?:\s?of )?({UNIT})(?:\s?of)?")
_HALF = worded(
    r"\bhalf\b(?: of)?(?: (?:the|your|my|that|this|our))?(?: (?:quantity|qty|order|amount|lot|"
    r"number|\u25a1+(?! ?(?:price|is|are|for))))?"
    r"(?=\s*(?:[.,;!:)\n]|$|i'm afraid|sorry|unfortunately|only|now\b|first\b|today\b|then\b|"
    r"of (?:it|them)\b|can\b|will\b|is\b|by\b|"
    r"on\b|"
    r"before\b|ready\b|straight\b|and\b|\u25a1))|一半|半数"
)
_BARE = worded(
    rf"{DIGITS}|[零〇一二两三四五六七八九]*[百千万][零〇一二两三四五六七八九十百千]*|"
    rf"[二三四五六七八九]?十[一二三四五六七八九]?(?=[，。,\s]|$|不|可以|就|没|嘛|吧|啊|哦|行|都|算|"
    rf"了|啦|呢|你|您|我|才|做|给|也)"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of goods; `of` is None for a bare number, which may be anything."""

    number: Decimal
    span: Span
    of: Measure | None = None
    half: bool = False


def find_counts(text: str) -> list[Count]:
    """Every number with a unit, and every "half", in a folded text."""
    found = []
    for match in _COUNT.finditer(text):
        number = Decimal(1) if match[1] == "a" else value(match[1])
        if number is not None:
            found.append(Count(number, match.span(), measure(match[2])))
    found += [Count(Decimal(0), match.span(), half=True) for match in _HALF.finditer(text)]
    return sorted(found, key=lambda count: count.span)


def find_bare(text: str) -> list[Count]:
    """Every number that nothing else has taken."""
    found = []
    for match in _BARE.finditer(text):
        number = value(match[0])
        if number is not None:
            in_word = re.match(r"[a-z]", text[match.end() :])
            found.append(Count(number, match.span(), Measure.OTHER if in_word else None))
    return found
