"""Days of Chinese answers in the forms that the rules know.

A day that another replaces goes (原定10号，改到14号), a bare weekday after 下周一 is of that week,
and `12.12送货` is the 12th of December where no price of the order is near 12.12.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import AskedLine

_DAY = (
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日]|"
    r"(?:下|这|下下)?个?(?:周|星期|礼拜)[一二三四五六日天]"
)
_MOVES = r"(?:改|推|延|挪|顺延|拖|变|往后|要到|得到|可能要到)"
_RULES: tuple[Rule, ...] = (
    (
        worded(
            rf"(?:原定|原计划|原先|原来|本来|之前|说好|先前|当初)(?:说|定|是|的|计划|答应|"
            rf"要)*(?:{_DAY})"
            rf"(?:能|可以)?(?:发货?|到货?|交货?|出货?|给你)?的?[,，]?(?:但|不过|"
            rf"现在)?(?=[^。\n]{{0,10}}{_MOVES})"
        ),
        " ",
    ),
    (
        worded(
            r"(下(?:下)?个?(?:周|星期|礼拜)[一二三四五六日天][^。\n下]{1,14}?)"
            r"(?<![下这本上每])((?:周|星期|礼拜)[一二三四五六日天])"
        ),
        r"\1下\2",
    ),
    (
        worded(
            rf"(?:{_DAY})(?:之?前)?(?:肯定|真的?|实在|确实|怕是|恐怕)?(?:发|到|交|出|给|赶|做|来|"
            rf"送|弄)?"
            rf"不(?:了|到|出来?|及|上|完|成)(?:货|了)?[,，](?=[^。\n]{{0,6}}(?:{_DAY}))"
        ),
        " ",
    ),
    (worded(r"下(下周|下星期|下礼拜)([一二三四五六日天])再(?:加|过|往后)一(?:周|星期|礼拜)"), " "),
)
_DOTTED = worded(
    r"(?<![\d.])(1[0-2]|[1-9])\.([0-3]?\d)(?=\s?(?:送货|送到|送达|到货|到港|到仓|到店|上门|装车|"
    r"装船|开船|发货|出货|交货|发车))"
)


def with_days(plain: Plain, lines: Sequence[AskedLine]) -> Plain:
    """`原定10号，改到14号` -> ` 改到14号`."""
    prices = [line.unit_price_minor or line.last_price_minor for line in lines]

    def dated(match: re.Match[str]) -> str:
        number = value(f"{match[1]}.{match[2]}")
        near = any(one and number and one / 2 <= number * 100 <= one * 2 for one in prices)
        return match[0] if near else f"{match[1]}月{match[2]}日"

    return plain.put([*_RULES, (_DOTTED, dated)])
