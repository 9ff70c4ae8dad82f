"""Short names of goods written out: 灰只有 is 灰的只有, 1000条线 is 1000条数据线.

A colour or the last character of a name stands for an item only where the order has such items
and the characters around it make no other word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import AskedLine

#: Other words for goods that shops sell, by the noun that the order has.
_ALSO = {
    "充电器": "充电头|叉电器|充头|快充头|适配器|电源头|充电插头",
    "数据线": "充电线|连接线|线材|线缆|线子",
    "地垫": "脚垫|浴垫|门垫|垫垫",
    "毛巾": "面巾|手巾",
    "保温杯": "水杯|保温瓶|杯杯",
    "礼盒": "礼品盒|盒装茶",
    "龙井": "茶叶(?=[一二两三四五六七八九十\\d每按照])",
}
_COLOURS = "蓝灰白黑红绿黄粉紫棕橙"
_BEFORE = r"(?:(?<=^)|(?<=[\s,，。;:、和跟与\d条个只箱块元了啊吧呢\n]))"
_AFTER = (
    r"(?=[\s,，、]*[\d一二两三四五六七八九十百只就也没不还按照能可要缺少断全够给各都均]|[\s,，。;]|"
    r"$)"
)
_START = r"(?:(?<=^)|(?<=[\s,，。;:、呢]))"
#: What makes another word of a noun of one character: 线路, 茶园, 垫付.
_OTHER_WORD = (
    r"(?![路上下束程条索头圈长材缆水农园山青场馆具几商友树季行叶厂付资底"
    r"着款钱背支子色标号图纱板店])"
)
_UNITS = "[条个只根支张盒件斤箱]"


def goods_in_full(plain: Plain, lines: Sequence[AskedLine]) -> Plain:
    """`蓝灰8.5` -> `蓝的灰的8.5` where the order has blue and grey items."""
    if len(lines) < 2:
        return plain
    heads = "|".join({name[:2] for name in _chinese(lines)}) or "\u25a1"
    plain = plain.put(
        [(worded(rf"(?<=[\d条个只盒张箱])\s?[/+]\s?(?=[{_COLOURS}垫]|{heads})"), "，")]
    )
    plain = plain.put([*_other_words(lines), *_tails(lines), *_colours(lines)])
    plain = plain.put(_both(lines))
    names = "|".join(_chinese(lines)) or "\u25a1"
    ways = [
        (worded(rf"((?:{names})的?)的话"), r"\1"),
        (
            worded(
                rf"((?:{names}|{_tails_of(lines)})的?)(?:数量)?随便(?:多少|你|您)?(?=[,，。\s]|$)"
            ),
            r"\1不限",
        ),
    ]
    return plain.put(ways)


def noun_of(line: AskedLine) -> str:
    """A short Chinese name of an item: 数据线 of 一米数据线; empty where it has none."""
    names = [re.sub(r"[一二两三\d]+米", "", name) for name in _chinese([line])]
    return min((name for name in names if len(name) > 1), key=len, default="")


def _both(lines: Sequence[AskedLine]) -> list[Rule]:
    """两个都 -> 两款都 where two items were ordered; 毛巾两个都 -> 毛巾都 where more were."""
    number = {2: "两2二", 3: "三3", 4: "四4"}.get(len(lines), "\u25a1")
    names = _tails_of(lines)
    kinds = "(?:个品种?|个产品|[个种款样](?:茶|货|东西|产品)|个|样|种|项|款)"
    return [
        (worded(rf"({names}|[{_COLOURS}][色的])同(?=[{_COLOURS}][色的]|{names})"), r"\1和"),
        (worded(rf"({names})的?(?:两|2|二){kinds}(?=都|全|均)"), r"\1"),
        (worded(rf"(?<![\d一-龥])?[{number}]{kinds}(?=都|全|均|一起|按|照|也都)"), "全部"),
    ]


def _tails_of(lines: Sequence[AskedLine]) -> str:
    """The last two characters of the names, one of which ends a name however it begins."""
    return "|".join({name[-2:] for name in _chinese(lines)}) or "\u25a1"


def _chinese(lines: Sequence[AskedLine]) -> list[str]:
    names = [name for line in lines for name in line.names]
    return [name for name in names if re.search(r"[\u4e00-\u9fff]", name)]


def _other_words(lines: Sequence[AskedLine]) -> list[Rule]:
    names = " ".join(_chinese(lines))
    return [(worded(ways), noun) for noun, ways in _ALSO.items() if noun in names]


def _tails(lines: Sequence[AskedLine]) -> list[Rule]:
    """A noun by its last character, where only one item ends in it and a number stands before."""
    rules: list[Rule] = []
    for line in lines:
        own = _chinese([line])
        others = "".join(_chinese([one for one in lines if one is not line]))
        nouns = [re.sub(r"^[一二两三\d]+米", "", name) for name in own]
        nouns = [name for name in nouns if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", name)]
        for tail in {name[-1] for name in nouns} - set(others) - set("盒器"):
            before = rf"(?:(?<=[\d百千]{_UNITS})|(?<=[\d百千]{_UNITS}的))"
            only = r"(?<=只[发给出做有剩接卖供])"
            rules.append((worded(rf"(?<=[和跟与、及]){tail}(?=[,，。\s了都]|$)"), _shortest(nouns)))
            rules.append((worded(rf"{only}{tail}(?=[,，。\s了]|$)"), _shortest(nouns)))
            rules.append((worded(rf"{before}{tail}(?![\u4e00-\u9fff]?[子色])"), _shortest(nouns)))
            rules.append(
                (
                    worded(
                        rf"{_START}[条个只张盒批款]?{tail}{_OTHER_WORD}(?=[\u4e00-\u9fff\d\s:])"
                    ),
                    _shortest(nouns),
                )
            )
    return rules


def _shortest(nouns: Sequence[str]) -> str:
    return min(nouns, key=len)


def _colours(lines: Sequence[AskedLine]) -> list[Rule]:
    """蓝 -> 蓝的, and 蓝灰毛巾 -> 蓝的灰毛巾, for colours of the order."""
    ours = "".join({name[0] for name in _chinese(lines) if name[0] in _COLOURS})
    if len(ours) < 2:
        return []
    return [
        (worded(rf"{_BEFORE}([{ours}])[色]?[、和跟与]?(?=[{ours}])(?!\1)"), r"\1的"),
        (worded(rf"(?:{_BEFORE}|(?<=[{ours}]的))([{ours}])(?:两色|双色)?{_AFTER}"), r"\1的"),
    ]
