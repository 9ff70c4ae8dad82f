r"""English lines that carry their own sum: `UC100 1000 1.39 1390.00` is 1000 pcs at 1.39.

Where a number of goods times a price is the last figure of the line, to the cent, the line is
written out; the total of such lines goes. Nothing else is touched. Only the rules read so.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain
from bot.rules.supplier_answers.values import Asked, AskedLine

_NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,3})?)"
_GAP = r"[ \t|;:]{1,4}(?:x |\* ?|@ ?|= ?|[¥$] ?|usd |rmb |cny |pcs |kg |box |at )*"
_ROW = worded(
    rf"^(?P<item>[^\n]*?[a-z][^\n]*?){_GAP}{_NUMBER}{_GAP}{_NUMBER}{_GAP}{_NUMBER}"
    rf"(?: ?(?:usd|rmb|cny|yuan))?[ \t|;]*$",
    re.MULTILINE,
)
_TOTAL = worded(
    rf"^[^\n\d]*\b(?:grand |sub)?(?:total|sum|amount)\b[^\n\d]{{0,16}}{_NUMBER}[^\n\d]*$",
    re.MULTILINE,
)
_HEADER = worded(
    r"^[^\n\d]*\b(?:desc\w*|item|goods|product)\b[^\n\d]*\b(?:qty|quantity)\b[^\n\d]*"
    r"\b(?:price|amount|total)\b[^\n\d]*$",
    re.MULTILINE,
)
_PLACE = worded(r"^\s*\d{1,2}[).]? +(?=[a-z])")


def sums_in_place(text: Plain, asked: Asked) -> Plain:
    """`cup white 240 12.30 2,952.00` -> `cup white 240 pcs at 12.30` for 240 cups near 12.30."""
    sums: list[Decimal] = []

    def row(match: re.Match[str]) -> str:
        goods, price, total = (_number(match[at]) for at in (2, 3, 4))
        if goods * price != total or not any(_near(goods, price, one) for one in asked.lines):
            return match[0]
        sums.append(total)
        item = _PLACE.sub("", match["item"])
        return f"{item}, {match[2]}{_unit(goods, price, asked)} at {match[3]}."

    def total(match: re.Match[str]) -> str:
        return " " if _number(match[1]) == sum(sums) else match[0]

    text = text.put([(_ROW, row)])
    return text.put([(_TOTAL, total), (_HEADER, " ")]) if sums else text


def _unit(goods: Decimal, price: Decimal, asked: Asked) -> str:
    fits = {one.unit for one in asked.lines if _near(goods, price, one)}
    return (
        {"piece": " pcs", "kg": " kg", "box": " boxes"}.get(min(fits), "") if len(fits) == 1 else ""
    )


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _near(goods: Decimal, price: Decimal, line: AskedLine) -> bool:
    """Whether a line is ordered about so often and costs about so much."""
    ours = line.unit_price_minor or 0
    return line.quantity <= goods * 4 and ours * 3 <= price * 400 <= ours * 6
