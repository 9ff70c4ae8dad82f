"""English as it is written from other languages: `the chargers no`, `no more work with towels`.

Word orders and false friends of those who write English second, put as a first writer would. What
was ordered, said again beside what is confirmed, goes. Only the rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.rules.supplier_answers.english_words import NUM, UNIT, Rewrite, any_of, item_words
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Rule
from bot.rules.supplier_answers.values import Asked, AskedLine

_END = r"(?=\s*(?:[.,;!\n]|$)|  )"
_ORDER = r"(?:order|pedido|commande|bestellung|ordine|request|po|enquiry|demand)"
_RULES: tuple[Rule, ...] = (
    (
        worded(
            r"\b(?:kindly|please|pls) (?:revert|reply|share|send|give|provide)(?: back)?"
            r"(?: me| us)?(?: with)? your (?:whatsapp|wechat|phone|mobile|contact)[^.,;\n]*?"
            r" so (?:that )?(?:i|we) can [^.;\n]*"
        ),
        "what is your number?",
    ),
    (
        worded(
            r"\b(?:do not|don't|dont|not|no) (?:work|deal|produce|make|trade|sell|have|do)"
            r"(?: any)? (?:more|longer)(?: with)?\b|\b(?:no|not any) more "
            r"(?:work|deal|trade|produce|make|sell)(?:ing)?(?: with)?\b"
        ),
        "no longer make",
    ),
    (worded(r",? (?:neither|nor)(?: with)?(?: the)? (?=[a-z]+s\b)"), " and "),
    (
        worded(
            rf"\b(?:can't|cannot|can not|could not|unable to|not able to) (?:attend|serve|satisfy|"
            rf"execute|treat|follow|take care of)(?: to)? (?:the|your|this|that)?(?: (?:above|"
            rf"captioned|same))?(?: {_ORDER}\b|(?<=same))"
        ),
        "cannot accept your order",
    ),
    (
        worded(
            rf"\b(?:this|that|the|your) {_ORDER},? (?:we|i) (?:can ?not|can't|unfortunately "
            rf"(?:can ?not|can't)) (?:take|accept|make|do|execute|fulfil|deliver)(?: it)?\b"
        ),
        "we cannot accept your order",
    ),
    (
        worded(
            r"\b(?:unfortunately,? )?(?:but )?(?:only )?(?:with|at|for) (?=[¥$]?\d[\d.,]* ?(?:usd|"
            r"rmb|yuan|cny|dollars)|[¥$]\d)"
        ),
        "at ",
    ),
    (worded(r"\b(?:u|you) want (?:to )?(?=take (?:all )?\d)"), "if you "),
    (
        worded(
            r",? ?\b(?:the )?same (?:of|as|like|than) (?:always|ever|usual|before|every time|"
            r"the other times?)\b"
        ),
        " unchanged",
    ),
    (worded(r"\b(?:the |your )?cost (?:is|are|now|:) (?=[¥$]?\d)"), "price is "),
    (worded(r"\b(?:per|for) (?:the )(?=[a-z]+(?: [a-z]+)?:? (?:the )?(?:cost|price) is)"), ""),
    # "I wrote discount 5%, it was for another customer. For you is 2%."
    (
        worded(
            r"\b(?:i|we) (?:wrote|said|sent|put|told|gave|quoted)(?: you)?(?: a|"
            r" the)?(?: discount)?"
            r"(?: of)? \d[\d.]* ?%(?P<rest>(?: discount| off)?)[^.;\n\d]{0,12}\b(?:it |that |this |"
            r"which )?(?:was|is|were)(?: meant)? (?:for |of )?(?:the |an? )?(?:other|another|"
            r"different|wrong) (?:customer|client|buyer|one|company|order|shop|"
            r"mail)[.,;:]? ?(?:but )?"
            r"(?:for you|yours|your discount|to you|you get|you have)"
            r"(?: it)?(?:'s| is| we give| i give)? (?=\d)"
        ),
        "discount ",
    ),
    (
        worded(
            r"\b(?:for|to|from) (?:the |all |any )?(?:others?|other (?:customers?|clients?|buyers?|"
            r"people|shops?)) (?:i|we) (?:say|ask|sell|charge|give|take|make|want)(?: at| for|"
            rf" it)* [¥$]?{NUM}(?: ?(?:usd|rmb|yuan))?"
        ),
        " ",
    ),
    (worded(r"\bstatus ?: ?(?:is )?(?:confirmed|accepted|ok|approved)\b"), "confirmed"),
    (
        worded(
            r"\bstatus ?: ?(?:is )?(?:rejected|declined|cancell?ed|refused|not available)\b"
            r"(?: [(][^()\n]*[)])?"
        ),
        "not available",
    ),
    (worded(r"\breason(?: code)?:? \d{1,3}\b"), " "),
)


def foreign_forms(asked: Asked) -> list[Rule]:
    """`the chargers no` -> `the chargers not available`."""
    lines = asked.lines
    item = any_of(item_words(lines)) + "s?"
    return [
        (_decimal_comma(), _decimal_of(lines)),
        (worded(r"(?<![\d.,])(\d{1,3}) (\d{3})(?= ?(?:pcs|pieces|units|kg|boxes)\b)"), r"\1\2"),
        *_swapped(lines),
        *([(worded(r"(?<=\d)u\b"), " usd")] if asked.currency == "USD" else []),
        (worded(rf"\b({item})(?:,| -)? (?:no|nope|nein|non|niet)\b{_END}"), r"\1 not available"),
        (_ordered(lines), " "),
        *_RULES,
    ]


def _ordered(lines: Sequence[AskedLine]) -> re.Pattern[str]:
    """What we ordered, said again in brackets."""
    ours = "|".join(f"{line.quantity}|{line.quantity:,}" for line in lines)
    return worded(
        rf"[(](?:ordered|you ordered|your order|order|order qty|po|po qty|"
        rf"requested|asked|instead of|"
        rf"of)(?: was| is|:)? (?:{ours})(?: ?{UNIT})?(?: ordered)?[)]"
    )


def _swapped(lines: Sequence[AskedLine]) -> list[Rule]:
    """`towel blue` -> `blue towel`, where several items are told apart by the first word."""
    pairs = {
        tuple(name.lower().split())
        for line in lines
        for name in line.names
        if re.fullmatch(r"[a-z]{3,} [a-z]{3,}", name.lower())
    }
    if len(lines) == 1:
        return []
    return [
        (worded(rf"\b{noun}s?,? (?:in |the |colou?r )?{first}(?! {noun})\b"), f"{first} {noun}")
        for first, noun in sorted(pairs)
    ]


def _decimal_comma() -> re.Pattern[str]:
    return worded(r"(?<![\d.,])(\d{1,3}),(\d{2})(?![\d]|[.,]\d)")


def _decimal_of(lines: Sequence[AskedLine]) -> Rewrite:
    """`9,20 the blue` -> `9.20 the blue` where that is near one of our prices."""

    def made(match: re.Match[str]) -> str:
        number = Decimal(f"{match[1]}.{match[2]}") * 100
        ours = [line.unit_price_minor or 0 for line in lines]
        near = any(one * 3 <= number * 4 <= one * 6 for one in ours)
        return f"{match[1]}.{match[2]}" if near else match[0]

    return made
