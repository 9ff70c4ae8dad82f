"""English figures that answer the order's lines one by one: `1.40 / 9.40` for two lines.

They get the lines' codes, so that the rules know whose they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.rules.supplier_answers.english_words import (
    AMOUNT,
    NUM,
    UNIT,
    Rewrite,
    item_words,
)
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Rule
from bot.rules.supplier_answers.values import AskedLine


def figures_in_order(lines: Sequence[AskedLine]) -> list[Rule]:
    """`8.60 / 8.60 / 23.00` -> `twl-bl at 8.60, ...` where one of them is our price."""
    return [(_several(len(lines)), _each_of(lines)), (_PAIR, _by_quantity(lines))]


_PAIR = worded(rf"(?<![\d.,\w])({NUM}) ?(?:pcs|pieces|kg|boxes)? ?(?:x|@|[*]) ?[¥$]?({NUM})")


def counted_all(count: int) -> list[Rule]:
    """`all 3 confirmed` and `the three of them` of an order of three lines are all of it."""
    said = {2: "2|two", 3: "3|three"}.get(count, str(count))
    words = (
        rf"\b(?:all|the|all the|both|these|your) (?:{said})(?: (?:of (?:them|it|these|"
        rf"those)|items?|lines?|products?|positions?))(?!\w)"
    )
    bare = rf"\ball (?:{said})(?= (?:confirm\w*|ok\w*|fine|good|accepted|agreed)|\s*(?:[.,;!\n]|$))"
    return [(worded(f"{words}|{bare}"), "all of them")] if count > 1 else []


def _several(count: int) -> re.Pattern[str]:
    one = rf"{AMOUNT}"
    between = r"(?:\s?[/|]\s?|,\s|,? and |\s?&\s?)"
    return worded(
        rf"(?<![\d.,/¥$-])(?<!\d )({one}(?:{between}{one}){{{count - 1}}})(?![\d/%]|[.,]\d|"
        rf"\s?(?:%|st|nd|rd|th|{UNIT}|days?|weeks?|cartons?))"
    )


def _each_of(lines: Sequence[AskedLine]) -> Rewrite:
    """Figures with their lines' codes: all our quantities, or near our prices with one of them."""

    def made(match: re.Match[str]) -> str:
        words = re.findall(AMOUNT, match[1])
        numbers = [value(re.sub(r"[^\d.,]", "", one)) for one in words]
        figures = [one for one in numbers if one is not None]
        if len(figures) != len(lines) or _named_near(match, lines):
            return match[0]
        pairs = list(zip(words, figures, lines, strict=True))
        if all(number == line.quantity for _, number, line in pairs):
            return ", ".join(
                f"{line.code.lower()} {word}{_pieces(line)}" for word, _, line in pairs
            )
        ours = any(number * 100 == line.unit_price_minor for _, number, line in pairs)
        if ours and all(_near(number, line) for _, number, line in pairs):
            return ", ".join(f"{line.code.lower()} at {word}" for word, _, line in pairs)
        return match[0]

    return made


def _pieces(line: AskedLine) -> str:
    return " pcs" if line.unit == "piece" else ""


def _by_quantity(lines: Sequence[AskedLine]) -> Rewrite:
    """`300 x 8.60`: the quantity that only one line has names it, where the price is near."""

    def made(match: re.Match[str]) -> str:
        goods, price = value(match[1]), value(match[2])
        fits = [line for line in lines if line.quantity == goods]
        if price is None or len(fits) != 1 or not _near(price, fits[0]):
            return match[0]
        return match[0] if _named_near(match, lines) else f"{fits[0].code.lower()} {match[0]}"

    return made


def _near(number: Decimal, line: AskedLine) -> bool:
    ours = line.unit_price_minor
    return ours is not None and 3 * ours <= number * 400 and number * 300 <= 4 * ours


def _named_near(match: re.Match[str], lines: Sequence[AskedLine]) -> bool:
    """Whether the clause around names an item itself."""
    before = re.split(r"[.\n;,]", match.string[: match.start()])[-1]
    after = re.split(r"[.\n;,]", match.string[match.end() :])[0]
    codes = {
        word for line in lines for word in re.findall(r"[a-z]{3,}", line.supplier_code.lower())
    }
    words = (item_words(lines) | codes) - {"box"}
    return any(re.search(rf"\b{word}", f"{before} {after}") for word in words)
