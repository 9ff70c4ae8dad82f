"""Search terms for Chinese and English, the same for indexing and for asking.

Chinese has no spaces, and neither SQLite's nor PostgreSQL's full-text search segments it.
Overlapping pairs of characters are the usual answer (Nie et al. 2000, "On the use of words
and n-grams for Chinese information retrieval"): 退货运费 → 退货 货运 运费.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
#: Words that say nothing about the topic.
_STOP = frozenset(
    "a an the is are was be do does did i you we my your our it this that to of in on at for "
    "and or if with can could would will me please how what when where which have has".split()
)
#: How much of a message is indexed, characters, and how much of a term: PostgreSQL takes no
#: lexeme of 2 KB or more, and a customer may send any run of letters.
INDEXED, LONGEST = 2_000, 60


def search_terms(text: str) -> list[str]:
    """The terms of a text: pairs of Chinese characters, and stemmed English words."""
    terms: list[str] = []
    for run in _RUN.findall(_folded(text)):
        terms.extend(_pairs(run) if run[0] > "\u3000" else _word(run))
    return terms


def message_terms(texts: Iterable[str]) -> str:
    """The terms of what a message said, each once, as the index of messages keeps them.

    `["退货运费?", "Refund please"]` → `退货 货运 运费 refund`
    """
    terms = (term[:LONGEST] for text in texts for term in search_terms(text[:INDEXED]))
    return " ".join(dict.fromkeys(terms))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def _word(word: str) -> list[str]:
    return [] if word in _STOP else [_stem(word)]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")
