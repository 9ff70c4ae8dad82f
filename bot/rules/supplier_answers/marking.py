"""A supplier's text marked for the learned reading: figures, days and items, and their signs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.rules.supplier_answers import units
from bot.rules.supplier_answers.dates import find_days
from bot.rules.supplier_answers.folding import fold, take_out, worded
from bot.rules.supplier_answers.items import Named, named
from bot.rules.supplier_answers.noise import find_noise
from bot.rules.supplier_answers.plainly import item_spans, written_plainly
from bot.rules.supplier_answers.quoting import own_words
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.said_figures import said_figures
from bot.rules.supplier_answers.values import Asked, AskedLine, Span
from models.answer_marks import FIGURE_SIGNS, PAIR_SIGNS, Figure, MarkedText, NamedDay, NamedItem

_SIGN = {name: place for place, name in enumerate(FIGURE_SIGNS)}
_PAIR = {name: place for place, name in enumerate(PAIR_SIGNS)}
#: Blanks that mail programs and taken-out quotes leave: they would only fill the model's places.
_CLOSER: tuple[Rule, ...] = (
    (worded(r"[^\S\n]{3,}"), "  "),
    (worded(r"\s*\n\s*"), "\n"),
    (worded(r"\A\s+|\s+\Z"), ""),
)
_UNIT = worded(r"\s{0,2}(?:/|per|an?|每|each|一)?\s?(" + units.UNIT + ")")
_PER = worded(r"(?:per|a|an|/|每|一|each)\s?(" + units.UNIT + ")")
_CURRENCY_BEFORE = worded(r"[¥$]|rmb|usd|cny")
_CURRENCY_AFTER = worded(r"\s?(?:元|块|美元|rmb|usd|cny|yuan|dollars|bucks|kuai|刀)")
_PERCENT = worded(r"\s?(?:%|percent|per cent|个点|pct)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked text, with what its marks mean.

    Args:
        values: of its figures. days: of its named days; None where none is fixed.
        plain: the way back to the text as it came.
    """

    text: MarkedText
    values: tuple[Decimal, ...]
    days: tuple[date | None, ...]
    plain: Plain


def marked(text: str, asked: Asked) -> Marked:
    """The text that a supplier wrote about an open order, marked."""
    several = len(asked.lines) > 1
    body = own_words(text, lambda line: item_spans(line, asked) if several else [(0, 0)])
    plain = written_plainly(fold(body.text), asked).put(_CLOSER)
    names = named(plain.text, asked.lines)
    mask = take_out(plain.text, [one.span for one in names if not one.general])
    mask = take_out(mask, find_noise(mask, asked.number), " ")
    days = find_days(mask, asked.today)
    mask = take_out(mask, [one.span for one in days])
    figures = said_figures(mask)
    made = MarkedText(
        text=plain.text,
        items=len(asked.lines),
        figures=tuple(_figure(plain.text, mask, *one, names, asked) for one in figures),
        days=tuple(
            NamedDay(one.span, one.day is not None and one.day > asked.needed_by) for one in days
        ),
        names=tuple(NamedItem(one.span, one.lines, one.general) for one in names),
    )
    values = tuple(number for _, number in figures)
    return Marked(made, values, tuple(one.day for one in days), plain)


def _figure(
    text: str, mask: str, span: Span, number: Decimal, names: list[Named], asked: Asked
) -> Figure:
    signs = _around(mask, span, number)
    for line in asked.lines:
        signs |= _compared(number, line)
    pairs = tuple(
        _pair(text, span, number, item, names, asked.lines) for item in range(len(asked.lines))
    )
    return Figure(span, tuple(sorted(_SIGN[sign] for sign in signs)), pairs)


def _around(mask: str, span: Span, number: Decimal) -> set[str]:
    """What stands beside a figure, and its form."""
    start, end = span
    before, after = mask[max(0, start - 4) : start], mask[end : end + 8]
    unit = _UNIT.match(mask, end)
    found = {
        "currency_before": bool(_CURRENCY_BEFORE.search(before)),
        "currency_after": bool(_CURRENCY_AFTER.match(after)),
        "percent": bool(_PERCENT.match(after)) or before.endswith("百分之"),
        "tenths": after.startswith("折"),
        "fraction": number != int(number),
        "per": bool(_PER.search(mask[end : end + 14])),
    }
    digits = min(6, max(0, int(math.log10(float(number) + 0.01) + 1)))
    also = {units.measure(unit[1]).value} if unit else set()
    return {sign for sign, holds in found.items() if holds} | also | {f"digits_{digits}"}


def _compared(number: Decimal, line: AskedLine) -> set[str]:
    """How a figure compares with what was asked of one item."""
    known = line.unit_price_minor or line.last_price_minor
    share = float(number * 100) / known if known else 0.0
    found = {
        "near_price": 0.6 <= share <= 1.6,
        "our_price": bool(known) and number * 100 == known,
        "near_price_of_pack": line.pack_size > 1 and 0.6 <= share / line.pack_size <= 1.6,
        "near_price_of_dozen": 0.6 <= share / 12 <= 1.6,
        "near_half_price": 0.3 <= share <= 0.8,
        "last_price": line.last_price_minor is not None and number * 100 == line.last_price_minor,
        "our_quantity": number == line.quantity,
        "our_packs": number * line.pack_size == line.quantity,
    }
    return {sign for sign, holds in found.items() if holds}


def _pair(
    text: str,
    span: Span,
    number: Decimal,
    item: int,
    names: list[Named],
    lines: tuple[AskedLine, ...],
) -> tuple[float, ...]:
    """The signs between a figure and an item: how it compares, and where the item is named."""
    line = lines[item]
    known = line.unit_price_minor or line.last_price_minor
    share = float(number * 100) / known if known else 0.0
    found = {
        "near_price": 0.75 <= share <= 1.3,
        "our_price": bool(known) and share == 1,
        "near_price_of_pack": line.pack_size > 1 and 0.75 <= share / line.pack_size <= 1.3,
        "near_price_of_dozen": 0.75 <= share / 12 <= 1.3,
        "our_quantity": number == line.quantity,
        "our_packs": number * line.pack_size == line.quantity,
        "less": number < line.quantity,
        "more": number > line.quantity,
        "not_named": not any(item in one.lines for one in names),
    }
    found |= _named_before(text, span, item, names) | _named_after(text, span, item, names)
    values = [float(found.get(sign, False)) for sign in PAIR_SIGNS]
    values[_PAIR["one_of"]] = 1.0 / len(lines)
    return tuple(values)


def _named_before(text: str, span: Span, item: int, names: list[Named]) -> dict[str, bool]:
    before = [one for one in names if one.span[1] <= span[0]]
    if not before:
        return {}
    last = before[-1]
    gap, is_last = text[last.span[1] : span[0]], item in last.lines
    found = {
        "named_before": is_last,
        "named_in_general": is_last and last.general,
        "same_line": is_last and "\n" not in gap,
        "just_before": is_last and len(gap) < 6,
    }
    special = [one for one in before if not one.general]
    if special:
        found["last_named"] = item in special[-1].lines
    if len(special) > 1 and "\n" not in text[special[-2].span[1] : span[0]]:
        found["named_before_that"] = item in special[-2].lines
    return found


def _named_after(text: str, span: Span, item: int, names: list[Named]) -> dict[str, bool]:
    after = next((one for one in names if one.span[0] >= span[1]), None)
    if after is None or item not in after.lines:
        return {}
    gap = text[span[1] : after.span[0]]
    return {"named_after": True, "just_after": "\n" not in gap and len(gap) < 12}
