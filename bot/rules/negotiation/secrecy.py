"""The last lock before a text goes to a supplier: does it tell our reservation value?

The text is read, not searched for spellings: every number in it is taken for money in all the
ways it may be meant, and every day in the forms below. What only counts (`12 pieces`, `3 days`) is
no price. Terms are kept clear of the reservation beforehand (`clear`), so that a text of them
always passes.

Not read: numbers in English words, and days told by the calendar of another day ("in a week").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bot.rules.negotiation.reservation import Reservation
from bot.rules.negotiation.terms import Line, Terms

_MONTHS = "january february march april may june july august september october november december"
_MONTH_NAMES = tuple(_MONTHS.split())
_ANY_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTH_NAMES) + "|sept"
_ZH = "零一二三四五六七八九"
_ZH_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千万]+(?:点[零〇一二三四五六七八九]+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,']\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
#: The unit and what follows it are looked at, not taken: they may be the next number's.
_NUMBER = re.compile(
    r"(?P<number>\d(?:[\d.,']*\d)?)"
    r"(?=\s*(?P<unit>[a-z]+|[万千][元块圆]?|[元块圆角毛分])?\s*(?P<rest>\d{1,2}(?![\d.,]))?)"
)
_SPACED = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)")
_WHOLE_DAY = re.compile(r"(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
#: After a whole number: it counts something, or is part of a day, and is no price.
_COUNTS = re.compile(
    r"\s*(?:个|件|包|箱|只|台|套|盒|天|日|号|月|年|轮|小时|%|折"
    r"|(?:pieces?|pcs|packs?|boxes|units?|days?|weeks?|rounds?|hours?|st|nd|rd|th"
    rf"|{_ANY_MONTH})(?![a-z]))"
)
_AFTER_MONTH = re.compile(rf"(?:(?<![a-z])(?:{_ANY_MONTH})\.?\s*|\d\s*[年月]\s*)$")
_FACTORS = {"分": 1, "fen": 1, "cent": 1, "cents": 1, "角": 10, "毛": 10, "k": 100_000}
_FACTORS |= {"千": 100_000, "万": 1_000_000}
_ONE_UNIT = frozenset({"元", "块", "圆", "yuan", "rmb"})
#: Around `12.10`: it is a price, not the tenth of December.
_NO_PRICE = r"(?<![\d¥$€£])(?<!\d[.,/-])(?<!cny )(?<!usd )(?<!rmb )(?<!eur )(?<!gbp )"
_NO_MONEY = r"(?!\s*(?:元|块|yuan|cny|rmb|usd))"
_MONEY_AFTER_ZH = re.compile(
    r"\s*[块元圆]钱?([一二两三四五六七八九])?[角毛]?([一二三四五六七八九])?"
)


def tells_reservation(text: str, reservation: Reservation, known: Iterable[str] = ()) -> bool:
    """Whether a text tells a hidden price or the hidden last day, in any common form.

    Args:
        known: names in the text that are not ours to hide, such as order numbers and names of
            items; they are not read. One that is nothing but digits and signs is read all the same.

    Hidden 1250 and 2026-12-05: `12.50`, `¥12.5`, `1250分`, `12块5`, `12月5日`, `Dec 5` tell it;
    `112.50`, `12 pieces` and `15 December` do not.
    """
    plain = _without(unicodedata.normalize("NFKC", text).lower(), known)
    if any(minor in reservation.secret_prices for minor in _amounts(plain)):
        return True
    last = reservation.last_day
    return last is not None and any(re.search(form, plain) for form in _day_forms(last))


def clear(terms: Terms, reservation: Reservation) -> Terms:
    """The same terms a minor unit lower or a day earlier wherever they would tell the reservation.

    Hidden 1250: a price of 1250 → 1249. A price may become 0, which no guardrail passes.
    """
    lines = tuple(
        replace(line, unit_price_minor=_beside(line, reservation)) for line in terms.lines
    )
    day = terms.delivery
    return replace(
        terms, lines=lines, delivery=day - timedelta(days=int(day == reservation.last_day))
    )


def _beside(line: Line, reservation: Reservation) -> int:
    price = line.unit_price_minor
    while price in reservation.secret_prices:
        price -= 1
    return price


def _without(text: str, known: Iterable[str]) -> str:
    """The text without known names, the longest first: `A-12 pro` before `A-12`."""
    for name in sorted({unicodedata.normalize("NFKC", one).lower() for one in known}, key=len)[
        ::-1
    ]:
        if re.search(r"[^\W\d]", name):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "\N{BLACK SQUARE}", text)
    return text


def _amounts(text: str) -> Iterator[int]:
    """Every number of a text as money, minor units, in all the ways it may be meant."""
    undated = _WHOLE_DAY.sub(" ", text)
    for found in _NUMBER.finditer(undated):
        if not _is_count(undated, found):
            for value in _readings(found["number"]):
                yield from _in_minor(value, found["unit"] or "", found["rest"])
    for spaced in _SPACED.finditer(undated):
        yield from _whole(Decimal(spaced[0].replace(" ", "").replace(",", ".")) * 100)
    for spelled in _ZH_NUMBER.finditer(undated):
        yield from _spelled(undated, spelled)


def _is_count(text: str, found: re.Match[str]) -> bool:
    """A whole number that counts something: `12 pieces`, the 12 of `12月5日` or `Dec 12`."""
    if not found["number"].isdigit():
        return False
    start, end = found.span("number")
    return bool(_COUNTS.match(text, end) or _AFTER_MONTH.search(text[max(0, start - 12) : start]))


def _readings(digits: str) -> Iterator[Decimal]:
    """`1,250.5` → 1250.5; `12,50` → 12.5; `1,250` may be either; `12.50,13` → both."""
    thousands, plain = _THOUSANDS.fullmatch(digits), _PLAIN.fullmatch(digits)
    if thousands:
        yield Decimal(re.sub("[,']", "", digits))
    if plain:
        yield Decimal(digits.replace(",", "."))
    if not thousands and not plain:
        yield from (Decimal(part[0]) for part in re.finditer(r"\d+(?:\.\d+)?", digits))


def _in_minor(value: Decimal, unit: str, rest: str | None) -> Iterator[int]:
    """12.5 → 1250; 1250 分 → 1250; 12 块 5 → 1250; 12 元 50 → 1250; 1.25 万 → 1250000."""
    yield from _whole(value * _FACTORS.get(unit.rstrip("元块圆") or unit, 100))
    if rest and unit in _ONE_UNIT:
        yield from _whole(value * 100 + int(rest) * (10 if len(rest) == 1 else 1))


def _whole(value: Decimal) -> Iterator[int]:
    if value == value.to_integral_value():
        yield int(value)


def _spelled(text: str, found: re.Match[str]) -> Iterator[int]:
    """Chinese numerals as money: 十二块五, 十二元五角, 十二点五元 → 1250."""
    whole, _, decimals = found[0].partition("点")
    value = Decimal(_chinese(whole)) + (
        Decimal("0." + "".join(str(_digit(one)) for one in decimals)) if decimals else 0
    )
    after = _MONEY_AFTER_ZH.match(text, found.end())
    if after is None:
        yield from _whole(value * 100) if decimals else ()
        return
    tenths, cents = (_digit(one) if one else 0 for one in after.groups())
    yield from _whole(value * 100 + 10 * tenths + cents)


def _digit(character: str) -> int:
    return _ZH.index({"两": "二", "〇": "零"}.get(character, character))


def _chinese(numeral: str) -> int:
    """一千二百五十 → 1250; 十二 → 12; 二万 → 20000; digits one by one are read so: 一二 → 12."""
    total = section = digit = 0
    for one in numeral:
        if one == "万":
            total, section, digit = (total + section + digit or 1) * 10_000, 0, 0
        elif one in "十百千":
            section += (digit or 1) * 10 ** ("十百千".index(one) + 1)
            digit = 0
        else:
            digit = digit * 10 + _digit(one)
    return total + section + digit


def _day_forms(day: date) -> Iterator[str]:
    """A day as regular expressions on lower-case text; 2026-12-05 as in the docstring above."""
    month, number = f"0?{day.month}", f"0?{day.day}"
    name, nth = _MONTH_NAMES[day.month - 1], f"0?{day.day}(?:st|nd|rd|th)?"
    named = rf"(?<![a-z])(?:{name[:3]}(?:{name[3:]})?{'|sept' if day.month == 9 else ''})(?![a-z])"
    zh = "一二三四五六七八九十"
    other_year = rf",?\s*(?!{day.year})\d{{4}}(?!\d)"
    yield rf"(?<!\d)(?<!\d年){month}\s*月\s*{number}(?!\d)"
    yield rf"{day.year}年{month}\s*月\s*{number}(?!\d)"
    yield rf"(?<![{zh}\d])(?:{_zh(day.month)}|{month})\s*月\s*{_zh(day.day)}(?![{zh}])"
    yield rf"(?<![月\d]){number}\s*[日号]"
    yield rf"(?<!\d){nth}(?:\s+of)?[\s-]*{named}(?!{other_year})"
    yield rf"{named}\.?[\s-]*(?:the\s+)?{nth}(?!\d)(?!{other_year})"
    yield rf"the\s+{number}(?:st|nd|rd|th)(?!\s*(?:of\s+)?(?:{_ANY_MONTH})(?![a-z]))"
    yield rf"(?<!\d){day.year}[-/.]?{month}[-/.]?{number}(?!\d)"
    short = rf"(?:[-/.](?:{day.year}|{day.year % 100:02}))?(?![.,/-]?\d)"
    yield rf"{_NO_PRICE}{month}[-/.]{number}{short}{_NO_MONEY}"
    yield rf"{_NO_PRICE}{number}[-/.]{month}{short}{_NO_MONEY}"


def _zh(number: int) -> str:
    """5 → 五, 15 → 十五, 20 → 二十, 25 → 二十五."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _ZH[tens]) + "十" if tens else ""
    return head + (_ZH[ones] if ones else "")
