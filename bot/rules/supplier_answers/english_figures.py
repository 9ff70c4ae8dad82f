"""English figures written so that they are read: `a dollar forty` -> `$1.40`.

Numbers in words become digits where nothing has read them, cartons with their contents cartons,
a total with the price of one that price, and figures that answer the order's lines one by one get
the lines' codes. Only the rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

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
_NUM = r"\d{1,3}(?:,\d{3})*(?:\.\d+)?"
_AMOUNT = rf"(?:[¥$]|usd |rmb |cny )?{_NUM}(?: ?(?:usd|rmb|yuan|dollars|cny))?"
_PACKS = r"(?:cartons?|ctns?|cases?|packs?|boxes|box)"
_UNIT = r"(?:pcs|pieces|pc|kilos?|kgs?|boxes|box|units?|cups|towels|mats|cables|chargers)"
_PAIR = worded(rf"(?<![\d.,\w])({_NUM}) ?(?:pcs|pieces|kg|boxes)? ?(?:x|@|[*]) ?[¥$]?({_NUM})")
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
            rf"costs?|would be|makes) ({_AMOUNT})"
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
            rf"(?<![\d.])({_NUM}) off (?=the (?:total|lot|whole|bill|price)|all|"
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
    (worded(rf"({_NUM}) (possible|max(?:imum)?|tops)\b(?=\s*(?:[.,;!\n]|$))"), r"\1"),
    # "All 120" is a number of goods and no word of every item.
    (
        worded(
            rf"\b(?:all|the full|the whole)(?: of)?(?: (?:these|those|the|"
            rf"your))? (?={_NUM}(?!\d| (?:items?|lines?|products?|colou?rs?|of them)))"
        ),
        "",
    ),
    (worded(rf"\b(?:i'll |we'll |will )?(?:send|ship) these (?={_NUM} with\b)"), "send "),
    (
        worded(
            r"\bfirst(?= (?:truck|lorry|van|boat|vessel|thing|of|time|week|light|class|come)\b)"
        ),
        "earliest",
    ),
    (worded(r"\bsecond(?= (?:hand|thoughts?|time|week|half|place)\b)"), "other"),
    (
        worded(
            rf"\b{_AMOUNT} for (?:\w+|{_NUM}) (?:{_PACKS}|dozen|pcs|"
            rf"pieces)\b[^.;\n\d]{{0,24}}(?:[(]\d+ (?:each|pcs|in each)[)])?"
            rf"[^.;\n\d]{{0,6}}(?:so|that's|that is|i\.?e\.?|=|or|which is|"
            rf"making(?: it)?) (?={_AMOUNT} ?(?:each|apiece|a piece|per|/))"
        ),
        "",
    ),
)


def plain_figures_en(text: Plain, asked: Asked) -> Plain:
    """`two forty` where 240 were ordered -> `240`; `1.40 / 9.60` for two lines -> each its own."""
    lines = asked.lines
    text = text.put([(_A_DOLLAR, _dollar), (_JOINED, _joined_of(lines)), (_IN_WORDS, _digits)])
    text = text.put([*_counted_all(len(lines)), *_packs(lines), *_RULES])
    if len(lines) > 1:
        text = text.put([*_boxes(lines), (_several(len(lines)), _each_of(lines))])
        text = text.put([(_PAIR, _by_quantity(lines))])
    return text


def _digits(match: re.Match[str]) -> str:
    number = value(match[0])
    return match[0] if number is None else f"{number:f}"


def _dollar(match: re.Match[str]) -> str:
    cents = value(match[2])
    return match[0] if cents is None else f"${1 + cents / 100:.2f}"


def _joined_of(lines: Sequence[AskedLine]):  # type: ignore[no-untyped-def]
    """`two forty` -> 240, where as many or nearly so were ordered, and no price is near."""

    def joined(match: re.Match[str]) -> str:
        first, second = value(match[1]), value(match[2])
        if first is None or second is None:
            return match[0]
        number = first * 100 + second
        near = any(line.quantity * 3 <= number * 4 <= line.quantity * 5 for line in lines)
        return f"{number:f}" if near else match[0]

    return joined


def _counted_all(count: int) -> list[Rule]:
    """`all 3 confirmed` and `the three of them` of an order of three lines are all of it."""
    said = {2: "2|two", 3: "3|three"}.get(count, str(count))
    words = (
        rf"\b(?:all|the|all the|both|these|your) (?:{said})(?: (?:of (?:them|it|these|"
        rf"those)|items?|lines?|products?|positions?))(?!\w)"
    )
    bare = rf"\ball (?:{said})(?= (?:confirm\w*|ok\w*|fine|good|accepted|agreed)|\s*(?:[.,;!\n]|$))"
    return [(worded(f"{words}|{bare}"), "all of them")] if count > 1 else []


def _packs(lines: Sequence[AskedLine]) -> list[Rule]:
    """Cartons with what is known to be in them, and boxes that are cartons by what is in them."""
    sizes = "|".join(sorted({str(line.pack_size) for line in lines}))
    inside = (
        rf"[(]?(?:of |x |@ |with |by )?(?:{sizes})(?! ?%)(?:(?: |-)?{_UNIT})?(?: each|"
        rf" in(?:side)?| in it| in each| to a \w+)?[)]?"
    )
    kilo = [line for line in lines if line.unit == "kg"]
    made: list[Rule] = [
        (
            worded(
                rf"(?<![\d.,])(\d{{1,3}}|[a-z]+) (?:{sizes})[ -]?(?:pcs|pc|piece|kg|kilo|"
                rf"box)[ -]?(?:cartons?|cases?|ctns?)\b"
            ),
            _carton_of(lines),
        ),
    ]
    if not any(line.unit == "box" for line in lines) and not kilo:
        told = worded(
            rf"\b(?:{sizes}) (?:in|per|to|a) (?:a |the |each |every |one )?box\b|"
            rf"\bbox(?:es)? (?:of|with) (?:{sizes})\b"
        )
        made.append(
            (
                worded(r"\A(?s:.*)\Z"),
                lambda match: _as_cartons(match[0]) if told.search(match[0]) else match[0],
            )
        )
    made.append(
        (
            worded(rf"(?<=\d ){_PACKS},? {inside}(?=[\s,.;!)]|$)(?! ?(?:each|per|yuan|usd|rmb))"),
            "cartons ",
        )
    )
    made.append(
        (
            worded(
                rf"(\b(?:a|per|the|each|one|/) ?)(?:carton|ctn|case),? {inside}(?=[\s,.;!)]|"
                rf"$)(?! ?(?:each|per|yuan|usd|rmb))"
            ),
            r"\1carton ",
        )
    )
    return made


def _as_cartons(text: str) -> str:
    return re.sub(r"\bboxes\b", "cartons", re.sub(r"\bbox\b", "carton", text))


def _carton_of(lines: Sequence[AskedLine]):  # type: ignore[no-untyped-def]
    """`twelve 5 kg cartons` -> `60 kg`: goods in the unit of the one item that is packed so."""

    def made(match: re.Match[str]) -> str:
        count, size = (
            value(match[1]),
            int(
                re.search(
                    r"\d+"
                    r"",
                    match[0][len(match[1]) :],
                )[0]
            ),
        )  # type: ignore[index]
        fits = [line for line in lines if line.pack_size == size]
        if count is None or not fits:
            return match[0]
        unit = {"piece": "pcs", "kg": "kg", "box": "gift boxes"}.get(fits[0].unit, "pcs")
        return f"{count * size:f} {unit}"

    return made


def _boxes(lines: Sequence[AskedLine]) -> list[Rule]:
    """Boxes that are no unit of a number before them are the one item that is sold by the box."""
    boxed = [line for line in lines if line.unit == "box"]
    if len(boxed) != 1 or not any("box" in name.lower() for name in boxed[0].names):
        return []
    name = next(one.lower() for one in boxed[0].names if "box" in one.lower())
    unit = (
        r"(?<!\d )(?<!\d)(?<!gift )(?<!\bper )(?<!\ba )(?<!/)(?<!\bin )(?<!\bof )(?<!\beach "
        r")(?<!\bour )"
    )
    return [(worded(rf"{unit}\bbox(?:es)?\b(?! (?:of|up|for|maker|number|no))"), name)]


def _several(count: int) -> re.Pattern[str]:
    one = rf"{_AMOUNT}"
    between = r"(?:\s?[/|]\s?|,\s|,? and |\s?&\s?)"
    return worded(
        rf"(?<![\d.,/¥$-])(?<!\d )({one}(?:{between}{one}){{{count - 1}}})(?![\d/%]|[.,]\d|"
        rf"\s?(?:%|st|nd|rd|th|{_UNIT}|days?|weeks?|cartons?))"
    )


def _each_of(lines: Sequence[AskedLine]):  # type: ignore[no-untyped-def]
    """The figures with their lines' codes, where each is near its line's price, one being "
    "ours, or all are our quantities."""

    def made(match: re.Match[str]) -> str:
        words = re.findall(_AMOUNT, match[1])
        numbers = [value(re.sub(r"[^\d.,]", "", one)) for one in words]
        if len(numbers) != len(lines) or None in numbers or _named_near(match, lines):
            return match[0]
        figures = [one for one in numbers if one is not None]
        if all(number == line.quantity for number, line in zip(figures, lines, strict=True)):
            return ", ".join(
                f"{line.code.lower()} {one} pcs"
                if line.unit == "piece"
                else f"{line.code.lower()} {one}"
                for one, line in zip(words, lines, strict=True)
            )
        ours = any(
            number * 100 == line.unit_price_minor
            for number, line in zip(figures, lines, strict=True)
        )
        if ours and all(map(_near, figures, lines)):
            return ", ".join(
                f"{line.code.lower()} at {one}" for one, line in zip(words, lines, strict=True)
            )
        return match[0]

    return made


def _by_quantity(lines: Sequence[AskedLine]):  # type: ignore[no-untyped-def]
    """`300 x 8.60`: the quantity that only one line has names it, where the price is near."""

    def made(match: re.Match[str]) -> str:
        goods, price = value(match[1]), value(match[2])
        fits = [line for line in lines if line.quantity == goods]
        if price is None or len(fits) != 1 or not _near(price, fits[0]):
            return match[0]
        return match[0] if _named_near(match, lines) else f"{fits[0].code.lower()} {match[0]}"

    return made


def _near(number: Decimal, line: AskedLine) -> bool:
    ours = line.unit_price_minor
    return ours is not None and 3 * ours <= number * 400 and number * 300 <= 4 * ours


def _named_near(match: re.Match[str], lines: Sequence[AskedLine]) -> bool:
    """Whether the clause around names an item itself."""
    before = re.split(r"[.\n;,]", match.string[: match.start()])[-1]
    after = re.split(r"[.\n;,]", match.string[match.end() :])[0]
    words = {
        word
        for line in lines
        for name in (line.supplier_code, *line.names)
        for word in re.findall(r"[a-z]{3,}", name.lower())
    }
    return any(re.search(rf"\b{word}", f"{before} {after}") for word in words - {"box"})
