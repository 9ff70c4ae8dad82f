"""What the supplier corrects while writing: `265, no, 262` says 262.

A value counts as last said where words of correction stand between it and the one before, or
where the one before is our own, named only to be answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers.findings import Fact, Kind
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import CHINESE, NUMBER
from bot.rules.supplier_answers.refusing import CANNOT
from bot.rules.supplier_answers.rewriting import Plain
from bot.rules.supplier_answers.values import Asked

_CUE = (
    r"(?:\b(?:no(?:pe)?[,.]? (?:sorry|wait|no|make)|sorry[,.]? (?:i mean|make|no)|oops|ooops|"
    r"whoops|"
    r"wait|i mean|i meant|correction|scratch that|make (?:it|that)|typo|my mistake|rather|no)\b|"
    r"[哦噢啊呃]?不对|[哦噢啊]不是?|说错了?|打错了?|写错了?|更正|改[为成]|纠正|错了|口误|笔误)"
)
_VALUE = (
    rf"(?:(?:[¥$]|usd ?|rmb ?)?(?:{NUMBER}|{CHINESE})(?:st|nd|rd|"
    rf"th)?(?:块[\d一二三四五六七八九]{{0,2}}|"
    r"毛|元|号|日|箱|个|只|条|盒|公斤|%|折| ?(?:pcs|pieces|cartons?|ctns?|usd|rmb|yuan|dollars?))?)"
)
_CORRECTED = worded(
    rf"{_VALUE}[\s,，.。…!-]{{0,5}}(?:{_CUE}[\s,，.。…:!-]{{0,4}}){{1,3}}(?:是|应该是|it'?s |"
    rf"that'?s |the )?"
    rf"(?={_VALUE})"
)
_BETWEEN = worded(
    _CUE
    + r"|let'?s|各让|折中|middle|halfway|\bfinal|shake|成交价|(?:^|[,，。\n\s])不是[,，。\s]"
    + r"|^\s*[哦噢]"
)
#: Our own value is named to be answered, and is not one of several on offer.
_ANSWERED = worded(
    CANNOT.pattern
    + r"|\b(?:your (?:price|target|offer|bid)|you(?: guys| people)? (?:ask\w*|say|said|want\w*|"
    r"offer\w*|wrote|put|have|had|list\w*)|(?:your |the )po|mismatch|would leave|lose at|"
    r"instead of|rather than|not)\b|你(?:们|您)?的?(?:价|说|报|要|给|出|写)|"
    r"您的?(?:价|说|报|要|给|出|写)|\bbut\b|但"
)
_SUMS = worded(
    r"\b(?:altogether|total|so|that is|makes|you get|leaves)\b|=|总共|一共|共|合计|先发|也就是|所以"
)
_AFTER = worded(
    r"^[^\n]{0,12}(?:打错|写错|说错|看错|记错|算错|搞错|弄错|笔误|typo|my mistake|correction|更正)"
)


def corrected(text: Plain) -> Plain:
    """The text without values that are taken back at once: `9.50 no sorry 9.60` -> `9.60`."""
    return text.put([(_CORRECTED, " ")])


def last_said(facts: Sequence[Fact], text: str, asked: Asked) -> list[Fact]:
    """The facts without those that a later one replaces."""
    clear = {(fact.line, fact.kind, fact.value) for fact in facts if not fact.doubt}
    facts = [one for one in facts if not one.doubt or (one.line, one.kind, one.value) not in clear]
    return [
        fact for fact in facts if not any(_replaces(f, fact, facts, text, asked) for f in facts)
    ]


def _replaces(later: Fact, fact: Fact, facts: Sequence[Fact], text: str, asked: Asked) -> bool:
    same = (later.line, later.kind) == (fact.line, fact.kind) and later.value != fact.value
    if not same or later.span[0] <= fact.span[0]:
        return False
    line = asked.lines[fact.line]
    ours = {Kind.PRICE: line.unit_price_minor, Kind.QUANTITY: line.quantity}.get(fact.kind)
    between = text[fact.span[1] : later.span[0]]
    answered = _ANSWERED.search(text[max(0, fact.span[0] - 14) : later.span[0]])
    goods = any(one.line == fact.line and one.kind is not Kind.PRICE for one in facts)
    summed = fact.kind is Kind.QUANTITY and _SUMS.search(between)
    return (
        bool(summed)
        or (fact.value == ours and bool(answered) and not (goods and fact.kind is Kind.PRICE))
        or bool(_BETWEEN.search(between))
        or bool(_AFTER.search(text[later.span[1] :]))
    )


def corrected_between(text: str, first_end: int, second_start: int) -> bool:
    """Whether words of correction stand between two places."""
    return bool(
        re.search(_CUE + r"|我是说|我说的是|准确(?:地|来)?说", text[first_end:second_start])
    )
