"""A text made uniform, character by character, so that places in it stay places in the original."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.rules.supplier_answers.values import Span

_KEPT = "，"
"""The Chinese comma stays: `300，200` is two numbers and `300,200` is one."""
_SINGLES = str.maketrans(
    {
        "\u3000": " ",
        "\u00a0": " ",
        "\u2019": "'",
        "\u2018": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "～": "~",
        "￥": "¥",
        "•": "-",
        "·": " ",
        "×": "*",
    }
)


def worded(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern for mixed text: a Latin word or a number also begins beside a Chinese character."""
    return re.compile(pattern, re.ASCII | flags)


_SHORTENED = re.compile(
    r"\b(?:i\.e|e\.g|min|max|approx|qty|no|mr|mrs|ms|dr|est|ref|tel|art|incl|excl|acc|"
    r"(?:pcs|ctns?|pc|doz|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|"
    r"sun|ltd|co|inc)(?!\.\s+(?-i:[A-Z])))\.(?=\s)",
    re.ASCII | re.IGNORECASE,
)
"""A full stop that ends a shortened word and no sentence; a capital after it says which."""
#: What stands where something was read and taken out.
TAKEN = "\u25a1"


def fold(text: str) -> str:
    """Lower case and half width, of the same length: `ＯＫ，１２．５元` -> `ok，12.5元`."""
    text = _SHORTENED.sub(lambda found: found[0][:-1] + " ", text.translate(_SINGLES))
    return "".join(_one(mark) for mark in text)


def _one(mark: str) -> str:
    code = ord(mark)
    if 0xFF01 <= code <= 0xFF5E and mark not in _KEPT:
        mark = chr(code - 0xFEE0)
    low = mark.lower()
    return low if len(low) == 1 else mark


def take_out(text: str, spans: Iterable[Span], mark: str = TAKEN) -> str:
    """The text with each span replaced by as many marks."""
    marks = list(text)
    for start, end in spans:
        marks[start:end] = mark * (end - start)
    return "".join(marks)


def is_chinese(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return bool(re.search("[\u4e00-\u9fff]", text))


def has_words(text: str) -> bool:
    """Whether a folded text has a letter or a Chinese character."""
    return bool(re.search(r"[a-z\u4e00-\u9fff]", text))


_CLAUSE = re.compile(r"[^\n。;!?，,]+(?:(?<=\d),(?=\d)[^\n。;!?，,]+)*[!?]*")
_SENTENCE = re.compile(r"(?:[^\n。!?.]|\.(?=\S))+[.!?]*")


def sentences(text: str) -> list[Span]:
    """Where the sentences are; a line's end is a sentence's end."""
    return [found.span() for found in _SENTENCE.finditer(text) if found[0].strip(" .-\t")]


def clauses(text: str, within: Span) -> list[Span]:
    """Where the comma-divided parts of a sentence are."""
    found = _CLAUSE.finditer(text, *within)
    return [part.span() for part in found if part[0].strip(" .-\t")]
