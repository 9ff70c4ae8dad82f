"""Terms of Chinese answers in the words that the rules know: payment, costs, packs, minimums.

`款先打一半` is a deposit, `架车钱你们出` a freight cost, `一箱5公斤，给你8箱` are 40公斤, and
`凑不够八千的单子不出货` is a least order value.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import NUMBER, value, whole
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.units import UNIT
from bot.rules.supplier_answers.values import Asked

_MONEY = r"(?:块钱?|元|美金|美元|刀|usd)"
_YOU = r"(?:[你您]们?|贵司|贵方|买家|买方|客户|对方)(?:那边|这边)?"
_PACK = "(?:箱|件|包|袋|打|篓)"


def _rule(pattern: str, new: str) -> Rule:
    return worded(pattern), new


_PAID: tuple[Rule, ...] = (
    _rule(
        r"(?:货?款子?|钱)(?:要|得|必须|请)?先(?:打|付|给|转|汇|到|结)[^,，。\n]*|"
        r"先(?:打|付|转|汇|给|结)(?:我|我们)?(?:一半|[一二三四五六七八九]成|\d+%|点|一部分)的?"
        r"(?:货?款|钱|定金)?(?=[,，。\s]|$)",
        "预付",
    ),
    _rule(
        r"(?:架车|车|运输|拉货|送货|货运|搬运|报关|包装|吊车|装卸|打包)(?:的)?(?:钱|费用?)"
        rf"[^,，。\n\d]{{0,4}}{_YOU}(?:自己|自行)?(?:来)?(?:出|付|给|承担|负责|掏|认)",
        "运费另计",
    ),
)
_LEAST: tuple[Rule, ...] = (
    _rule(r"[【\[](?:最[低小少])?(?:起[订批做]|moq|订购)(?:数?量)?[】\]]\s?(?=\d)", "起订"),
    _rule(r"最[低小少](?:订购|采购|订货|购买|下单|购货)(?:数?量|数)", "起订量"),
    _rule(
        rf"(?:最少|至少|起码|最低)(?:都|也|就)*(?:要|得)?(?:做|订|拿|下|买|织|染|印)\s?"
        rf"(?={NUMBER}\s?{UNIT})",
        "起订",
    ),
    _rule(
        rf"(?:凑不[够齐到]|不[够到足满]|没到|未满)\s?({NUMBER}\s?{_MONEY})的(?:小?单子?|订单)"
        r"[^,，。?\n]{0,4}?(?:不|没法|恕)[^,，。?\n]*",
        r"整单最低\1",
    ),
    _rule(
        r"(?<=[起盒条个只斤箱张元块做发订批接])[㗎\s,，]*(?:不到|没到|不够|少过|少于|低于|达不到)"
        r"(?:这个?数|就|的话|了)*(?:恕?不|没法)(?:出货|发货|发|做|接单?|出|开工|开机|送|安排)了?"
        r"[啦的]?(?![\d一-龥]?\d)",
        "，",
    ),
    _rule(rf"\bif ({NUMBER})\s?(?:pcs )?(?:up|above|or more|or up|起)(?![a-z])", r"，起订\1个，"),
)
_COUNTED: tuple[Rule, ...] = (
    _rule(
        rf"(?:再|另外?)?(?:给[你您]们?)?(?:再)?(?:添|加|补|多给|饶){NUMBER}\s?{UNIT}[,，]?"
        rf"(?:凑|凑成|凑够|凑到|一共|总共|共|合计|加起来)(?=\s?{NUMBER}\s?{UNIT})",
        "给你",
    ),
    _rule(
        rf"(?:其余|余下|剩余|剩下|缺的|差的|另外)(?:的)?\s?{NUMBER}\s?{UNIT}[^,，。\n\d]{{0,6}}"
        r"(?:无货|没货|没有|没了|缺货|断货|做不[了出]来?|赶不[出及]来?|供不[了上])了?",
        " ",
    ),
    _rule(r"(?:美金|美元|usd)\s?(\d+(?:\.\d+)?)\s?元", r"\1美元"),
    _rule(
        rf"((?:又|都|也|全|还在|一直)(?:涨|升|贵|上调|缺)了?)[^\S\n]+(?={NUMBER}\s?{_MONEY})",
        r"\1，",
    ),
    _rule(
        r"(?:依|按照?|照|遵)(?:贵司|贵方|[您你]们?)所?(?:开|提|列|给|订|定|示)的?(?:各项)?"
        r"(?:条件|内容|条款|单价|价格|数量|要求|规格)|[价数]依(?:尊意|贵意|台命)",
        "照单",
    ),
    _rule(r"(?<=[不没])(?:做|卖|产|生产|经营)的?(?=[,，]\s?只(?:做|卖|产|生产|经营))", "做了"),
    _rule(r"[,，]\s?只(?:做|卖|产|生产|经营)[^,，。\d\n]{1,6}(?=[,，。\s]|$)", ""),
)
_CENTS = worded(
    rf"({NUMBER})(?:美元|美金|刀)([1-9一二三四五六七八九])[毛角]([1-9一二三四五六七八九])?分?"
)
_DOLLARS = worded(r"(?<=[\dk万千])\s?u(?=[起才以,，。\s]|$)")
_PACKED = worded(
    rf"(?:一|每|1){_PACK}(?:装|有|是)?\s?({NUMBER})\s?({UNIT})[,，]([^,，。\n\d]{{0,8}}?)"
    rf"({NUMBER}){_PACK}"
)
#: 四十五照旧, our own price in characters.
_KEPT = worded(r"([一二三四五六七八九十百]{2,5})(?=(?:照旧|不变|没变|不动|不涨))")
_PACK_PRICE = worded(
    rf"(?:一|每|1)({_PACK})(?:装|有|是)?\s?({NUMBER})\s?{UNIT}[\s,，]+(?=[\d.]+{_MONEY}?(?:一|每)\1)"
)


def _cents(match: re.Match[str]) -> str:
    parts = [value(one or "0") for one in match.groups()]
    amount = Decimal(0)
    for place, one in enumerate(parts):
        if one is None:
            return match[0]
        amount += one / 10**place
    return f"{amount:.2f}美元"


def with_terms(plain: Plain, asked: Asked) -> Plain:
    """`一箱5公斤，只能给您8箱` -> `只能给您40公斤` where we know of boxes of 5."""
    sizes = {line.pack_size for line in asked.lines}

    def counted(match: re.Match[str]) -> str:
        size, packs = whole(match[1]), whole(match[4])
        known = size in sizes and size and packs
        return f"，{match[3]}{(size or 0) * (packs or 0)}{match[2]}" if known else match[0]

    def kept(match: re.Match[str]) -> str:
        number = value(match[1])
        ours = any(number and number * 100 == line.unit_price_minor for line in asked.lines)
        return f"{number}块" if ours else match[0]

    def priced(match: re.Match[str]) -> str:
        return "" if whole(match[2]) in sizes else match[0]

    rules: list[Rule] = [(_CENTS, _cents), (_PACKED, counted), (_PACK_PRICE, priced), (_KEPT, kept)]
    dollars: list[Rule] = [(_DOLLARS, "美元")] if asked.currency == "USD" else []
    return plain.put([*dollars, *_PAID, *_LEAST, *_COUNTED, *rules])
