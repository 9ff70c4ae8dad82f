"""Prices as written: `¥11.80/个`, 十二块五, `USD 1.40 per pc`, `283元一箱`, `cents`.

Only what is written is read here; whether it is a price, a total or an old price is decided by
`roles.py`, and conversion to one unit of an item by `terms.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import CHINESE, DIGITS, ENGLISH, NOT_IN_WORD, value
from bot.rules.supplier_answers.units import UNIT, Measure, measure
from bot.rules.supplier_answers.values import Span

_CURRENCIES = {
    "CNY": r"cny|rmb|yuan|cn¥|¥|元|块钱|块|人民币|圆",
    "USD": r"usd|us\$|u\.s\.\$|us dollars?|dollars?|bucks|美元|美金|刀|\$",
    "HKD": r"hkd|hk\$|港币|港元",
    "EUR": r"eur|euros?|€|欧元",
    "GBP": r"gbp|£|英镑",
    "JPY": r"jpy|日元|yen",
    "AUD": r"aud|a\$|澳元",
    "TWD": r"twd|nt\$|台币|新台币",
}
_BEFORE = (
    r"(hk\$|us\$|a\$|nt\$|u\.s\.\$|cn¥|usd|rmb|cny|hkd|eur|gbp|jpy|aud|twd|¥|\$|€|£|人民币|港币|"
    r"港元|台币|新台币|欧元|英镑|日元)"
)
_AFTER = (
    r"(元|块钱|块|圆|rmb|cny|yuan|usd|us dollars?|dollars?|bucks|美元|美金|刀|eur|euros?|"
    r"€|欧元|hkd|港币|港元|gbp|£|jpy|日元|yen|aud|twd|台币|人民币|¥|\$)"
)
_AMOUNT = rf"({DIGITS}|\.\d+|{CHINESE}|{ENGLISH})"
_BESIDE_SIGN = rf"({DIGITS.replace(NOT_IN_WORD, '')}|\.\d+|{CHINESE})"
_PER = (
    rf"(?:\s?(?:/|per|an?|the|each|every|for (?:an?|one|each)|一|1(?=[个只条件箱盒斤打])|"
    rf"每)\s?(\d{{1,4}})?\s?({UNIT})|\s?\b(each|apiece|a piece|ea)\b|(一个))?"
)
_PRICE_BEFORE = worded(rf"{_BEFORE}\s?:?\s?{_BESIDE_SIGN}(?:\s?{_AFTER})?{_PER}")
_PRICE_AFTER = worded(
    rf"{_AMOUNT}\s?{_AFTER}(?:([\d一二两三四五六七八九]{{1,2}})(?![\d.月号日天周百千十单次笔批票起口样]|"
    rf"\s?{UNIT})(?:(?:毛钱?|角)(?:([\d一二三四五六七八九])分?)?|分)?|(半))?{_PER}"
)
_MAO = worded(rf"{_AMOUNT}\s?(?:毛钱?|角)(?:([\d一二三四五六七八九])分?)?{_PER}")
_CENTS = worded(
    rf"{_AMOUNT}\s?(cents?\b|¢|美分|分钱|分(?![钟之批开别货期公店析布类两]))(?:\s?usd)?{_PER}"
)
_PER_ONLY = worded(
    rf"{_AMOUNT}\s?(?:/|per|an?\b|the\b|each|every|每|一)\s?(\d{{1,4}})?\s?({UNIT})(?!\s?(?:/|per))"
)
_INNER = rf"(?:\s?[(]?(?:of |装)?(\d{{1,4}})\s?({UNIT})(?:装)?[)]?)?"
_EACH_BARE = worded(
    rf"(?:每|(?<![十百千])一|per |each |a )({UNIT}){_INNER}\s?(?:是|要|卖|给|算|at|is|"
    rf":)?\s?({DIGITS.replace(NOT_IN_WORD, '')})"
    rf"(?![\d.])(?!\s?(?:{UNIT}|[元块毛号天日月%折$¥]|rmb|cny|usd|days?|yuan|dollars?))"
)
_EACH_BEFORE = worded(
    rf"(?:每|一|(?<![\d.])1(?=\s?[a-z斤箱打])|per|each|every|/|"
    rf"a)\s?(\d{{1,4}})?({UNIT})(?: of [a-z\u25a1]+)?{_INNER}(?:的?(?:价格?|单价))?\s?(?:is|at|"
    rf"价|"
    rf"卖|要|给|是|:|=|做|算)?\s?$"
)


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of money at one place.

    Args:
        amount: in the currency's main unit.
        currency: ISO 4217, `cent` where only cents are named, empty where none is.
        per: what it is for; None where it is not said.
        per_count: of how many of those.
    """

    amount: Decimal
    span: Span
    currency: str = ""
    per: Measure | None = None
    per_count: int = 1
    doubt: str = ""


