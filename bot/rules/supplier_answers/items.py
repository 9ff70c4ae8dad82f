"""Which of the order's items a text speaks of, and where.

An item is named by its code, the supplier's code, a name, a word of a name that not every item
shares, a colour ("the blue ones", 蓝的), or its place in the order ("item 2", 第二款).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.values import AskedLine, Span

_COLOURS = "蓝灰白黑红绿黄粉紫棕橙银金"
_SMALL_WORDS = frozenset("the and for with set new one two item box m cm mm kg pcs".split())
_ALL = worded(
    r"\b(?:all (?:of (?:them|it)|(?:the |your )?(?:items?|products?|three|two|lines?|"
    r"others?|models?|prices?|goods|quantit\w+))|"
    r"all at|for all|them all|all|both|each (?:item|model|colou?r|product)|every "
    r"(?:item|model|colou?r)|(?:per|each) (?:colou?r|model|item|sku)|"
    r"whole order|entire order|across the board|everything)\b(?! (?:the )?best| in all)"
    r"|全部|都|所有|一律|统一|每款|每个款|每种|各款|单款|整单|三款|两款|均|每色|每个颜色"
)
_REST = worded(
    r"\b(?:the rest|(?:all )?(?:the )?others?(?! \d)(?: items?| two| one| products?| ones?| "
    r"lines?)?|the other (?:items?|two|one|products?|ones?|lines?)|rest of (?:the "
    r")?(?:order|items)|everything else|remaining (?:items?|two))\b"
    r"|其他(?:的|款|两[个款样]|几款|都)?|其它(?:的|款|都)?|其余(?:的|款)?|剩下(?:的|"
    r"两款|的都)|别的(?:都)"
)
_ORDINAL = worded(
    r"\b(?:item|line|no\.?|number|#)\s?([1-9])\b(?!\.\d)|\b(first|second|third|"
    r"fourth)\b(?: (?:item|one|product|line))?"
    r"|第([一二三四1-4])(?:款|个|种|项|样|行)"
)
_FIRST_FEW = worded(r"\b(?:the )?first (?:two|three)|前[两二三][款个样]")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Named:
    """Items named at one place, as positions in the order."""

    lines: frozenset[int]
    span: Span
    rest: bool = False
    """It said "the rest": what is not named elsewhere."""
    general: bool = False
    """It said "all" or "the rest", and no name."""
    each: bool = False
    """It said "each colour": a number of goods holds for every one."""


def named(text: str, lines: Sequence[AskedLine]) -> list[Named]:
    """Where items are named in a folded text, first to last, without overlaps."""
    found = [
        *_by_name(text, lines),
        *_by_colour(text, lines),
        *_by_place(text, len(lines)),
        *_in_general(text, len(lines)),
    ]
    found.sort(key=lambda one: (one.span[0], one.general, -one.span[1]))
    kept: list[Named] = []
    for one in found:
        if not kept or one.span[0] >= kept[-1].span[1]:
            kept.append(one)
    return kept


def _by_name(text: str, lines: Sequence[AskedLine]) -> list[Named]:
    found = []
    for digits, place in _short_codes(lines):
        # Two digits may be a day or a number of goods, unless they begin a line of figures.
        start, end = (r"^", r"(?= +\d)")
        if len(digits) > 2:
            start, end = r"(?:^|(?<=[,，、;/和跟]))", r"(?= +\d|[的款:])"
        for match in re.finditer(rf"(?m){start} *({digits}){end}", text):
            found.append(Named(frozenset({place}), match.span(1)))
    for alias, which in _aliases(tuple(lines)):
        for match in re.finditer(_pattern(alias), text):
            found.append(Named(which, match.span()))
    return found


def _short_codes(lines: Sequence[AskedLine]) -> list[tuple[str, int]]:
    """`MJ-301` -> 301, where no other code ends in it."""
    tails = [re.search(r"(?<=[A-Za-z-])\d{2,}$", line.supplier_code) for line in lines]
    found = [(tail[0], place) for place, tail in enumerate(tails) if tail and len(lines) > 1]
    return [one for one in found if [digits for digits, _ in found].count(one[0]) == 1]


def _pattern(alias: str) -> str:
    if alias == "*boxes":
        return r"(?:(?<=^)|(?<=[\n,;]\s)|(?<=\.\s)|(?<=[\n,;])|(?<=\bthe\s))box(?:es)?(?=[ :.,]|$)"
    if re.fullmatch(r"[\x00-\x7f]+", alias):
        middle = r"[\s-]?".join(re.escape(part) for part in re.split(r"[\s-]+", alias))
        tail = r"(?: (?:ones|one(?! (?:hundred|thousand|dozen))|models?))?"
        return rf"(?<![a-z0-9]){middle}(?:es|s)?{tail}(?![a-z0-9])"
    if alias.startswith("*"):
        start = r"(?:(?<=^)|(?<=[\s,，。;:、呢个的\d和跟]))"
        return (
            start + rf"(?<!\d个){alias[1:]}(?=[就的呢也没不可价涨有只还照按行给要都全:]|ok|\s?\d)"
        )
    if len(alias) == 1:
        return (
            alias
            + rf"(?:色的?|的|款|(?=[ :]*\d)|(?=[{_COLOURS}、和跟]*各)|(?=[{_COLOURS}][的色款各都]))"
        )
    return re.escape(alias) + "(?:子)?(?:的)?"


@lru_cache(maxsize=64)
def _aliases(lines: tuple[AskedLine, ...]) -> list[tuple[str, frozenset[int]]]:
    """Every way to name an item, and the items it names; a word of every item names none."""
    ways: dict[str, set[int]] = {}
    for place, line in enumerate(lines):
        for name in (line.code, line.supplier_code, *line.names):
            ways.setdefault(name.lower(), set()).add(place)
        for name in [way for one in line.names for way in _turned(one.lower())]:
            ways.setdefault(name, set()).add(place)
        for part in {part for name in line.names for part in _parts(name.lower())}:
            ways.setdefault(part, set()).add(place)
        for code in (line.code, line.supplier_code):
            ways.setdefault(re.sub(r"[\s-]", "", code.lower()), set()).add(place)
    boxed = [place for place, line in enumerate(lines) if line.unit == "box"]
    if len(lines) > 1 and len(boxed) == 1:
        ways.setdefault("*boxes", set()).add(boxed[0])
    # Suppliers without codes of their own have an empty one, which would be found everywhere.
    return [(way, frozenset(which)) for way, which in ways.items() if way]


def _turned(name: str) -> list[str]:
    """`usb-c cable 1 m` -> `cable 1 m`, `1 m cable`; 一米数据线 -> 1米数据线, 数据线一米."""
    if re.fullmatch(r"[\x00-\x7f]+", name):
        size = re.search(r"(.* )?([a-z]+) (\d+ ?[a-z]+)$|^(\d+ ?[a-z]+) (?P<noun>[a-z]+)$", name)
        if not size:
            return []
        noun, measure = size["noun"] or size[2], size[3] or size[4]
        return [f"{noun} {measure}", f"{measure} {noun}", f"{noun} {measure.replace(' ', '')}"]
    size = re.fullmatch(
        r"([\d一二三]+米)([\u4e00-\u9fff]+)|([\u4e00-\u9fff]+?)([\d一二三]+米)", name
    )
    if not size:
        return []
    measure, noun = size[1] or size[4], size[2] or size[3]
    latin = measure.replace("一", "1").replace("二", "2").replace("三", "3")
    return [way for one in (measure, latin) for way in (one + noun, noun + one, one + "的" + noun)]


def _parts(name: str) -> list[str]:
    """`蓝色毛巾` -> 毛巾, 蓝色, 蓝; `white thermos` -> white, thermos."""
    if re.fullmatch(r"[\x00-\x7f]+", name):
        words = re.findall(r"[a-z0-9]+", name)
        return [word for word in words if len(word) > 2 and word not in _SMALL_WORDS]
    tails = [name[start:] for start in range(1, len(name) - 1)]
    tails += [f"{name[-1]}子", f"*{name[-1]}"]
    colour = [name[:2], name[:1]] if name[:1] in _COLOURS else []
    return [tail for tail in tails if not re.match("[\\da-z一二三色]", tail)] + colour


def _by_place(text: str, count: int) -> list[Named]:
    found = []
    for match in _FIRST_FEW.finditer(text) if count > 2 else ():
        few = 3 if match[0].endswith(("three", "三款", "三个", "三样")) else 2
        found.append(Named(frozenset(range(min(few, count))), match.span()))
    for match in _ORDINAL.finditer(text):
        said = next(group for group in match.groups() if group)
        place = _ORDINALS.get(said) or int(said)
        if place <= count and count > 1:
            found.append(Named(frozenset({place - 1}), match.span()))
    return found


_COLOUR_EACH = worded(
    r"\b(?:(?:per|each|every|both)(?: of the)?|in both|all) colou?rs?\b|(?:每|两|各|三)(?:个|"
    r"种)?(?:颜?色)"
)
_COLOUR_WORDS = worded(r"^(?:white|black|blue|red|green|gr[ea]y|pink|yellow)\b")


def _by_colour(text: str, lines: Sequence[AskedLine]) -> list[Named]:
    """ "Each colour" are the items that come in colours, where there are several."""
    coloured = frozenset(
        place
        for place, line in enumerate(lines)
        if any(name[:1] in _COLOURS or _COLOUR_WORDS.match(name.lower()) for name in line.names)
    )
    if len(coloured) < 2:
        return []
    return [Named(coloured, match.span(), each=True) for match in _COLOUR_EACH.finditer(text)]


def _in_general(text: str, count: int) -> list[Named]:
    everything = frozenset(range(count))
    all_ = [Named(everything, m.span(), general=True) for m in _ALL.finditer(text)]
    rest = [Named(everything, m.span(), rest=True, general=True) for m in _REST.finditer(text)]
    return rest + [one for one in all_ if not any(_within(one.span, r.span) for r in rest)]


def _within(one: Span, other: Span) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]
