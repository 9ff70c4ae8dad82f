"""English prices that stand elsewhere: `blue 8.70, grey the same`, `1000 pcs total 1,400`.

The price that "the same" points to is put in its place, and a total with the number of goods
before it becomes the price of one, where that is near the price of an item ordered so. Only the
rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.rules.supplier_answers.english_words import any_of, item_words
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import Asked, AskedLine

_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_AMOUNT = rf"(?:[¥$] ?|usd |rmb |cny )?{_N}(?: ?(?:usd|rmb|yuan|dollars|cny))?"
_PER = (
    r"(?: ?(?:each|apiece|a piece|(?:per|a|/) ?(?:carton|ctn|case|dozen|kilo|kg|piece|pc|box))"
    r"(?: of \d+)?)?"
)
_LINKS = r"(?:is |are |at |for |also |goes |go |too |@ |stays )*(?:at the |for the |the )?"
_NOT_OURS = (
    r"(?! (?:quantity|qty|number|amount|day|date|as (?:you|your|last|before|ordered|in|on|the po|"
    r"ever)|like (?:you|in|on|before|last)|thing|order|terms|here))"
)
_TOTAL = worded(
    rf"(?<![\d.,¥$])({_N}) ?((?:pcs|pieces|pc|kg|kilos?|units|boxes|"
    rf"sets)?(?: (?:of )?[a-z-]+){{0,3}}?)"
    rf",? (?:(?:total|totals|in total|altogether|all together|together|comes? to|makes?|=|sum) )+"
    rf"((?:[¥$] ?|usd |rmb |cny )?{_N}(?: ?(?:usd|rmb|yuan|dollars|cny))?)(?! ?(?:each|per|"
    rf"a piece|/))"
)


_FOR_ALL = worded(
    rf"(?<![\d.,])((?:[¥$] ?|usd |rmb |cny )?{_N}(?: ?(?:usd|rmb|yuan|dollars|"
    rf"cny))?) for (?:all |the )*({_N}) ?"
    r"((?:pcs|pieces|kg|kilos?|units|boxes|of them)?(?: (?:of )?(?:the )?[a-z]{3,})?)"
)


_LOT = r"(?:the |your )?(?:lot|whole (?:order|lot|thing|consignment)|entire order|everything|order)"
_WHOLE = worded(
    rf"(?<![\d.,])({_AMOUNT}) for {_LOT}\b|\b{_LOT} (?:for|at|is|comes to|"
    rf"makes) ({_AMOUNT})(?![\d.,])"
)
_PER_EACH = worded(r"\b(?:prices? )?per (carton|case|ctn|dozen) ?:([^;\n]*)")
_RULES: tuple[Rule, ...] = (
    (worded(r"(?<=\d)@(?=\d)"), " @ "),
    (worded(rf"\b(jin),? (?:at|@|x) ({_N})(?! ?(?:per|a |/))"), r"\1 at \2 per jin"),
    (
        worded(rf"\b(carton|ctn|case)s?(,| at| @|:) (?=[¥$]?\d{{3}})({_AMOUNT}) each\b"),
        r"\1s\2 \3 per carton",
    ),
)


def prices_in_place(text: Plain, asked: Asked) -> Plain:
    """`blue 8.70, grey the same price` -> `blue 8.70, grey 8.70`."""
    several = len(asked.lines) > 1
    rules: list[Rule] = [*_same(asked.lines), *_moved(asked.lines)] if several else []
    one = _of_one(asked.lines)
    if len(asked.lines) == 1:
        goods = f"{asked.lines[0].quantity}"
        rules.append((_WHOLE, lambda match: one(match, goods, "", match[1] or match[2])))
    text = text.put([*rules, (_PER_EACH, _each_per), *_RULES])
    totals: list[Rule] = [
        (_TOTAL, lambda match: one(match, match[1], match[2], match[3])),
        (_FOR_ALL, lambda match: one(match, match[2], match[3], match[1])),
    ]
    return text.put(totals)


def _each_per(match: re.Match[str]) -> str:
    """`per carton: blue 430, mats 280` -> every number per carton."""
    pack = match[1]
    return re.sub(rf"(?<![\w.,])({_N})(?![\d.,]*\d|\s?(?:pcs|%|per))", rf"\1 per {pack}", match[2])


def _same(lines: Sequence[AskedLine]) -> list[Rule]:
    item = any_of(item_words(lines)) + "s?"
    like = rf"(?: (?:like|as|for|with) (?:the |for the )?(?:{item})(?: (?:{item}))?)"
    both = worded(rf"\bboth (?:of )?(?:the |your )?(?={item}\b)")
    same = rf"(?:same(?: again| price| money| rate| too)?{like}?|ditto|likewise){_NOT_OURS}"
    price = rf"(?P<price>(?:at |@ |for )?(?<![\d.,]){_AMOUNT}{_PER})"
    between = (
        rf"(?P<mid>[^.;\n\d]{{0,14}}?(?:[,;&]|\band\b|"
        rf"[.]) ?(?:and )?(?:{_N} )?(?:pcs )?(?:the |of the )?(?:{item})(?: {item})?(?: {_N}(?: "
        rf"?pcs)?)?,? ?{_LINKS})"
    )
    return [
        (both, "the "),
        (worded(price + between + same), r"\g<price>\g<mid>\g<price>"),
        (
            worded(
                rf"{price}(?P<mid>[^.;\n\d]{{0,24}}(?:[,;&]|"
                rf"\band\b) ?(?:and )?)(?:the )?same (?:for|on|with) (?:the )?(?P<to>{item})"
            ),
            r"\g<price>\g<mid>\g<to> \g<price>",
        ),
    ]


def _moved(lines: Sequence[AskedLine]) -> list[Rule]:
    """`1.35 -> 1.41`: our own price names the item whose price it was."""
    prices = [line.unit_price_minor or 0 for line in lines]
    alone = [line for line in lines if prices.count(line.unit_price_minor or 0) == 1]
    made: list[Rule] = []
    for line in alone:
        ours = re.escape(f"{(line.unit_price_minor or 0) / 100:.2f}")
        ours = ours + "|" + re.escape(f"{(line.unit_price_minor or 0) / 100:g}")
        before = r"(?:^|(?<=[.;,\n] )|(?<=\n))"
        made.append(
            (
                worded(
                    rf"{before}(?:[¥$] ?)?(?:{ours}) ?(?:→|->|=>|becomes|must be|should be|"
                    rf"to) ?({_AMOUNT})"
                ),
                rf"{line.code.lower()} at \1",
            )
        )
    return made


def _of_one(lines: Sequence[AskedLine]) -> Callable[[re.Match[str], str, str, str], str]:
    """`1000 pcs cable total 1,400 usd` -> `1000 pcs cable at 1.40 usd`."""

    def made(match: re.Match[str], number: str, what: str, money: str) -> str:
        goods, total = value(number), value(re.sub(r"[^\d.,]", "", money))
        if not goods or not total:
            return match[0]
        one = total * 100 / goods
        fits = any(
            line.unit_price_minor
            and 2 * goods >= line.quantity >= goods / 2
            and 3 * line.unit_price_minor <= one * 4 <= 5 * line.unit_price_minor
            for line in lines
        )
        if not fits or one != int(one):
            return match[0]
        return f"{number} {what} at {re.sub(_N, f'{one / 100:.2f}', money, count=1)}"

    return made
