"""English figures written so that they are read: `a dollar forty` -> `$1.40`.

Numbers in words become digits where nothing has read them, a total with the price of one that
price, and figures that only look like terms go. Only the rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers.english_lists import counted_all, figures_in_order
from bot.rules.supplier_answers.english_packs import boxes_named, plain_packs
from bot.rules.supplier_answers.english_words import (
    AMOUNT,
    NUM,
    PACKS,
    Rewrite,
)
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import Asked, AskedLine

_ONES = "one|two|three|four|five|six|seven|eight|nine"


_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"


_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"


_CENTS = rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_TEENS}|ten|eleven|twelve|\d\d)"


_A_DOLLAR = worded(
    rf"\b(?:a|one) (dollar|buck)s? (?:and )?({_CENTS})\b(?: cents)?(?! (?:pcs|pieces))"
)


_JOINED = worded(rf"(?<![a-z-])({_ONES}) ((?:{_TENS})(?:[ -](?:{_ONES}))?)(?![a-z-])")


_IN_WORDS = worded(
    rf"(?<![a-z-])(?<!hundred )(?<!hundred and )(?<!thousand )(?:(?:{_TENS})(?:[ "
    rf"-](?:{_ONES}))?|{_TEENS})(?![a-z-])"
)


_RULES: tuple[Rule, ...] = (
    (worded(r"(?<=[a-z]) / (?=[a-z])"), ", "),
    (
        worded(
            r"(?<![\d.,])(\d{1,3}) (yuan|rmb|kuai|dollars|bucks) (\d\d)(?=\s*(?:[.,;!\n]|$|a\b|"
            r"each|per))"
        ),
        r"\1.\3 \2",
    ),
    (
        worded(
            rf"\b(?:a|one|each|every|per|the) (dozen|carton|case|kilo|kg|jin|"
            rf"hundred) (?:comes? (?:to|out at)|works out (?:at|to)|"
            rf"costs?|would be|makes) ({AMOUNT})"
        ),
        r"\2 per \1",
    ),
    # The rise that does not reach this order.
    (
        worded(
            r"[^.\n]*\d ?(?:%|percent|per cent)[^.\n]*\b(?:(?:old|current|present|existing|"
            r"order|po|these|today's) "
            r"prices? (?:still )?(?:stands?|holds?|appl(?:y|ies)|stays?|remains?|counts?)|"
            r"(?:doesn't|does not|won't|will not|not) "
            r"(?:apply to|affect|touch|concern|for) (?:you|this order|your order|this one|"
            r"it))\b[^.\n]*"
        ),
        "prices unchanged",
    ),
    (
        worded(
            r"\bonly (?:by|in|per) (?:the )?(?:full |whole )?(pallet|container|bale|roll|batch|"
            r"lot)s?\b[^.\n\d]{0,12}"
            r"(?:a|one|each|every) (?:full )?\1 (?:is|holds|has|takes|means|=) (?=\d)"
        ),
        "minimum ",
    ),
    (
        worded(
            rf"(?<![\d.])({NUM}) off (?=the (?:total|lot|whole|bill|price)|all|"
            rf"everything)(?=[\s\S]*\bper ?cent\b)(?![\s\S]*\d ?(?:%|per ?cent))"
        ),
        r"\1% off ",
    ),
    (worded(r"(?<=\d)% off ([^\n]*)\byes,? per ?cent\b"), r"% off \1"),
    (
        worded(r"(?<=\d) ?(yuan|rmb|usd|dollars|cny) one (?=jin|kg|kilo|carton|piece|box|pc)"),
        r" \1 per ",
    ),
    (worded(r"(\bper 1000?) pcs (?=grams?\b|gr?\b|ml\b)"), r"\1 "),
    (worded(rf"({NUM}) (possible|max(?:imum)?|tops)\b(?=\s*(?:[.,;!\n]|$))"), r"\1"),
    # "All 120" is a number of goods and no word of every item.
    (
        worded(
            rf"\b(?:all|the full|the whole)(?: of)?(?: (?:these|those|the|"
            rf"your))? (?={NUM}(?!\d| (?:items?|lines?|products?|colou?rs?|of them)))"
        ),
        "",
    ),
    (worded(rf"\b(?:i'll |we'll |will )?(?:send|ship) these (?={NUM} with\b)"), "send "),
    (
        worded(
            r"\bfirst(?= (?:truck|lorry|van|boat|vessel|thing|of|time|week|light|class|come)\b)"
        ),
        "earliest",
    ),
    (worded(r"\bsecond(?= (?:hand|thoughts?|time|week|half|place)\b)"), "other"),
    (
        worded(
            rf"\b{AMOUNT} for (?:\w+|{NUM}) (?:{PACKS}|dozen|pcs|"
            rf"pieces)\b[^.;\n\d]{{0,24}}(?:[(]\d+ (?:each|pcs|in each)[)])?"
            rf"[^.;\n\d]{{0,6}}(?:so|that's|that is|i\.?e\.?|=|or|which is|"
            rf"making(?: it)?) (?={AMOUNT} ?(?:each|apiece|a piece|per|/))"
        ),
        "",
    ),
)


def plain_figures_en(text: Plain, asked: Asked) -> Plain:
    """`two forty` where 240 were ordered -> `240`; `a dollar forty` -> `$1.40`."""
    lines = asked.lines
    text = text.put([(_A_DOLLAR, _dollar), (_JOINED, _joined_of(lines)), (_IN_WORDS, _digits)])
    text = text.put([*counted_all(len(lines)), *plain_packs(lines), *_RULES])
    if len(lines) > 1:
        text = text.put([*boxes_named(lines), *figures_in_order(lines)])
    return text


def _digits(match: re.Match[str]) -> str:
    number = value(match[0])
    return match[0] if number is None else f"{number:f}"


def _dollar(match: re.Match[str]) -> str:
    cents = value(match[2])
    return match[0] if cents is None else f"${1 + cents / 100:.2f}"


def _joined_of(lines: Sequence[AskedLine]) -> Rewrite:
    """`two forty` -> 240, where as many or nearly so were ordered, and no price is near."""

    def joined(match: re.Match[str]) -> str:
        first, second = value(match[1]), value(match[2])
        if first is None or second is None:
            return match[0]
        number = first * 100 + second
        near = any(line.quantity * 3 <= number * 4 <= line.quantity * 5 for line in lines)
        return f"{number:f}" if near else match[0]

    return joined
