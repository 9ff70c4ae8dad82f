"""What suppliers count in, and how much of it one unit of an item is."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.values import AskedLine


class Measure(StrEnum):
    """A unit of the trade."""

    PIECE = "piece"
    DOZEN = "dozen"
    GROSS = "gross"
    PACK = "pack"
    BOX = "box"
    KG = "kg"
    JIN = "jin"
    GRAM = "gram"
    TON = "ton"
    OTHER = "other"


_WORDS: tuple[tuple[Measure, str], ...] = (
    (Measure.PACK, r"master cartons?|outers?|cartons?|ctns?|cases?|packs?|大箱|整箱|纸箱|箱"),
    (Measure.DOZEN, r"dozens?|doz\.?|dzn?|打(?![样包款折电错])"),
    (Measure.GROSS, r"gross(?! weight)"),
    (
        Measure.PIECE,
        r"pieces?|pcs?\.?|ea\b|each|units?|sets?|nos\b|个(?![工月星礼百点价颜问事人钟学项货])|"
        r"只(?![有能剩要])|件(?!数)|条|支|套|台|把|张|副|片|根|床|pce?s?",
    ),
    (Measure.BOX, r"gift boxes|gift box|boxes|box|bxs?|盒"),
    (Measure.KG, r"kilograms?|kilos?|kgs?|公斤|千克"),
    (Measure.JIN, r"市斤|斤|catt(?:y|ies)|jin"),
    (Measure.GRAM, r"grams?|gr?|克"),
    (Measure.TON, r"tonnes?|tons?|吨|mt"),
    (
        Measure.OTHER,
        r"pallets?|plts?|托盘?|板(?!子)|rolls?|卷|bags?|袋|containers?|柜|pairs?|双|"
        r"对(?!应)|bundles?|捆|"
        r"lots?|batch(?:es)?|meters?|metres?|米|lbs?|pounds?|ounces?|oz|"
        r"包(?![装邮括])|瓶|罐|桶|份|fcl|lcl|sacks?|trays?|bottles?",
    ),
)
#: One regular expression for any unit's word; ends of English words are kept.
UNIT = "(?:" + "|".join(f"(?:{words})" for _, words in _WORDS) + r")(?![a-z])"
_EACH = [(measure, worded(rf"(?:{words})$")) for measure, words in _WORDS]

_FIXED = {
    (Measure.PIECE, "piece"): Decimal(1),
    (Measure.DOZEN, "piece"): Decimal(12),
    (Measure.GROSS, "piece"): Decimal(144),
    (Measure.BOX, "box"): Decimal(1),
    (Measure.PIECE, "box"): Decimal(1),
    (Measure.DOZEN, "box"): Decimal(12),
    (Measure.KG, "kg"): Decimal(1),
    (Measure.JIN, "kg"): Decimal("0.5"),
    (Measure.GRAM, "kg"): Decimal("0.001"),
    (Measure.TON, "kg"): Decimal(1000),
}


def measure(word: str) -> Measure:
    """Which unit a word means: `ctns` -> PACK, 斤 -> JIN."""
    word = word.strip()
    return next((which for which, pattern in _EACH if pattern.match(word)), Measure.OTHER)


def factor(which: Measure, line: AskedLine) -> Decimal | None:
    """How many of the line's units one such unit is; None where it cannot be said.

    A carton of an item packed by 24 -> 24; 斤 of an item by the kilogram -> 0.5.
    """
    if which is Measure.PACK:
        return Decimal(line.pack_size)
    return _FIXED.get((which, line.unit))
