"""Words and forms that the rewriting of English for the rules shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.rules.supplier_answers.values import AskedLine

#: What is written in place of a match.
Rewrite = Callable[[re.Match[str]], str]
#: A number in digits, and one with its currency.
NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
AMOUNT = rf"(?:[¥$]|usd |rmb |cny )?{NUM}(?: ?(?:usd|rmb|yuan|dollars|cny))?"
PACKS = r"(?:cartons?|ctns?|cases?|packs?|boxes|box)"
UNIT = r"(?:pcs|pieces|pc|kilos?|kgs?|boxes|box|units?|cups|towels|mats|cables|chargers)"
#: A unit after a number, or none.
UNITS = r"(?: ?(?:pcs|pieces|kg|kilos?|cartons?|cases?|boxes|units|cups))?"


def item_words(lines: Sequence[AskedLine]) -> set[str]:
    """The English words of the items' names: `grey towel` -> grey, towel."""
    return {
        word
        for line in lines
        for name in line.names
        for word in re.findall(r"[a-z]{3,}", name.lower())
    }


def any_of(words: set[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


def item_named(word: str, lines: Sequence[AskedLine]) -> AskedLine | None:
    """The one item that a word names; the only one where there is but one."""
    if len(lines) == 1:
        return lines[0]
    word = word.removesuffix("es") if word.endswith("xes") else word.removesuffix("s")
    fits = [
        one for one in lines if any(re.search(rf"\b{word}", name.lower()) for name in one.names)
    ]
    return fits[0] if len(fits) == 1 and len(word) > 2 else None
