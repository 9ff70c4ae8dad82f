"""Misspelled words read as those that were meant: `chargr 9.65` -> `charger 9.65`.

A word that is known stays. One that is not becomes a word of the order or of trade that is one
slip away: letters exchanged, one left out, one too many, or, in words of five letters and more,
one wrong (Damerau 1964). Two words at the same distance decide nothing. Colours are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import AskedLine
from bot.rules.supplier_answers.words import is_known

#: What suppliers misspell; the words of a list of all words would be too many.
_TRADE = frozenset(
    """
price prices piece pieces carton cartons quantity order orders confirm confirmed accept accepted
agree agreed deliver delivery delivered ship shipping shipment shipped arrive arrives arrival
minimum discount stock available supply sorry please thanks thank regards will the and can cannot
best lowest offer ready week weeks days december january november february monday tuesday
wednesday thursday friday saturday sunday each only from with have need our your that this for
problem unit units receive received discontinued decline refuse warehouse tomorrow before after
holiday holidays office email picture back their there yes okay fine all wants send sends
december friday works thanks ordered dozen hundred twelve cups towels towel anymore sell
dont cant wont eleven thirteen fourteen fifteen twenty price's works fine possible sold out
""".split()
)
_LEFT = frozenset(
    "red blue green black white pink grey gray cap caps lid lids cot mug mugs rug".split()
)
#: Words that other rooms know: days, months, numbers, money and units.
_ELSEWHERE = worded(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*|"
    r"(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|"
    r"thousand)|"
    r"\w+th|first|second|third|cents?|euros?|pcs|ctns?|dozens?|gross|kilos?|cny|rmb|usd|eur|"
    r"moq|etd|eta"
)
_MONTHS = (
    "january february march april june july august september october november december".split()
)
_WORD = worded(r"(?<![a-z0-9@._/-])[a-z]{3,}(?![a-z0-9@_/-]|\.[a-z])")
#: Characters that sound like those of goods; another character may be another item.
_SOUNDS = {
    "垫": "电店殿淀点甸",
    "巾": "斤今金筋津",
    "井": "景静镜精",
    "礼": "利力丽里理",
    "盒": "和合河何核喝",
    "杯": "背倍北被",
    "线": "现先限县钱",
    "充": "冲",
    "器": "气汽",
    "茶": "查差",
    "龙": "隆笼",
    "浴": "玉鱼裕",
    "毛": "冒帽猫",
    "保": "宝饱",
    "温": "文问",
    "数": "书树素",
    "据": "剧具剧聚",
    "电": "店点",
    "地": "底低弟",
}
_CONTRACTED: Rule = (
    worded(r"\b(ca|wo|do|does|did|is|are|was|could|would|should|have|has)nt\b"),
    r"\1n't",
)
#: Slips in words of two or three letters, which no rule of distance can read.
_SHORT: tuple[Rule, ...] = (
    (worded(r"\bteh\b|\bhte\b"), "the"),
    (worded(r"\byse\b"), "yes"),
    (worded(r"\bwil\b"), "will"),
    (worded(r"\bsnd\b"), "send"),
    (worded(r"\bech\b|\beahc\b"), "each"),
    (worded(r"\bfro\b"), "for"),
    (worded(r"\bna?d\b(?= )"), "and"),
    (
        worded(r"\bdce\b|\bdecm?ber\b|\bd[ée]cembre\b|\bdiciembre\b|\bdezember\b|\bdecembre\b"),
        "december",
    ),
    (worded(r"\bnvo\b|\bnovembre\b|\bnoviembre\b"), "november"),
    (worded(r"\bfien\b"), "fine"),
    (worded(r"(?<=\d)(?:ht|tn|tj|th h)\b"), "th"),
    (worded(r"\bcnat\b|\bcannae\b|\bcna't\b"), "can't"),
    (worded(r"\bdotn\b|\bdnot\b|\bdinnae\b|\bdon;t\b"), "don't"),
    (worded(r"\bacn\b"), "can"),
    (worded(r"\b(they|we|you|it|that|there)(ll|ve|re)\b(?<!were)(?<!well)"), r"\1'\2"),
    (worded(r"\bive\b"), "i've"),
    (worded(r"\b(?:im|imm)\b"), "i'm"),
    (worded(r"\b(that|what|there|here)s\b"), r"\1's"),
    (worded(r"\bahve\b|\bhav\b"), "have"),
)
_CHINESE: tuple[Rule, ...] = (
    (worded(r"(?<=\d)[快筷](?!递|点)"), "块"),
    (worded(r"(?<=[一二两三四五六七八九十]|\d)[快筷](?=[一二三四五六七八九\d])"), "块"),
    (worded(r"(?<=\d)\s?[各格](?=[,，。\s]|$)"), "个"),
    (worded(r"(?<=\d)跟(?=[,，。\s]|$)"), "根"),
    (worded(r"美[斤今巾](?=[,，。\s\d]|$)"), "美金"),
    (worded(r"(?<=\d)曰"), "日"),
    (worded(r"(?<=[发出到交备])[获或伙](?=[\d,，。\s]|$)"), "货"),
    (worded(r"下[洲州]"), "下周"),
    (worded(r"(?<=棉花|成本|原料|材料)[长张]价?|长价"), "涨价"),
    (worded(r"兰(?=色|毛|的)"), "蓝"),
    (worded(r"充[店点电]器|冲[电店点]器"), "充电器"),
    (worded(r"没问[提体替]|没文题|没间题"), "没问题"),
    (worded(r"[案暗安](?=[你您]的?)"), "按"),
    (worded(r"(?<=[发现出到交备有存缺断])[获或火祸](?![得取者])"), "货"),
    (worded(r"(?<=\d)好(?=[发到出交送前左以可能])"), "号"),
    (worded(r"(?<=\d)快(?=[\d一二三四五六七八九]?(?:[,，。!\s]|$|一|每|可|吧|行|不|最))"), "块"),
    (worded(r"价[各歌哥阁]"), "价格"),
    (worded(r"单[家加](?=[\d:是为])"), "单价"),
    (worded(r"[可克][已己](?![经])|可意"), "可以"),
    (worded(r"收[道倒]"), "收到"),
    (worded(r"以经"), "已经"),
    (worded(r"因该"), "应该"),
    (worded(r"起[定丁顶](?=量|[\d一二两三四五六七八九])"), "起订"),
    (worded(r"交[七其齐](?=[\d:是为])"), "交期"),
    (worded(r"[定订]但"), "订单"),
    (worded(r"(?<=\d)[园圆远](?=[,，。一每/\s]|$)"), "元"),
    (worded(r"(?<=\d)[相向](?=[,，。\s]|$)"), "箱"),
    (worded(r"不行了?得?的?话"), "不行的话"),
)


def spelled(text: Plain, lines: Sequence[AskedLine]) -> Plain:
    """The text with the words that were meant."""
    names = {word for line in lines for name in line.names for word in _words(name)}
    memory: dict[str, str] = {}

    def meant(match: re.Match[str]) -> str:
        word = match[0]
        if word not in memory:
            memory[word] = _meant(word, names)
        return memory[word]

    rules: list[Rule] = [*_SHORT, _CONTRACTED, (_WORD, meant), _CONTRACTED]
    return text.put([*rules, *_CHINESE, *_names_zh(lines)])


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]{3,}", name.lower())


def _meant(word: str, names: set[str]) -> str:
    plural = word.removesuffix("s")
    if word in names or plural in names or is_known(word) or word in _LEFT | _TRADE:
        return word
    if _ELSEWHERE.fullmatch(word) and not any(_one_slip(word, one) for one in _MONTHS):
        return word
    for vocabulary in (names, _TRADE):
        near = [one for one in vocabulary if _one_slip(word, one)]
        near = near or [f"{one}s" for one in vocabulary if _one_slip(word, f"{one}s")]
        if len({one.replace("a", "e") for one in near}) == 1:
            return near[0]
    return word


def _one_slip(word: str, meant: str) -> bool:
    """Whether one slip of the fingers makes `word` of `meant`."""
    if len(meant) < 3 or (word[0] != meant[0] and len(word) < 6):
        return False
    if len(word) == len(meant):
        differ = [place for place in range(len(word)) if word[place] != meant[place]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            first, second = differ
            return word[first] == meant[second] and word[second] == meant[first]
        return len(differ) == 1 and len(word) >= 5
    shorter, longer = sorted((word, meant), key=len)
    if len(longer) - len(shorter) != 1 or len(longer) < 4:
        return False
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _names_zh(lines: Sequence[AskedLine]) -> list[Rule]:
    """A Chinese name with one wrong character, where a number or a verdict follows it."""
    found: list[Rule] = []
    names = {
        name for line in lines for name in line.names if re.fullmatch("[\u4e00-\u9fff]+", name)
    }
    names |= {re.sub("^[一二三]米", "", name) for name in names}
    for name in sorted(names, key=len, reverse=True):
        found += [_rule_zh(name, place, names) for place in range(len(name)) if len(name) > 1]
    return found


def _rule_zh(name: str, place: int, names: Iterable[str]) -> Rule:
    wrong = rf"{name[:place]}[\u4e00-\u9fff]{name[place + 1 :]}"
    after = r"(?=的?(?:价格?|单价|只有)?[ :]{0,2}(?:\d|没货|没有|不变|可以|ok|涨|缺货))"
    start = r"(?:(?<=^)|(?<=[\s,，。;:、和]))"
    pattern = worded(start + wrong + after)
    return pattern, _unless_a_name(name, frozenset(names))


def _unless_a_name(name: str, names: frozenset[str]) -> Callable[[re.Match[str]], str]:
    del names

    def put(match: re.Match[str]) -> str:
        if match[0] == name:
            return name
        wrong = [(mark, right) for mark, right in zip(match[0], name, strict=True) if mark != right]
        return name if all(mark in _SOUNDS.get(right, "") for mark, right in wrong) else match[0]

    return put
