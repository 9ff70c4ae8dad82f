"""English answers by the number of the line, and by a tick: `2) not ok`, `[ ] yes [x] no`.

A number that stands for a line of the order gets that line's code; one beside the item's name
goes. Only the rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers.english_words import Rewrite, any_of, item_words
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import AskedLine

_BOX, _TICK = (
    r"(?:\[\s?\]|[(]\s[)]|\u2610)",
    r"(?:\[\s?[xv✓✔]\s?\]|[(]\s?[x✓✔]\s?[)]|[\u2611\u2612])",
)
_TICKS: tuple[Rule, ...] = (
    (worded(rf"{_BOX} ?[a-z]+[ ,/|]+{_TICK} ?(?=[a-z]+)"), ""),
    (worded(rf"{_TICK} ?([a-z]+)[ ,/|]+{_BOX} ?[a-z]+"), r"\1"),
    (
        worded(
            r"\b(?:(?:can |we )?(?:supply|deliver\w*|accept\w*|confirm\w*)(?: the| this)?"
            r"(?: order)?|order accepted|order) ?[:?]+ ?no\b"
        ),
        "we cannot accept the order",
    ),
    (
        worded(
            r"\b(?:(?:can |we )?(?:supply|deliver\w*|accept\w*|confirm\w*)(?: the| this)?"
            r"(?: order)?|order accepted|order) ?[:?]+ ?yes\b"
        ),
        "we accept the order",
    ),
)
_LISTED = worded(r"^[ \t]*(?:no\.? ?|item |line )?(\d)[).:][ \t]*(?=[a-z])", re.MULTILINE)
_NOT_OK = worded(
    r"\b(?:is |are )?not (?:ok(?:ay)?|possible|accepted|confirmed)\b(?=\s*(?:[-.,;(\n]|$))"
)
_NUMBERED = worded(
    r"\b(?:items?|lines?|pos(?:itions?)?|articles?|rows?)\.? (?:no\.? ?|nos\.? ?|# ?)?"
    r"(?P<all>\d(?:(?:,? and |, ?| ?& ?| ?/ ?)\d)*)(?![\d.,]*\d)(?![.]\d)"
    r"(?! ?(?:pcs|pieces|kg|cartons?|boxes|%|days?|weeks?|yuan|usd|rmb))"
)


def numbers_of_lines(text: Plain, lines: Sequence[AskedLine]) -> Plain:
    """`item 3 has a minimum of 240` -> `bth-mat has a minimum of 240`."""
    text = text.put(_TICKS)
    if len(lines) < 2:
        return text
    listed = [int(one) for one in _LISTED.findall(text.text)]
    if listed == list(range(1, len(lines) + 1)):
        text = text.put([(_LISTED, _code(lines)), (_NOT_OK, "not available")])
    return text.put([(_NUMBERED, _codes(lines))])


def _code(lines: Sequence[AskedLine]) -> Rewrite:
    """The code in place of a list's number, where the row does not name an item itself."""

    def made(match: re.Match[str]) -> str:
        row = match.string[match.end() :].split("\n")[0]
        return "" if _names(row, lines) else f"{lines[int(match[1]) - 1].code.lower()} "

    return made


def _codes(lines: Sequence[AskedLine]) -> Rewrite:
    """`items 1 and 2` -> the codes; nothing where the item's name follows."""

    def made(match: re.Match[str]) -> str:
        places = [int(one) for one in re.findall(r"\d", match["all"])]
        if any(not 1 <= one <= len(lines) for one in places):
            return match[0]
        after = re.split(r"[.,;\n)]|\b(?:is|are|has|have)\b", match.string[match.end() :])[0]
        if _names(after, lines):
            return ""
        return " and ".join(lines[one - 1].code.lower() for one in places)

    return made


def _names(text: str, lines: Sequence[AskedLine]) -> bool:
    codes = {line.code.lower() for line in lines} | {line.supplier_code.lower() for line in lines}
    words = any_of(item_words(lines) | {one for one in codes if one})
    return bool(re.search(rf"(?<![a-z]){words}", text))
