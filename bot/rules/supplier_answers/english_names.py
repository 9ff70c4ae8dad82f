"""Other English words for the goods of an order: `rugs 24` of an order of bath mats.

A word counts only where one item alone is of its kind. Only the rules read so.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Rule
from bot.rules.supplier_answers.values import AskedLine

_WORDS = {
    "cable": r"(?:leads|wires|cords)",
    "charger": r"(?:(?:wall )?plugs|(?:power )?(?:adapters|bricks|supplies))",
    "mat": r"(?:rugs?|bathmats?)",
    "longjing": r"(?:dragon ?well|(?:green )?leaf(?=,? \d| at| is))",
    "gift box": r"(?:(?:gift|presentation) (?:sets?|packs?|cases)|presentation boxes)",
}


def names_in_place(lines: Sequence[AskedLine]) -> list[Rule]:
    """`dragon well 265` -> `longjing 265`."""
    made: list[Rule] = []
    for word, others in _WORDS.items():
        fits = [line for line in lines if any(word in name.lower() for name in line.names)]
        if len(fits) == 1 and len(lines) > 1:
            made.append((worded(rf"(?<![a-z-]){others}(?![a-z-])"), word))
    return made
