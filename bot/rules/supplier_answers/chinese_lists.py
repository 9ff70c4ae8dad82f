"""Figures in the order of the items, without names: 8.5/8.5/23 and 60/200 each go with their item.

A list counts as one only where it has as many figures as the order has items and each is near the
price, or is about the quantity, of the item in its place, and of one kind only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.rules.supplier_answers.chinese_goods import noun_of
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Plain
from bot.rules.supplier_answers.values import AskedLine

_FIGURE = r"\d+(?:\.\d+)?"
_LIST = worded(rf"(?<![\d./月-]){_FIGURE}(?:\s?[/、和跟，]\s?{_FIGURE})+(?![\d./年月日号%])")
_SAME = worded(
    r"(?P<price>\d+(?:\.\d+)?)(?P<unit>(?:块|元)?(?:[一每/][个条只盒])?)(?P<between>[,，、;]\s*)"
    r"(?P<name>[^\s,，、;\d]{1,6})(?:也|都|跟它|和它)*(?:同价|是?这个价|一样的?价钱?格?|"
    r"价钱?格?一样)"
)


def with_items(plain: Plain, lines: Sequence[AskedLine]) -> Plain:
    """`260/45` -> `龙井260，茶叶礼盒45` where tea is at about 260 and the boxes at about 45."""
    plain = plain.put([(worded(r"(\d\.\d{1,2})\s?x\s?(?=\d{2,})"), r"\1*")])
    plain = plain.put([(_SAME, r"\g<price>\g<unit>\g<between>\g<name>\g<price>\g<unit>")])
    if len(lines) < 2:
        return plain
    return plain.put([(_LIST, _placer(lines)), (_OF_GOODS, _apart(lines))])


#: 8.6/300条 is a price and a quantity, where 138/100条 is a price of a hundred.
_OF_GOODS = worded(rf"(?<![\d.])({_FIGURE})\s?/\s?(\d{{2,5}}\s?[条个只盒张根件])")


def _apart(lines: Sequence[AskedLine]) -> Callable[[re.Match[str]], str]:
    def apart(match: re.Match[str]) -> str:
        number = value(match[1]) or Decimal(0)
        near = any(_is_price(number, line) for line in lines)
        return f"{match[1]}，{match[2]}" if near else match[0]

    return apart


def _placer(lines: Sequence[AskedLine]) -> Callable[[re.Match[str]], str]:
    names = [noun_of(line) for line in lines]

    def placed(match: re.Match[str]) -> str:
        figures = re.findall(_FIGURE, match[0])
        if len(figures) != len(lines) or not all(names):
            return match[0]
        numbers = [value(one) or Decimal(0) for one in figures]
        if _are(numbers, lines, _is_price) == _are(numbers, lines, _is_quantity):
            return match[0]
        return "，".join(name + figure for name, figure in zip(names, figures, strict=True))

    return placed


def _are(
    numbers: Sequence[Decimal],
    lines: Sequence[AskedLine],
    holds: Callable[[Decimal, AskedLine], bool],
) -> bool:
    return all(holds(number, line) for number, line in zip(numbers, lines, strict=True))


def _is_price(number: Decimal, line: AskedLine) -> bool:
    known = line.unit_price_minor or line.last_price_minor
    return known is not None and 3 * known <= number * 400 and number * 300 <= 4 * known


def _is_quantity(number: Decimal, line: AskedLine) -> bool:
    whole = number == int(number)
    return whole and line.quantity * 3 <= number * 10 and number <= line.quantity * 2
