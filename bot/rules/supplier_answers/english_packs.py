"""English cartons with what is in them, and boxes by what they are.

`8 cartons of 12` of an item packed by twelve are 8 cartons, `twelve 5 kg cartons` 60 kg, and boxes
that hold a carton's pieces are cartons. Only the rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers.english_words import (
    PACKS,
    UNIT,
    Rewrite,
)
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Rule
from bot.rules.supplier_answers.values import AskedLine


def plain_packs(lines: Sequence[AskedLine]) -> list[Rule]:
    """Cartons with what is known to be in them, and boxes that are cartons by what is in them."""
    sizes = "|".join(sorted({str(line.pack_size) for line in lines}))
    inside = (
        rf"[(]?(?:of |x |@ |with |by )?(?:{sizes})(?! ?%)(?:(?: |-)?{UNIT})?(?: each|"
        rf" in(?:side)?| in it| in each| to a \w+)?[)]?(?=[\s,.;!)]|$)"
        rf"(?! ?(?:each|per|yuan|usd|rmb))"
    )
    whole = (
        rf"(?<![\d.,])(\d{{1,3}}|[a-z]+) ({sizes})[ -]?(?:pcs|pc|piece|kg|kilo|box)"
        rf"[ -]?(?:cartons?|cases?|ctns?)\b"
    )
    one = rf"(\b(?:a|per|the|each|one|/) ?)(?:carton|ctn|case),? {inside}"
    return [
        (worded(whole), _carton_of(lines)),
        *_boxes_that_are_cartons(lines, sizes),
        (worded(rf"(?<=\d ){PACKS},? {inside}"), "cartons "),
        (worded(one), r"\1carton "),
    ]


def _boxes_that_are_cartons(lines: Sequence[AskedLine], sizes: str) -> list[Rule]:
    """`4 boxes blue (50 in a box)` where a carton holds 50 and nothing is sold by the box."""
    if any(line.unit in ("box", "kg") for line in lines):
        return []
    told = worded(
        rf"\b(?:{sizes}) (?:in|per|to|a) (?:a |the |each |every |one )?box\b|"
        rf"\bbox(?:es)? (?:of|with) (?:{sizes})\b"
    )

    def named(match: re.Match[str]) -> str:
        return ("cartons" if match[1] else "carton") if told.search(match.string) else match[0]

    return [(worded(r"\bbox(?:(es))?\b"), named)]


def _carton_of(lines: Sequence[AskedLine]) -> Rewrite:
    """`twelve 5 kg cartons` -> `60 kg`: goods in the unit of the one item that is packed so."""

    def made(match: re.Match[str]) -> str:
        count, size = value(match[1]), int(match[2])
        fits = [line for line in lines if line.pack_size == size]
        if count is None or not fits:
            return match[0]
        unit = {"piece": "pcs", "kg": "kg", "box": "gift boxes"}.get(fits[0].unit, "pcs")
        return f"{count * size:f} {unit}"

    return made


def boxes_named(lines: Sequence[AskedLine]) -> list[Rule]:
    """Boxes that are no unit of a number before them are the one item that is sold by the box."""
    boxed = [line for line in lines if line.unit == "box"]
    if len(boxed) != 1 or not any("box" in name.lower() for name in boxed[0].names):
        return []
    name = next(one.lower() for one in boxed[0].names if "box" in one.lower())
    unit = (
        r"(?<!\d )(?<!\d)(?<!gift )(?<!\bper )(?<!\ba )(?<!/)(?<!\bin )(?<!\bof )(?<!\beach "
        r")(?<!\bour )"
    )
    return [(worded(rf"{unit}\bbox(?:es)?\b(?! (?:of|up|for|maker|number|no))"), name)]
