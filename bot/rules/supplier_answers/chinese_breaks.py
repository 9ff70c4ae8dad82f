"""Commas where a Chinese typist leaves a blank and dictation leaves nothing.

`蓝的9块 300条有 灰的8块8` divides before 灰的, since its line begins with an item and has figures;
`11.8做不下来 12块1吧` divides where what is turned down ends and what is offered begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.items import Named, named
from bot.rules.supplier_answers.numbers import NUMBER
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.units import UNIT
from bot.rules.supplier_answers.values import AskedLine

_HAN_OR_DIGIT = worded(r"[\u4e00-\u9fff\d]")
#: What ends a statement about an item, in dictation without commas.
_ENDED = worded(
    r"(?:[块毛元角分条个只盒箱件斤钱金刀价]|公斤|[了啊吧呀哈嘛呢哦噢啦的你您]|没有|不[了到动住]|\d|"
    r"[一二三四五六七八九十半百千])\s*$"
)
_SAYS = worded(rf"{NUMBER}|没|不|停|断|缺|完|照|按|行|可以|够|齐|好")
_OFFERS = rf"(?:得要?|至少|最少|最低|起码|必须|只能|要|就|给|那就|那|按)?\s*{NUMBER}"
#: 200个 before 充电器 is how many of these.
_COUNTED = worded(rf"[^\S\n]*{NUMBER}\s?(?:{UNIT}|[元块¥$])?的?[^\S\n]*")
_RULES: tuple[Rule, ...] = (
    (
        worded(
            r"((?:都(?:有货?|够|齐|能做|行|可以)|没问题|现货)[的了啦吧呀哈]*)[^\S\n]*"
            r"(?=(?:单价|价钱|价格?)|[\d一二两三四五六七八九十]+[块元.]|(?:都|"
            r"就)[\d一二两三四五六七八九十])"
        ),
        r"\1，",
    ),
    (
        worded(
            rf"((?:[做拿接下降给卖]不(?:了|下来|出来|到|起|动|来|住|成)|不(?:行|够|成|干)|太低了?|"
            rf"没法做|够呛|不划算|亏(?:本|钱|死)?了?|没利润|没得赚|拿不下))"
            rf"[^\S\n]*(?:的|啊|呀|哦|了)?[^\S\n]*(?={_OFFERS})"
        ),
        r"\1，",
    ),
)
_DAY = (
    r"(?:\d{1,2}月)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日](?![线楼内])|(?:这|下|"
    r"下下)?个?(?:周|星期|礼拜)[一二三四五六日天]|"
    r"明天|后天|交期|货期|月底|月初|\d{1,2}[./]\d{1,2}(?=[号前发到出送])"
)
#: What is said after the last item, of a day, is said of them all.
_BEFORE_DAYS: tuple[Rule, ...] = (
    (worded(rf"(?<=[^\s,，。;:、])[^\S\n]+(?={_DAY})"), "，"),
    (worded(rf"([块毛元个条只盒箱斤够变动啊了的吧])(?={_DAY})"), r"\1，"),
)


def with_breaks(plain: Plain, lines: Sequence[AskedLine]) -> Plain:
    """`线断货 充电器9.4 200` -> `线断货，充电器9.4 200`."""
    plain = plain.put(_RULES)
    if len(lines) < 2:
        return plain
    names = [one for one in named(plain.text, lines) if not one.general]
    places = {one.span[0] for one in names if _begins(one, names, plain.text)}

    def divided(match: re.Match[str]) -> str:
        if match.end() not in places:
            return match[0]
        return "，" if match[0].isspace() else match[0].rstrip() + "，"

    made = plain.put([(worded(r"[^\s,，。;:、(/]?[^\S\n]*(?=\S)"), divided)])
    return made.put(_BEFORE_DAYS) if places else made


def _begins(one: Named, names: Sequence[Named], text: str) -> bool:
    """Whether an item named begins what is said of it: before it all is said of another."""
    line = text[: one.span[0]].rsplit("\n", 1)[-1]
    start = one.span[0] - len(line)
    part = re.split(r"[,，。;!?]", line)[-1]
    before = [other for other in names if start <= other.span[0] < one.span[0]]
    here = [other for other in before if other.span[0] >= one.span[0] - len(part)]
    if not here and _COUNTED.fullmatch(part):
        return False
    if not before or not _HAN_OR_DIGIT.search(part):
        return False
    said = text[here[-1].span[1] : one.span[0]] if here else part
    leads = not here or not re.search(NUMBER, text[one.span[0] - len(part) : here[0].span[0]])
    blank = text[one.span[0] - 1].isspace()
    return leads and bool(_SAYS.search(said)) and (blank or bool(_ENDED.search(said)))
