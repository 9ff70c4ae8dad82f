"""English minimums in a row, those that are waived, and our own total said again.

`MOQ: cable 1500 / charger 300` says two; `normally 500 but for you 240 is ok` asks for none.
"""

from __future__ import annotations

import re

from bot.rules.supplier_answers.english_words import (
    NUM,
    UNITS,
)
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Rule
from bot.rules.supplier_answers.values import Asked


def minimums_in_place(asked: Asked) -> list[Rule]:
    """`MOQ: cable 1500 / charger 300` -> a minimum before each number."""
    return [(_MINIMUMS, _each_minimum), _without_total(asked), *_WAIVED]


_MINIMUMS = worded(
    r"\b(?P<head>(?:moqs?|minimums?|minimum (?:order )?(?:quantit(?:y|ies)|qtys?|orders?|lots?|"
    r"runs?))\b[^:.\n\d]{0,30}(?::|(?<=\s)))"
    r"(?P<rest>[^.\n]*)"
)


_WHOLE = worded(r"(?<![\w.,¥$])\d[\d,]*(?![\d.,]*\d)(?! ?(?:%|st|nd|rd|th))")


_WAIVED: tuple[Rule, ...] = (
    # "We normally want 500 but for you 240 is ok" asks for no minimum.
    (
        worded(
            rf"\b(?:normally|usually|our (?:normal|usual|standard) |the (?:normal|usual|"
            rf"standard) )[^.;\n\d]{{0,30}}"
            rf"{NUM}{UNITS},? ?(?:but|though|however|only)[^.;\n\d]{{0,24}}"
            r"(?=\d[^.;\n]{0,14}(?:ok|fine|good|welcome|no problem|works|accepted))"
        ),
        " ",
    ),
    (
        worded(
            rf"\b(?:normally|usually|our (?:normal |usual |standard )?|the (?:normal |usual |"
            rf"standard )?|usual )?(?:moq|minimum)[^.;\n\d]{{0,24}}"
            rf"{NUM}{UNITS}(?=[^.;\n\d]{{0,60}}\b(?:waive\w*|skip|forget (?:it|that)|"
            rf"make an exception|doesn't matter|"
            r"not for you|dropped (?:it|that)|no longer|won't insist|let it go|overlook)\b)"
        ),
        " ",
    ),
)


def _each_minimum(match: re.Match[str]) -> str:
    """`MOQ: cable 1500 / charger 300` says two minimums, where no price stands among them."""
    rest = match["rest"]
    if (
        re.search(
            r"\d\.\d|[¥$%]|rmb|usd|yuan|\bprice|\byou (?:order|have|ask)|days|weeks|"
            r"hours",
            rest,
        )
        or len(_WHOLE.findall(rest)) < 2
    ):
        return match[0]
    return match["head"] + _WHOLE.sub(lambda one: f"minimum of {one[0]}", rest)


def _without_total(asked: Asked) -> Rule:
    """`Your order comes to 24,600` says again what we ordered."""
    total = sum((line.unit_price_minor or 0) * line.quantity for line in asked.lines) // 100
    said = f"(?:{total}|{total:,})"
    return (
        worded(
            rf"\b(?:you(?:'re| are)|yours is|(?:your|this|the|our) (?:order|po|total|one) (?:is|"
            rf"comes to|totals|amounts to|makes|"
            rf"stands at))(?: only| just| now| at)* (?:[¥$]|usd |"
            rf"rmb )?{said}(?:\.00)?(?: ?(?:usd|rmb|yuan|dollars))?(?: now)?"
        ),
        " ",
    )
