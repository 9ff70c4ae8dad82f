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
from sqlmodel import col, func, select

from knowledge.queries.catalogue import any_of
from knowledge.records import Article, ArticleQuestion
from knowledge.store import Store, Unit
from knowledge.terms import search_terms

#: The constant of reciprocal rank fusion.
_RRF = 60
_POOL = 20

_SQLITE = (
    "SELECT s.rowid FROM article_search s JOIN article a ON a.id = s.rowid "
    "WHERE article_search MATCH :query AND a.language = :language "
    "ORDER BY bm25(article_search) LIMIT :limit"
)
_POSTGRESQL = (
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


@dataclass(frozen=True, slots=True)
class _Index:
    """The questions of one language: their article ids [n] and embeddings [n, dim]."""

    version: object
    article_ids: NDArray[np.int64]
    vectors: NDArray[np.float32]


class ArticleSearch:
    """Searches the articles; embeddings are kept in memory until an article changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._indexes: dict[str, _Index] = {}

    async def find(
        self, unit: Unit, words: str, language: str, vector: NDArray[np.float32], topic: str = ""
    ) -> Hit | None:
        """The best article for some words.

        Args:
            vector: the embedding of `words`, float32 [dim], length 1.
            topic: the intent asked for; an article on it is preferred.
        """
        index = await self._index(unit, language)
        if not len(index.article_ids):
            return None
        nearest = _nearest(index, vector)
        terms = search_terms(words)
        by_text = await self._by_text(unit, terms, language)
        ids = list(dict.fromkeys([*by_text, *list(nearest)[:_POOL]]))
        rows = await unit.exec(select(Article).where(col(Article.id).in_(ids)))
        by_meaning = list(nearest)[:_POOL]

        def fused(hit: Hit) -> tuple[float, float]:
            on_topic = 2.0 if hit.on_topic else 1.0
            key = hit.article.key
            # First by text and second by meaning is as good as the other way round: a tie.
            return (
                on_topic * (_share(by_text, key) + _share(by_meaning, key)),
                hit.similarity + hit.coverage,
            )

        hits = [
            Hit(
                article,
                nearest.get(article.key, 0.0),
                _coverage(article, terms),
                article.topic == topic,
            )
            for article in rows.all()
        ]
        return max(hits, key=fused)

    async def _by_text(self, unit: Unit, terms: Sequence[str], language: str) -> list[int]:
        if not terms:
            return []
        sqlite = self._store.is_sqlite
        rows = await unit.exec(  # type: ignore[call-overload]
            text(_SQLITE if sqlite else _POSTGRESQL),
            params={
                "query": any_of(terms, sqlite=sqlite),
                "language": language,
                "limit": _POOL,
            },
        )
        return [row[0] for row in rows.all()]

    async def _index(self, unit: Unit, language: str) -> _Index:
        stamp = await unit.exec(select(func.count(col(Article.id)), func.max(Article.updated_at)))
        version = tuple(stamp.one())
        held = self._indexes.get(language)
        if held is None or held.version != version:
            held = await _load(unit, language, version)
            self._indexes[language] = held
        return held


def _coverage(article: Article, terms: Sequence[str]) -> float:
    contained = set(article.terms.split())
    return sum(term in contained for term in terms) / max(len(terms), 1)


def _share(ranking: Sequence[int], key: int) -> float:
    return 1 / (_RRF + ranking.index(key)) if key in ranking else 0.0


def _nearest(index: _Index, vector: NDArray[np.float32]) -> dict[int, float]:
    """Articles by the cosine of their nearest question, best first."""
    cosines = index.vectors @ vector
    best: dict[int, float] = {}
    for row in np.argsort(-cosines):
        best.setdefault(int(index.article_ids[row]), float(cosines[row]))
    return best


async def _load(unit: Unit, language: str, version: object) -> _Index:
    rows = await unit.exec(
        select(ArticleQuestion.article_id, ArticleQuestion.embedding)
        .join(Article, col(Article.id) == ArticleQuestion.article_id)
        .where(Article.language == language)
    )
    found = rows.all()
    vectors = [np.frombuffer(raw, "<f4") for _, raw in found]
    return _Index(
        version,
        np.array([article_id for article_id, _ in found], dtype=np.int64),
        np.stack(vectors) if vectors else np.zeros((0, 1), np.float32),
    )
