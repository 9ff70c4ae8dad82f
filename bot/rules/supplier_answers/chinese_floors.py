"""Least order values and least quantities, in the words that the rules know.

`整单不到8000不发` and `三万起批` name an amount of money without its unit: a number of goods that
large nobody ordered, or the words say that it is money (货值, 金额, 整单).
"""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.numbers import NUMBER, value
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.units import UNIT
from bot.rules.supplier_answers.values import Asked

_WHOLE = (
    r"(?:整单|全单|每单|单笔|一单|每笔|货值|货款|金额|总额|总价|总值|订单|单子|合计|票面|"
    r"这单|本单|贵单)"
)
_LEAST = (
    r"(?:不到|不足|不满|不够|没到|没有|未到|未达|未满|达不到|凑不够|凑不到|低于|少于|小于|最低|"
    r"最少|"
    r"至少|起码|满|须满|得满|够|凑够|凑到|凑满|加到|做到|达到|不低于|不少于|不得低于|不得少于|"
    r"要|得|得有|要有|须|必须|以)"
)
_MONEY = r"(?:[¥$]|usd|rmb|人民币|美金|\s?(?:元|块|美元|美金|刀|rmb|usd|人民币))"
_BARE = rf"({NUMBER})(?!\s?(?:{_MONEY}|{UNIT}|[号天日月年周%折点倍多个]))"
_NAMED = worded(rf"({_WHOLE}[^，。,\n\d]{{0,6}}?{_LEAST}\s?){_BARE}")
_FROM = worded(
    rf"(?<![\d.]){_BARE}(?=(?:块钱?)?(?:起[批做发订送接单]|起(?=[,，。\s]|$)|才(?:发|做|接|能|给)))"
)
_AGAIN = worded(rf"({_LEAST}\s?){_BARE}")
#: 起订改成400: the minimum is now 400.
_MINIMUM: tuple[Rule, ...] = (
    (
        worded(
            rf"(?:[你您贵这本]们?的?这?个?(?:单子?|订单|司))(?:才|只有|还|金额|总共|一共)*(?:不到|"
            rf"不足|没到)?"
            rf"{NUMBER}(?:多|出头)?(?:元|块钱?|美金|美元|刀)?(?=[,，][^。\n]*(?:起|最低|至少|才))"
        ),
        " ",
    ),
    (
        worded(rf"(?:起[送订批发做]金额|低消|最低消费|起送价)(?:是|为)?[:]?(?=\s?{NUMBER})"),
        "整单最低",
    ),
    (
        worded(
            rf"(?<![\u4e00-\u9fff])(满|够|凑够|凑满)(?=\s?{NUMBER}(?:元|块钱?)?(?:才|免|包邮|发|送|"
            rf"派|起|可))"
        ),
        r"整单\1",
    ),
    (worded(r"起步(?:价)?(?=[\d一二两三四五六七八九十])"), "起订"),
    (
        worded(rf"({NUMBER}\s?(?:{UNIT}|元|块钱?|美金|美元|刀)?)(?:打底|保底|为底|起步|垫底)"),
        r"最低\1",
    ),
    (worded(rf"要(?:做|订|拿|下|染|印)就(?:得|要|必须)?(?:做|订|拿|下|染|印)(?={NUMBER})"), "最少"),
    (
        worded(
            rf"({NUMBER}\s?{UNIT})\s?(?:一个?|每个?|单)(?:颜?色|款|订单|单|品种|花[色型]|版)(?=起)"
        ),
        r"\1",
    ),
    (
        worded(
            rf"({NUMBER}\s?(?:元|块钱?|美金|美元|刀)?)以上的?大?(?:单子?|订单)(?:我们?|才|公司|"
            rf"厂里)*(?=才|[做接排发出])"
        ),
        r"整单最低\1，",
    ),
    (
        worded(rf"{NUMBER}\s?(?:元|块钱?|美金|美元|刀)的(?:小?单子?|订单)太小了?"),
        " ",
    ),
    (
        worded(
            rf"({NUMBER}\s?(?:元|块钱|美金|美元|刀))才(?:能|可以|给|肯|会)?(?:开|做|接|发|排|安排|"
            rf"走|出)"
        ),
        r"最低\1，",
    ),
    (
        worded(r"(起[订批印染做])(?:数量|数|量)(?:为|是|要求)?[:]?(?=\s?[\d一二三四五六七八九十])"),
        r"\1量",
    ),
    (
        worded(
            rf"({NUMBER}\s?(?:元|块钱?|美金|美元|刀)?)以下的?小?(?:单子?|订单)(?:都|一律|就|是|"
            rf"真的?|我们)*(?=不|没法|免谈|恕)"
        ),
        r"整单最低\1，",
    ),
    (
        worded(
            rf"({NUMBER}\s?(?:元|块钱?|美金|美元|刀|{UNIT})?)以下(?:的)?(?:小?单子?|订单|量)?(?:都|"
            rf"一律|就|是|真的?)?(?=不|没法|免谈|恕)"
        ),
        r"最低\1，",
    ),
    (worded(rf"({NUMBER}\s?(?:元|块钱?|美金|美元|刀))起[订批做发接]"), r"最低\1起"),
    (
        worded(
            r"(起订量?|起批量?|起做量?|起染量?|起印量?|最低起订量?)(?:现在|已经|目前|今年|就|也|都|"
            r"给你|统一)*"
            r"(?:改成|改到|改为|提到|提高到|涨到|变成|变为|调到|调成|上调到|降到|降成|放到|是|为|"
            r"得|要)+了?\s?(?=[\d一二两三四五六七八九十])"
        ),
        r"\1",
    ),
)


