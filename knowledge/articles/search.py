"""Finding the article that answers a question: full text and meaning, fused.

Each of the two ranks the articles by itself; reciprocal rank fusion adds 1 / (60 + rank)
(Cormack, Clarke & Büttcher 2009), so that neither's scale matters. Whether the best one is
good enough to be said is judged by the cosine of the nearest question and by the share of
the asker's terms that the article contains, not by the fused number, which is relative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from knowledge.articles.held import HeldArticles, hold, version_of
from knowledge.queries.catalogue import any_of
from knowledge.records import Article
from knowledge.store import Store, Unit
from knowledge.terms import search_terms

#: The constant of reciprocal rank fusion.
_RRF = 60
_POOL = 20

_SQLITE = text(
    "SELECT s.rowid FROM article_search s JOIN article a ON a.id = s.rowid "
    "WHERE article_search MATCH :query AND a.language = :language "
    "ORDER BY bm25(article_search) LIMIT :limit"
)
_POSTGRESQL = text(
    "SELECT id FROM article WHERE language = :language "
    "AND to_tsvector('simple', terms) @@ to_tsquery('simple', :query) "
    "ORDER BY ts_rank_cd(to_tsvector('simple', terms), to_tsquery('simple', :query)) DESC "
    "LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found.

    Args:
        similarity: cosine of the asker's words with the article's nearest question, -1 to 1.
        coverage: share of the asker's terms that the article contains, 0 to 1.
        on_topic: whether it is about the intent asked for.
    """

    article: Article
    similarity: float
    coverage: float
    on_topic: bool


class ArticleSearch:
    """Searches the articles; what it compares is kept in memory until an article changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, HeldArticles] = {}

    async def find(
        self, unit: Unit, words: str, language: str, vector: NDArray[np.float32], topic: str = ""
    ) -> Hit | None:
        """The best article for some words.

        Args:
            vector: the embedding of `words`, float32 [dim], length 1.
            topic: the intent asked for; an article on it is preferred.
        """
        held = await self._articles(unit, language)
        if not held.by_id:
            return None
        nearest = held.nearest(vector)
        terms = search_terms(words)
        by_text = await self._by_text(unit, terms, language)
        by_meaning = list(nearest)[:_POOL]

        def coverage(key: int) -> float:
            return held.by_id[key].coverage(terms)

        def fused(key: int) -> tuple[float, float]:
            on_topic = 2.0 if held.by_id[key].topic == topic else 1.0
            # First by text and second by meaning is as good as the other way round: a tie.
            return (
                on_topic * (_share(by_text, key) + _share(by_meaning, key)),
                nearest[key] + coverage(key),
            )

        found = {key for key in (*by_text, *by_meaning) if key in held.by_id}
        best = max(sorted(found), key=fused)
        article = await unit.get(Article, best)
        assert article is not None  # the same snapshot
        return Hit(article, nearest[best], coverage(best), held.by_id[best].topic == topic)

    async def _by_text(self, unit: Unit, terms: Sequence[str], language: str) -> list[int]:
        if not terms:
            return []
        sqlite = self._store.is_sqlite
        rows = await unit.exec(  # type: ignore[call-overload]
            _SQLITE if sqlite else _POSTGRESQL,
            params={
                "query": any_of(terms, sqlite=sqlite),
                "language": language,
                "limit": _POOL,
            },
        )
        return [row[0] for row in rows.all()]

    async def _articles(self, unit: Unit, language: str) -> HeldArticles:
        version = await version_of(unit)
        held = self._held.get(language)
        if held is None or held.version != version:
            held = await hold(unit, language, version)
            self._held[language] = held
        return held


def _share(ranking: Sequence[int], key: int) -> float:
    return 1 / (_RRF + ranking.index(key)) if key in ranking else 0.0
