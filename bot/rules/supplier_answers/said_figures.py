"""Every figure of a plainly written text with its value, whatever it is about.

Money in words of its units (`九元五角`, `12块5`), decimal commas (`12,30`), digits behind letters
(`rmb268`) and numbers in words all count; what each figure is, others say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.numbers import NUMBER, value
from bot.rules.supplier_answers.values import Span

_MOST = Decimal(10**9)
_CHINESE = "[零〇一二两三四五六七八九十百千万]+"
_ONE = "[一二三四五六七八九]"


def _money(match: re.Match[str]) -> Decimal | None:
    """`12块2毛5` -> 12.25, `九块六一` -> 9.61, `12块半` -> 12.5."""
    whole, tail = value(match[1]), match[2]
    if whole is None:
        return None
    if tail == "半":
        return whole + Decimal("0.5")
    part = value(tail)
    if part is None:
        return None
    if match[3]:
        return whole + part / 10 + (value(match[4]) or 0 if match[4] else 0) / Decimal(100)
    return whole + (part / 10 if part < 10 else part / 100)


def _digits(match: re.Match[str]) -> Decimal | None:
    """`1,200.5` and `1.200,5` -> 1200.5, `12,30` -> 12.3."""
    text = match[0]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d+(?:[.,]\d{1,2})?|\d+\.\d+", text):
        return Decimal(text.replace(",", "."))
    return None


def _and_a_half(match: re.Match[str]) -> Decimal | None:
    whole = value(match[1])
    return None if whole is None else whole + Decimal("0.5")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Decimal | None]], ...] = (
    (
        worded(
            rf"(\d+(?:\.\d+)?|{_CHINESE})(?:块|元|美元|美金|刀)钱?(半|{_ONE}{{1,2}}|\d{{1,2}})"
            rf"(?:(毛|角)({_ONE}|\d)?分?)?(?![\d个箱条十百])"
        ),
        _money,
    ),
    (
        worded(
            r"(?<![\d.,])(?<![a-z][a-z0-9])\d+(?:[.,]\d+)*(?![.,]?\d)"
            r"(?!\s?(?:万|千|百|[kw](?![a-z0-9])|thousand|hundred))"
        ),
        _digits,
    ),
    (worded(r"(?:(?<=rmb)|(?<=usd)|(?<=cny)|(?<=us\$))\d+(?:[.,]\d+)*"), _digits),
    (worded(r"\b([a-z]+) and a half\b"), _and_a_half),
    (worded(NUMBER), lambda match: value(match[0])),
)


def said_figures(text: str) -> list[tuple[Span, Decimal]]:
    """Where a folded text has a figure, and its value, first to last."""
    return sorted(_found(text))


def _found(text: str) -> Iterator[tuple[Span, Decimal]]:
    rest = text
    for pattern, read in _FORMS:
        spans = []
        for match in pattern.finditer(rest):
            number = read(match)
            if number is not None and number <= _MOST:
                spans.append(match.span())
                yield match.span(), number
        rest = take_out(rest, spans)
