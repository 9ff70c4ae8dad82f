"""What kind of product a review is about: neither public set has a column for it.

The Chinese files lie in runs of one kind, cut at lines: most lines name what they are
about, and a line that does not belongs to the kind that the lines around it name. The
English documents are numbered through five products, one after the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum


class Category(StrEnum):
    """A kind of product."""

    BOOKS = "books"
    CHILDRENS_BOOKS = "children's books"
    HOTELS = "hotels"
    COMPUTERS = "computers"
    DVD_PLAYERS = "dvd players"
    CAMERAS = "cameras"
    PHONES = "phones"
    MUSIC_PLAYERS = "music players"
    OTHERS = "other goods"
    """Those that our own reviews are about."""
    UNKNOWN = "unknown"


_NAMED_BY = {
    Category.BOOKS: re.compile("书|小说|作者|读|故事|出版|情节|文字|印刷"),
    Category.HOTELS: re.compile("酒店|房间|前台|早餐|入住|宾馆|携程|客房|餐厅|大堂"),
    Category.COMPUTERS: re.compile(
        "电脑|驱动|本本|本子|笔记本|屏幕|显卡|散热|内存|键盘|硬盘|触摸板|京东|(?i:vista|xp|cpu|usb)"
    ),
}
_FOR_CHILDREN = re.compile("宝宝|绘本|儿子|女儿|小朋友|幼儿|童话")
#: How many lines before and after a line say what it is about, and how many must agree.
_AROUND, _FEWEST, _AGREEING = 15, 3, 0.8

#: The first document of each product (Hu & Liu 2004): Apex AD2600, Canon G3 and Nikon 4300,
#: Nokia 6610, Creative Zen Xtra.
_DOCUMENTS = {
    1: Category.DVD_PLAYERS,
    99: Category.CAMERAS,
    176: Category.PHONES,
    216: Category.MUSIC_PLAYERS,
}


def named_in(text: str) -> Category:
    """The one kind whose words are in a Chinese text; UNKNOWN where none or several are."""
    named = [category for category, words in _NAMED_BY.items() if words.search(text)]
    return named[0] if len(named) == 1 else Category.UNKNOWN


def mentions(text: str, category: Category) -> bool:
    """Whether a Chinese text has words of `category`."""
    words = _FOR_CHILDREN if category == Category.CHILDRENS_BOOKS else _NAMED_BY.get(category)
    return words is not None and words.search(text) is not None


def categories_of_run(texts: Sequence[str]) -> list[Category]:
    """The kind of each Chinese text of a file, from the texts around it, itself included.

    Of the 31 around, at least 3 must name a kind, and four in five of them the same:
    20 of hotels and 1 of computers -> hotels; 10 and 10 -> unknown.
    """
    return [_finer(text, kind) for text, kind in zip(texts, _most_around(texts), strict=True)]


def category_of_document(number: int) -> Category:
    """The kind of the English set's document: 1 to 98 -> DVD players, 99 to 175 -> cameras, …"""
    firsts = list(_DOCUMENTS)
    return _DOCUMENTS[firsts[max(0, bisect_right(firsts, number) - 1)]]


def _most_around(texts: Sequence[str]) -> Iterator[Category]:
    named = [named_in(text) for text in texts]
    for at in range(len(texts)):
        around = Counter(named[max(0, at - _AROUND) : at + _AROUND + 1])
        del around[Category.UNKNOWN]
        category, votes = max(around.items(), key=lambda one: one[1], default=(None, 0))
        enough = max(_FEWEST, _AGREEING * around.total())
        yield category if category and votes >= enough else Category.UNKNOWN


def _finer(text: str, category: Category) -> Category:
    is_for_children = category == Category.BOOKS and _FOR_CHILDREN.search(text)
    return Category.CHILDRENS_BOOKS if is_for_children else category
