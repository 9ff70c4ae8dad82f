"""English numbers of goods and prices that are said by what was ordered.

`if you double the order` is a number of goods, `two thirds of the tea` and `50 of the 60 kg` are,
and `40 cents over your price` is a price: each is written out. Only the rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import Asked, AskedLine

_N = r"\d{1,3}(?:,\d{3})*"
_UNIT = r"(?: ?(?:pcs|pieces|kg|kilos?|cartons?|cases?|boxes|units|cups))?"
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
_PART = worded(
    rf"\b({'|'.join(_FRACTIONS)}) (?:of )?(?:the |your )?(?P<item>order|quantity|qty|[a-z]{{3,}})"
)
_OF_ORDERED = worded(rf"(?<![\d.,])({_N}) (?:out )?of (?:the |your )?({_N}){_UNIT}(?= |[.,;!\n]|$)")
_MONEY = r"(\d+(?:\.\d+)?) ?(cents?|¢|fen|jiao|mao|yuan|rmb|usd|dollars?)"
_OURS = (
    r"(?:your (?:price|offer|bid|figure|number|target|order price|po price)|"
    r"(?:what )?you (?:offered|"
    r"wrote|put|said|have|asked|offer|say)|the po(?: price)?)"
)
_MORE = r"(more|up|higher|over|above|on top|dearer|less|off|cheaper|below|under|lower)"
_DIFFERENCE = worded(
    rf"\b{_MONEY} {_MORE}(?: (?:than|on|of|from|to))? {_OURS}|"
    rf"\b(?:your|the po) (?:price|offer|bid|figure|[\d.]+) (plus|minus|and) {_MONEY}"
)
_WORTH = {"cent": 1, "cents": 1, "¢": 1, "fen": 1, "jiao": 10, "mao": 10}
_HOLD = r"(?:bags|sacks|tins|drums|rolls|bundles|pallets|trays|crates|chests)"
_HELD = worded(
    rf"(?<![\d.,])(\d{{1,3}}) {_HOLD},? (?:of|with|x|@|at) (\d{{1,4}}) ?(kg|kilos?|pcs|pieces|"
    rf"each)(?: each)?\b"
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
            rf"a full )?(?P<n>{_N}{_UNIT}) and "
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
        worded(rf"\bfrom ({_N}{_UNIT}) (?:up|on|onwards?|upwards?)\b(?! to)"),
        r"from \1 or more",
    ),
    (worded(r"\b(cartons?|cases?|ctns?) of boxes\b"), r"\1 of gift boxes"),
    # "We normally want 500 but for you 240 is ok" asks for no minimum.
    (
        worded(
            rf"\b(?:normally|usually|our (?:normal|usual|standard) |the (?:normal|usual|"
            rf"standard) )[^.;\n\d]{{0,30}}"
            rf"{_N}{_UNIT},? ?(?:but|though|however|only)[^.;\n\d]{{0,24}}"
            r"(?=\d[^.;\n]{0,14}(?:ok|fine|good|welcome|no problem|works|accepted))"
        ),
        " ",
    ),
    (
        worded(
            rf"\b(?:normally|usually|our (?:normal |usual |standard )?|the (?:normal |usual |"
            rf"standard )?|usual )?(?:moq|minimum)[^.;\n\d]{{0,24}}"
            rf"{_N}{_UNIT}(?=[^.;\n\d]{{0,60}}\b(?:waive\w*|skip|forget (?:it|that)|"
            rf"make an exception|doesn't matter|"
            r"not for you|dropped (?:it|that)|no longer|won't insist|let it go|overlook)\b)"
        ),
        " ",
    ),
)


_MINIMUMS = worded(
    r"\b(?P<head>(?:moqs?|minimums?|minimum (?:order )?(?:quantit(?:y|ies)|qtys?|orders?|lots?|"
    r"runs?))\b[^:.\n\d]{0,30}(?::|(?<=\s)))"
    r"(?P<rest>[^.\n]*)"
)
_WHOLE = worded(r"(?<![\w.,¥$])\d[\d,]*(?![\d.,]*\d)(?! ?(?:%|st|nd|rd|th))")


def _each_minimum(match: re.Match[str]) -> str:
    """`MOQ: cable 1500 / charger 300` says two minimums, where no price stands among them."""
    rest = match["rest"]
    if re.search(r"\d\.\d|[¥$%]|rmb|usd|yuan|\bprice", rest) or len(_WHOLE.findall(rest)) < 2:
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


def _left_out(lines: Sequence[AskedLine]) -> list[Rule]:
    """`leave the chargers off` and `cables only` in the words of goods that are not to be had."""
    names = {
        w for line in lines for name in line.names for w in re.findall(r"[a-z]{3,}", name.lower())
    }
    item = (
        "(?:"
        + "|".join(sorted(map(re.escape, names - {"box"}), key=len, reverse=True))
        + "|gift box(?:es)?|boxes)s?"
    )
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


def goods_in_place(text: Plain, asked: Asked) -> Plain:
    """`11.50 if you double the order` of 240 -> `11.50 if you take 480`."""
    lines = asked.lines
    rules: list[Rule] = [(_PART, _part(lines)), (_OF_ORDERED, _of_ordered(lines))]
    rules += [(_LESS, _what_is_left(lines)), (_RAISED, _raised(lines))]
    rules.append(
        (
            _HELD,
            lambda match: (
                f"{int(match[1]) * int(match[2])} {'pcs' if match[3] == 'each' else match[3]}"
            ),
        )
    )
    rules.append((_DIFFERENCE, _difference(lines)))
    if len(lines) == 1:
        rules.append((_MULTIPLE, _multiple(lines[0])))
    else:
        rules += _left_out(lines)
    return text.put([*rules, (_MINIMUMS, _each_minimum), _without_total(asked), *_RULES])


_LESS = worded(
    rf"(?:(?<![\d.,])({_N}) )?(?:less|minus) ({_N})\b[^.;\n\d]{{0,40}}\b(?:so|that's|that is|"
    rf"makes|leaves|=)[^.;\n\d]{{0,14}}({_N})(?![\d.,]*\d)"
)


def _what_is_left(lines: Sequence[AskedLine]) -> Callable[[re.Match[str]], str]:
    """`240 less 12 that got chipped, so 228` -> `228 pcs`."""

    def made(match: re.Match[str]) -> str:
        whole = [value(match[1])] if match[1] else [Decimal(line.quantity) for line in lines]
        less, left = value(match[2]), value(match[3])
        fits = less is not None and any(one is not None and one - less == left for one in whole)
        return f"only {match[3]}" if fits else match[0]

    return made


def _multiple(line: AskedLine) -> Callable[[re.Match[str]], str]:
    return lambda match: f"take {_TIMES[match[1]] * line.quantity}"


def _item(word: str, lines: Sequence[AskedLine]) -> AskedLine | None:
    """The one item that a word names; the order itself where it is of one item."""
    if len(lines) == 1:
        return lines[0]
    word = word.removesuffix("es") if word.endswith("xes") else word.removesuffix("s")
    fits = [
        one for one in lines if any(re.search(rf"\b{word}", name.lower()) for name in one.names)
    ]
    return fits[0] if len(fits) == 1 and len(word) > 2 else None


def _part(lines: Sequence[AskedLine]) -> Callable[[re.Match[str]], str]:
    def made(match: re.Match[str]) -> str:
        line = _item(match["item"], lines)
        number = _FRACTIONS[match[1]] * line.quantity if line else Decimal("0.5")
        if line is None or abs(number - round(number)) > Decimal("0.001"):
            return match[0]
        unit = {"kg": " kg", "piece": " pcs"}.get(line.unit, "")
        return f"{round(number)}{unit} of {match['item']}"

    return made


def _of_ordered(lines: Sequence[AskedLine]) -> Callable[[re.Match[str]], str]:
    def made(match: re.Match[str]) -> str:
        ours = {Decimal(line.quantity) for line in lines}
        ours |= {Decimal(line.quantity) / line.pack_size for line in lines}
        unit = match[0][match[0].rindex(match[2]) + len(match[2]) :]
        return f"{match[1]}{unit}" if value(match[2]) in ours else match[0]

    return made


_RAISED = worded(
    r"\b(raise|increase|lift|lower|reduce|cut|drop) (?:the |"
    r"your )?([a-z]{3,})(?: price)? (?:up |down )?by "
    + _MONEY
    + r"|\b([a-z]{3,}) ?([+-]) ?(0\.\d\d)(?!\d)"
)


def _raised(lines: Sequence[AskedLine]) -> Callable[[re.Match[str]], str]:
    """`charger +0.20` -> `charger at 9.60` where 9.40 was ours."""

    def made(match: re.Match[str]) -> str:
        word = match[2] or match[5]
        line = _item(word, lines) if len(lines) > 1 else None
        if line is None or not line.unit_price_minor:
            return match[0]
        down = match[1] in ("lower", "reduce", "cut", "drop") or match[6] == "-"
        by = Decimal(match[3]) * _WORTH.get(match[4], 100) if match[3] else Decimal(match[7]) * 100
        return f"{word} at {(line.unit_price_minor + (-by if down else by)) / 100:.2f}"

    return made


def _difference(lines: Sequence[AskedLine]) -> Callable[[re.Match[str]], str]:
    """`40 cents over your price` -> the price, for the item named last or the only one."""

    def made(match: re.Match[str]) -> str:
        words = re.findall(r"[a-z]{3,}", re.split(r"[.;\n,]", match.string[: match.start()])[-1])
        named = [line for word in words if len(lines) > 1 and (line := _item(word, lines))]
        line = named[-1] if named else lines[0] if len(lines) == 1 else None
        if line is None or not line.unit_price_minor:
            return match[0]
        number, unit = (match[1], match[2]) if match[1] else (match[5], match[6])
        down = (match[3] or match[4]) in (
            "less",
            "off",
            "cheaper",
            "below",
            "under",
            "lower",
            "minus",
        )
        by = Decimal(number) * _WORTH.get(unit, 100)
        return f"at {(line.unit_price_minor + (-by if down else by)) / 100:.2f}"

    return made
