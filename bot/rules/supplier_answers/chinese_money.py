"""Amounts of money as Chinese suppliers write and say them, in the forms that the rules know.

`十二块零五分` is 12.05元, a single numeral against forgery is plain (捌角 is 八角), and our own
price before an item says which item is meant (23的地垫).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers.chinese_goods import noun_of
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import CHINESE, value
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import AskedLine

_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖", "一二三四五六七八九", strict=True))
_ZERO_CENTS = worded(
    rf"(\d{{1,4}}|{CHINESE})\s?(?:块钱?|元)零([一二三四五六七八九1-9])(?:分钱?)?(?![\d百千万])"
)
#: 一斤得一百四, an amount in characters without its unit.
_EACH = worded(
    r"(?:每|(?<![十百千])一)(斤|公斤|箱|打|盒|条|个|只)(?:得要?|要|卖|是|收|算|给)?"
    r"((?:[一二两三四五六七八九]百)?[一二两三四五六七八九]?(?:百|"
    r"十)[一二三四五六七八九]?十?[一二三四五六七八九]?)"
    r"(?=[,，。\s哈嘛啊呀啦吧哦呢]|$)"
)
#: 十二块五十号 is 12.5 and the 10th.
_BEFORE_DAY = worded(
    r"(块[一二三四五六七八九])(?=(?:二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])[号日])"
)


def with_amounts(plain: Plain, lines: Sequence[AskedLine]) -> Plain:
    """`十二块零五分一个` -> `12.05元一个`."""
    rules: list[Rule] = [
        (worded("[壹贰叁肆伍陆柒捌玖](?=[元圆角分])"), lambda match: _FORMAL[match[0]]),
        (_ZERO_CENTS, _zero_cents),
        (_BEFORE_DAY, r"\1，"),
        (_EACH, r"每\1\2块"),
        *[rule for line in lines for rule in _our_price(line)],
    ]
    return plain.put(rules)


def _zero_cents(match: re.Match[str]) -> str:
    whole, cents = value(match[1]), value(match[2])
    return match[0] if whole is None or cents is None else f"{whole + cents / 100:.2f}元"


def _our_price(line: AskedLine) -> list[Rule]:
    """Our price before the name of its item, which says no price."""
    noun = noun_of(line)
    if not noun or line.unit_price_minor is None:
        return []
    price = re.escape(f"{line.unit_price_minor / 100:g}")
    return [(worded(rf"(?<![\d.]){price}(?:块|元)?的(?=[^，。,\d]{{0,2}}{noun[-2:]})"), "")]
