"""The part of a text around the words that were searched for, and where they stand in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.terms import search_terms

_CHINESE, _WORD = re.compile(r"[\u3400-\u9fff]+"), re.compile(r"[a-z0-9]+")
_LENGTH = 120
#: How many characters stand before the first hit.
_LEAD = 30
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text; `hits` are (start, end) in `text`, from left to right, never touching."""

    text: str
    hits: tuple[tuple[int, int], ...]


def snippet(text: str, words: str, length: int = _LENGTH) -> Snippet:
    """At most `length` characters of a text around the first hit, on one line.

    `snippet("我想问一下退货的运费谁出", "退货")` → the whole text, hits (5, 7).
    """
    hits = hits_in(text, words)
    first = hits[0][0] if hits else 0
    start = 0 if len(text) <= length else max(0, min(first - _LEAD, len(text) - length + 1))
    before = _CUT if start else ""
    room = length - len(before)
    is_cut = start + room < len(text)
    end = start + room - 1 if is_cut else len(text)
    shown = re.sub(r"\s", " ", text[start:end])
    moved = len(before) - start
    kept = [(a + moved, min(b, end) + moved) for a, b in hits if a >= start and a < end]
    return Snippet(before + shown + (_CUT if is_cut else ""), tuple(kept))


def hits_in(text: str, words: str) -> list[tuple[int, int]]:
    """Where a text has terms of some words, as (start, end); what touches is one hit."""
    wanted = set(search_terms(words))
    folded, places = _folded(text)
    spans = sorted(
        (places[start], places[end - 1] + 1)
        for start, end in (*_chinese(folded, wanted), *_english(folded, wanted))
    )
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as terms are taken from it, and each character's place in the text itself."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = unicodedata.normalize("NFKC", character).lower()
        folded.append(plain)
        places.extend([place] * len(plain))
    return "".join(folded), places


def _chinese(folded: str, wanted: set[str]) -> Iterator[tuple[int, int]]:
    for run in _CHINESE.finditer(folded):
        for at in range(run.start(), run.end()):
            for size in (1, 2):
                if at + size <= run.end() and folded[at : at + size] in wanted:
                    yield at, at + size


def _english(folded: str, wanted: set[str]) -> Iterator[tuple[int, int]]:
    for run in _WORD.finditer(folded):
        if wanted.intersection(search_terms(run.group())):
            yield run.start(), run.end()