_HEADED = worded(
    r"(?:moq\s?[:]?|"
    r"(?:最[低小])?起[订批]量?\s?[:])\s?[^\d\n。:]{1,8}\d+\s?[^\d\n。,，、;]{0,4}[,，、;][^\n。]+"
)
_NEXT = worded(
    rf"([,，、;]\s*)(?![^\d,，、;]*(?:价|元|货|有|发|到|"
    rf"交))([^\d,，、;。\n]{{1,8}}?)(?=\d+\s?{UNIT})"
)


def _headed(match: re.Match[str]) -> str:
    """`moq:线3000条,充电器500个` -> `moq:线3000条,充电器起订500个`."""
    first = re.sub(r"^(?:最[低小])?起[订批]量?\s?[:]\s?([^\d\n。:]{1,8})", r"\1起订", match[0])
    return _NEXT.sub(r"\1\2起订", first)


def with_floors(plain: Plain, asked: Asked) -> Plain:
    """`货值最低一万` -> `货值最低一万元`, or dollars where the order is in dollars."""
    plain = plain.put([*_MINIMUM, (_HEADED, _headed)])
    unit = "元" if asked.currency == "CNY" else asked.currency.lower()

    def named(match: re.Match[str]) -> str:
        return _with_unit(match, unit, _far(asked, 5))

    def bare(match: re.Match[str]) -> str:
        return _with_unit(match, unit, _most(asked))

    rules: list[Rule] = [(_NAMED, named), (_FROM, bare)]
    marked = plain.put(rules)
    return marked.put([(_AGAIN, bare)]) if marked != plain else plain


def _with_unit(match: re.Match[str], unit: str, least: int) -> str:
    number = value(match[match.re.groups])
    return match[0] + unit if number is not None and number >= least else match[0]


def _far(asked: Asked, times: int) -> int:
    """So far above every price, in whole units of money, that it is none."""
    return max((one.unit_price_minor or 0) * times // 100 for one in asked.lines) + 100


def _most(asked: Asked) -> int:
    """More than anyone would ask us to take of an item."""
    return max(one.quantity for one in asked.lines) * 6
