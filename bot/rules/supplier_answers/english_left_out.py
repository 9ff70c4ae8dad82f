"""English words that take an item off an order: `leave the chargers off`, `cables only`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.supplier_answers.english_words import (
    any_of,
    item_words,
)
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Rule
from bot.rules.supplier_answers.values import AskedLine


def left_out_rules(lines: Sequence[AskedLine]) -> list[Rule]:
    """`leave the chargers off` and `cables only` in the words of goods that are not to be had."""
    item = any_of(item_words(lines) - {"box"} | {"gift box", "gift boxes", "boxes"}) + "s?"
    what = rf"((?:{item} ?)+|(?:line|item) \d)"
    order = r"(?: (?:of |from )?(?:the|this|your) (?:order|po|list))?"
    return [
        (
            worded(
                rf"\b(?:leave|leaving|take|taking|strike|cross|drop|cut|knock|scratch|remove|"
                rf"left|taken|struck) (?:the |your )?{what}"
                rf"\s?(?:off|out|from (?:the|this|your) (?:order|po|list)){order}"
            ),
            r"\1 not available ",
        ),
        (
            worded(
                rf"(^|[.;\n] ?)((?:the )?{item}(?: {item})?(?: and (?:the )?{item})?) "
                rf"only(?=\s*(?:[.,;!\n]|$))"
            ),
            r"\1only \2",
        ),
    ]
