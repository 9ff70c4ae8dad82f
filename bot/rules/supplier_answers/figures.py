"""Figures of other countries written as ours: `8.000,00` -> 8000.00, `12,30` -> 12.30.

A comma before two digits is a decimal one, as continental Europe and Latin America write it; a
dot before three digits divides thousands only where the whole is a number of the order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import AskedLine

_RULES: tuple[Rule, ...] = (
    (worded(r"(?<![\d.,])(\d{1,3})\.(\d{3}),(\d{2})(?![\d,])"), r"\1\2.\3"),
    (
        worded(
            r"(?<![\d.,])(\d{1,4}),(\d{2})(?![\d,.]\d|\d|\s?(?:st|nd|rd|th|jan|feb|mar|apr|may|jun|"
            r"jul|"
            r"aug|sep|oct|nov|dec|[月号日]))"
        ),
        r"\1.\2",
    ),
    (worded(r"(?<![\d.,])(\d{1,2}),(\d)(?=\s?%)"), r"\1.\2"),
    (
        worded(r"(?<=\d)[^\S\n]+(?=[月日号](?!\d))|(?<=\d月)[^\S\n]+(?=\d)|(?<=年)[^\S\n]+(?=\d)"),
        "",
    ),
    (worded(r"(\d+)\s?(?:美金|美元)(\d{2})美分"), r"\1.\2美金"),
    (worded(r"(\d+) dollars? (?:and )?(\d{2}) cents?\b"), r"\1.\2 dollars"),
)
_THOUSANDS = worded(r"(?<![\d.,])(\d{1,3})\.(\d{3})(?![\d.,])")


def plain_figures(text: Plain, lines: Sequence[AskedLine]) -> Plain:
    """`1.000 cables` -> `1000 cables` where 1000 were ordered."""
    ours = {line.quantity for line in lines}

    def thousands(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        return whole if int(whole) in ours else match[0]

    return text.put([*_RULES, (_THOUSANDS, thousands)])
