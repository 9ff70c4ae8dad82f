"""English prices said of a pack: `carton of 20 we charge 940`, `2 cartons = 576`.

The amount is written with what it is for, where that comes near the price of an item that is
packed so, and left as it stands everywhere else. Only the rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.rules.supplier_answers.english_words import UNIT
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Rule
from bot.rules.supplier_answers.values import AskedLine

_PACK = r"(?P<pack>cartons?|ctns?|cases?|packs?|boxes|box|dozens?|doz|jins?)"
_INSIDE = (
    rf"(?:,? ?[(]?(?:of |x |@ |with |by |"
    rf"has )?(?P<size>\d{{1,4}})(?![\d.,]*\d) ?(?:{UNIT}|grams?|gr?)?"
    rf"(?: in it| inside| each)?[)]?)?"
)
_MONEY = (
    r"(?:[¥$] ?|usd |rmb |cny )?(?P<money>\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?)(?![.,]?\d)"
    r"(?P<after> ?(?:yuan|rmb|cny|usd|dollars?))?"
)
_SELLS = (
    r"(?:,? ?(?:is|are|now|at|for|=|:|price|costs?|rate|comes? to|makes?|goes? (?:for|at)|"
    r"(?:i|we|they|he|she) (?:are |am |will )?(?:charg(?:e|ing|es)|ask(?:ing)?|sell(?:ing)?|say|"
    r"take|want)(?: you)?|will be|would be|must be))*"
)
_ONE = r"(?:a|one|1|per|each|every|the|full|whole)"
_GOODS = rf"(?! ?(?:{UNIT}|cartons?|ctns?|days?|weeks?|%|g\b|mm|cm|ml))"
_PACK_FIRST = worded(
    rf"(?<![\d.,])(?:(?P<count>\d{{1,2}}|two|three|four|five|six|ten) )?(?:{_ONE} )?(?<![a-z-])"
    rf"{_PACK}{_INSIDE}(?P<link>{_SELLS}) ?{_MONEY}{_GOODS}(?! ?(?:each|per|apiece|a piece|/))"
)
_MONEY_FIRST = worded(
    rf"(?<![\d.,]){_MONEY} (?:for|by|in|"
    rf"on) (?:{_ONE} )?(?:(?P<count>\d{{1,2}}) )?{_PACK}\b{_INSIDE}"
)
_KINDS = {"d": "dozen", "j": "jin"}


def pack_prices(lines: Sequence[AskedLine]) -> list[Rule]:
    """`carton of 20 we are charging 940` -> `940 per carton` where 20 at 47 are near our price."""

    boxed = any(line.unit == "box" for line in lines)

    def made(match: re.Match[str]) -> str:
        pack = _KINDS.get(match["pack"][0], "carton")
        if boxed and match["pack"].startswith("box"):
            return match[0]
        count = value(match["count"]) if match["count"] else Decimal(1)
        size = Decimal(match["size"]) if match["size"] else None
        for money in _amounts(match["money"]):
            each = money / (count or Decimal(1))
            if any(_fits(each, pack, size, line) for line in lines) and each * 100 % 1 == 0:
                return f"{each:f}{match['after'] or ''} per {pack}"
        return match[0]

    return [(_PACK_FIRST, made), (_MONEY_FIRST, made)]


def _amounts(text: str) -> list[Decimal]:
    """`1.350` is 1.35 or 1350; `295,20` is 295.20."""
    if re.search(r"[.,]\d{3}$", text):
        return [Decimal(re.sub("[.,]", "", text)), Decimal(text.replace(",", "."))]
    return [Decimal(text.replace(",", "."))]


def _fits(money: Decimal, pack: str, size: Decimal | None, line: AskedLine) -> bool:
    """Whether an amount for a pack is near what the goods in it cost by the order."""
    inside = {"dozen": Decimal(12), "jin": Decimal("0.5")}.get(pack, Decimal(line.pack_size))
    told = Decimal(500) if pack == "jin" else inside
    if not line.unit_price_minor or inside == 1 or (size is not None and size != told):
        return False
    if (pack == "jin") != (line.unit == "kg") and pack == "jin":
        return False
    return inside * line.unit_price_minor * 3 <= money * 400 <= inside * line.unit_price_minor * 6
