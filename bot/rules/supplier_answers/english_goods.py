"""English numbers of goods that are said by what was ordered.

`if you double the order`, `two thirds of the tea` and `50 of the 60 kg` are written out. Only the
rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.rules.supplier_answers.english_differences import differences_in_place
from bot.rules.supplier_answers.english_left_out import left_out_rules
from bot.rules.supplier_answers.english_minimums import minimums_in_place
from bot.rules.supplier_answers.english_words import (
    UNITS,
    Rewrite,
    item_named,
)
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import Asked, AskedLine

_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)"


_TIMES = {"double": 2, "twice": 2, "two times": 2, "triple": 3, "three times": 3}


_MULTIPLE = worded(
    rf"\b({'|'.join(_TIMES)}) (?:the |your |this )?(?:order|quantity|qty|amount|number|volume|"
    rf"it|that)\b"
)


_FRACTIONS = {
    "two thirds": Decimal(2) / 3,
    "a third": Decimal(1) / 3,
    "one third": Decimal(1) / 3,
    "three quarters": Decimal(3) / 4,
    "a quarter": Decimal(1) / 4,
    "one quarter": Decimal(1) / 4,
}


_SHARE = worded(
    r"(?<![\d.])(\d{1,2}) ?(?:%|percent|per cent) of (?:the |your )?(?P<item>[a-z]{3,})"
)
_PART = worded(
    rf"\b({'|'.join(_FRACTIONS)}) (?:of )?(?:the |your )?(?P<item>order|quantity|qty|[a-z]{{3,}})"
)


_OF_ORDERED = worded(
    rf"(?<![\d.,])({_N})(?: (?:out )?of (?:the |your )?| ?/ ?)({_N}){UNITS}(?= |[.,;!\n]|$)"
)


_HOLD = r"(?:bags|sacks|tins|drums|rolls|bundles|pallets|trays|crates|chests)"


_HELD = worded(
    rf"(?<![\d.,])(\d{{1,3}}) {_HOLD},? (?:of|with|x|@|at) (\d{{1,4}}) ?(kg|kilos?|pcs|pieces|"
    rf"each)(?: each)?\b"
)


_LESS = worded(
    rf"(?:(?<![\d.,])({_N}) )?(?:less|minus) ({_N})\b[^.;\n\d]{{0,40}}\b(?:so|that's|that is|"
    rf"makes|leaves|=)[^.;\n\d]{{0,14}}({_N})(?![\d.,]*\d)"
)


_RULES: tuple[Rule, ...] = (
    (
        worded(
            rf"\b(?:if|should) you (?:can |could |would )?(?:go|come|get|move|stretch|"
            rf"bump (?:it|this)|"
            rf"push it|bring it|raise it)(?: up)? to (?={_N}(?!\.\d))"
        ),
        "if you take ",
    ),
    (
        worded(
            rf"\b(?:take|order|buy|make it|go for) (?:a round |an even |"
            rf"a full )?(?P<n>{_N}{UNITS}) and "
            r"(?=(?:it's|it is|i can|i'll|we can|we'll|you get|you(?:'ll| will) get|the price|"
            r"price|"
            r"they're|they are))"
        ),
        r"if you take \g<n>, ",
    ),
    (worded(r"\bmin\b\.? (?=(?:19|20)\d\d\b)"), "minimum of "),
    (worded(r"\b(can|could|able to) spare (?:you )?(?=\d)"), "can send "),
    (worded(r"\b(\d{1,2}(?:\.\d)?) points? (?=more|up|off|on top|less|higher|lower)"), r"\1% "),
    (
        worded(r"\b(?:rest|others?|everything else)(?: is| are)? in\b(?=\s*(?:[.,;!\n]|$))"),
        "rest fine",
    ),
    (
        worded(rf"\bfrom ({_N}{UNITS}) (?:up|on|onwards?|upwards?)\b(?! to)"),
        r"from \1 or more",
    ),
    (worded(r"\b(cartons?|cases?|ctns?) of boxes\b"), r"\1 of gift boxes"),
)


def goods_in_place(text: Plain, asked: Asked) -> Plain:
    """`11.50 if you double the order` of 240 -> `11.50 if you take 480`."""
    lines = asked.lines
    rules: list[Rule] = [(_PART, _part(lines)), (_OF_ORDERED, _of_ordered(lines))]
    rules.append((_SHARE, _part(lines)))
    rules += [(_LESS, _what_is_left(lines)), (_HELD, _held)]
    rules += differences_in_place(lines)
    rules += [(_MULTIPLE, _multiple(lines[0]))] if len(lines) == 1 else left_out_rules(lines)
    return text.put([*rules, *minimums_in_place(asked), *_RULES])


def _held(match: re.Match[str]) -> str:
    """`3 bags of 15 kg` -> `45 kg`."""
    unit = "pcs" if match[3] == "each" else match[3]
    return f"{int(match[1]) * int(match[2])} {unit}"


def _what_is_left(lines: Sequence[AskedLine]) -> Rewrite:
    """`240 less 12 that got chipped, so 228` -> `228 pcs`."""

    def made(match: re.Match[str]) -> str:
        whole = [value(match[1])] if match[1] else [Decimal(line.quantity) for line in lines]
        less, left = value(match[2]), value(match[3])
        fits = less is not None and any(one is not None and one - less == left for one in whole)
        return f"only {match[3]}" if fits else match[0]

    return made


def _multiple(line: AskedLine) -> Rewrite:
    return lambda match: f"take {_TIMES[match[1]] * line.quantity}"


def _part(lines: Sequence[AskedLine]) -> Rewrite:
    def made(match: re.Match[str]) -> str:
        line = item_named(match["item"], lines)
        share = _FRACTIONS.get(match[1]) or Decimal(match[1]) / 100
        number = share * line.quantity if line else Decimal("0.5")
        if line is None or abs(number - round(number)) > Decimal("0.001"):
            return match[0]
        unit = {"kg": " kg", "piece": " pcs"}.get(line.unit, "")
        return f"{round(number)}{unit} of {match['item']}"

    return made


def _of_ordered(lines: Sequence[AskedLine]) -> Rewrite:
    def made(match: re.Match[str]) -> str:
        ours = {Decimal(line.quantity) for line in lines}
        ours |= {Decimal(line.quantity) / line.pack_size for line in lines}
        unit = match[0][match[0].rindex(match[2]) + len(match[2]) :]
        part, whole = value(match[1]), value(match[2])
        fits = whole in ours and part not in ours and (part or 0) < (whole or 0)
        return f"{match[1]}{unit}" if fits else match[0]

    return made
