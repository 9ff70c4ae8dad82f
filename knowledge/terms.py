"""Search terms for Chinese and English, the same for indexing and for asking.

Chinese has no spaces, and neither SQLite's nor PostgreSQL's full-text search segments it.
Overlapping pairs of characters are the usual answer (Nie et al. 2000, "On the use of words
and n-grams for Chinese information retrieval"): 退货运费 → 退货 货运 运费.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import snowballstemmer

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
#: Words that say nothing about the topic.
_STOP = frozenset(
    "a an the is are was be do does did i you we my your our it this that to of in on at for "
    "and or if with can could would will me please how what when where which have has".split()
)


def search_terms(text: str) -> list[str]:
    """The terms of a text: pairs of Chinese characters, and stemmed English words."""
    folded = unicodedata.normalize("NFKC", text).lower()
    terms: list[str] = []
    for run in _RUN.findall(folded):
        terms.extend(_pairs(run) if run[0] > "\u3000" else _word(run))
    return terms


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def _word(word: str) -> list[str]:
    return [] if word in _STOP else [str(_stemmer().stemWord(word))]


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")