def find_prices(text: str) -> list[Price]:
    """Every amount with a currency, or with what it is for, in a folded text."""
    found: list[Price] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < f.span[1] and f.span[0] < match.end() for f in found):
                continue
            price = read(match)
            if price is not None:
                found.append(_each_before(price, text))
    return sorted(found, key=lambda price: price.span)


def _currency(word: str) -> str:
    return next(
        (code for code, words in _CURRENCIES.items() if re.fullmatch(words, word)), "unknown"
    )


def _before(match: re.Match[str]) -> Price | None:
    amount = _amount(match[2])
    if amount is None:
        return None
    code = _currency(match[1])
    doubt = ""
    if match[3] and _currency(match[3]) != code:
        code = _currency(match[3]) if match[1] in "¥$" else "unknown"
    return _made(amount, code, match, 4, doubt)


def _after(match: re.Match[str]) -> Price | None:
    amount = _amount(match[1])
    if amount is None:
        return None
    tail = match[3]
    if tail:
        digits = value(tail) or Decimal(0)
        amount += digits / (10 if digits < 10 and len(tail) == 1 else 100)
    if match[4]:
        amount += (value(match[4]) or Decimal(0)) / 100
    if match[5]:
        amount += Decimal("0.5")
    return _made(amount, _currency(match[2]), match, 6)


def _mao(match: re.Match[str]) -> Price | None:
    amount = _amount(match[1])
    if amount is None:
        return None
    cents = value(match[2]) if match[2] else Decimal(0)
    return _made(amount / 10 + (cents or Decimal(0)) / 100, "CNY", match, 3)


def _cents(match: re.Match[str]) -> Price | None:
    amount = _amount(match[1])
    code = "CNY" if match[2].startswith("分") else "cent"
    return None if amount is None else _made(amount / 100, code, match, 3)


def _per_only(match: re.Match[str]) -> Price | None:
    """`11.8/个`; `24 pcs per carton` is no price, and a whole number of pieces is left alone."""
    amount = _amount(match[1])
    if amount is None:
        return None
    return Price(amount, match.span(), "", measure(match[3]), int(match[2] or 1))


def _amount(text: str) -> Decimal | None:
    return Decimal("0" + text) if text.startswith(".") else value(text)


def _made(amount: Decimal, code: str, match: re.Match[str], group: int, doubt: str = "") -> Price:
    per = None
    if match[group + 1]:
        per = measure(match[group + 1])
    elif match[group + 2] or match[group + 3]:
        per = Measure.PIECE
    return Price(amount, match.span(), code, per, int(match[group] or 1), doubt)


def _each_before(price: Price, text: str) -> Price:
    """`一箱283元` and `每个11块8` say first what the price is for."""
    found = _EACH_BEFORE.search(text[max(0, price.span[0] - 20) : price.span[0]])
    if not found or price.per is not None:
        return price
    start = price.span[0] - len(found[0])
    per, count = measure(found[2]), int(found[1] or 1)
    if found[3]:
        per, count = measure(found[4]), int(found[3])
    return Price(price.amount, (start, price.span[1]), price.currency, per, count, price.doubt)


def _each_bare(match: re.Match[str]) -> Price | None:
    """`一箱900`; how many a carton holds is told from it by `facts.py`."""
    amount = _amount(match[4])
    if amount is None:
        return None
    if match[2]:
        return Price(amount, match.span(), "", measure(match[3]), int(match[2]))
    return Price(amount, match.span(), "", measure(match[1]))


_FORMS = (
    (_PRICE_BEFORE, _before),
    (_PRICE_AFTER, _after),
    (_MAO, _mao),
    (_CENTS, _cents),
    (_PER_ONLY, _per_only),
    (_EACH_BARE, _each_bare),
)
