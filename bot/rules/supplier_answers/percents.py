"""Percentages and what they do to a price: `5% off`, 九五折, 让三个点, `price up 5%`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import CHINESE, DIGITS, ENGLISH, value
from bot.rules.supplier_answers.values import Span

_PERCENT = worded(
    rf"({DIGITS}|{CHINESE}|{ENGLISH})\s?(?:%|percents?\b|per cent\b|pct\b|个点|"
    rf"点(?=优惠|折扣|利))|百分之({CHINESE}|{DIGITS})"
)
_ZHE = worded(r"([\d.]{1,4}|[一二三四五六七八九]{1,2})\s?折(?!扣|叠|算|腾)")
_DOWN = worded(
    r"minus|(?:^|(?<=[\s(:,]))(?<!\d )-(?=\d)|(?:give|grant|allow|offer|let) (?:you|u)\b|"
    r"you (?:can|may|will) (?:have|get)|you'll (?:have|get)|discount|\boff\b|cheaper|lower|"
    r"reduc|\bdown\b|\bless\b|concession|rebate|deduct|"
    r"decrease|"
    r"优惠|便宜|降|让|折扣|减|下浮|下调|返|免|少(?!于)"
)
_UP = worded(
    r"\bplus\b|\+\s?(?=\d)|\bup\b(?! to)|increas|raise|rais|\brise\b|higher|"
    r"(?<!or )\bmore\b(?! than)|on "
    r"top|\badd\b|涨|上调|加价?|提价|上浮|贵|提高"
)
#: What a rise of costs is about, and what one of prices is about.
_MATERIAL = worded(
    r"\b(?:steel|cotton|copper|plastic|paper|yarn|material\w*|labou?r|wages|energy|freight|"
    r"cost\w*)\b|"
    r"钢材|不锈钢|棉|铜|塑料|纸|纱|材料|原料|人工|电费|成本|工资|汇率"
)
_PRICES = worded(r"pric\w*|\bwe\b|\boff\b|discount|unit|价|产品|报|优惠|让|整单|全单")
_PAYMENT = worded(r"deposit|advance|balance|t/t|upfront|prepay|定金|订金|预付|尾款|首付|余款")


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage off the price (negative: a rise), or one that is something else."""

    off: Decimal | None
    span: Span
    doubt: str = ""
    number: Decimal | None = None
    """As it stands, without a direction."""


def find_percents(text: str) -> list[Percent]:
    """Every percentage of a clause or table cell, in a folded text."""
    found = [_zhe(match) for match in _ZHE.finditer(text)]
    found += [one for match in _PERCENT.finditer(text) if (one := _percent(match, text))]
    return sorted(found, key=lambda one: one.span)


def costs_risen(text: str) -> list[Span]:
    """Where percentages stand that are of material and labour, and not of prices."""
    every = [match.span() for match in _PERCENT.finditer(text)]
    return [span for span in every if span not in {one.span for one in find_percents(text)}]


def _zhe(match: re.Match[str]) -> Percent:
    """What is left of ten or of a hundred: 9折 -> 10 off, 95折 and 9.5折 -> 5 off."""
    number = (
        value(match[1].rstrip(".")) if re.search(r"\d|[一二三四五六七八九]", match[1]) else None
    )
    if number is None or not 1 <= number < 100:
        return Percent(None, match.span(), "a discount that cannot be right")
    left = (number * 10).normalize() if number < 10 else number
    return _checked(100 - left, match.span())


def _percent(match: re.Match[str], text: str) -> Percent | None:
    number = value(match[1] or match[2])
    if _MATERIAL.search(text) and not _PRICES.search(text):
        return None
    down, up = bool(_DOWN.search(text)), bool(_UP.search(text))
    if _PAYMENT.search(text):
        return Percent(None, match.span(), "they name terms of payment, which staff decide")
    if number is None or down == up:
        return Percent(None, match.span(), "a percentage that cannot be placed", number)
    return _checked(number if down else -number, match.span())


def _checked(off: Decimal, span: Span) -> Percent:
    doubt = "" if -30 <= off <= 30 and off else "a discount that is hard to believe"
    return Percent(off, span, doubt)
