"""What article search keeps in memory: every article's topic, terms and question embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam
from sqlmodel import col, func, select

from knowledge.records import Article, ArticleQuestion
from knowledge.store import Unit

_VERSION = select(func.count(col(Article.id)), func.max(Article.updated_at))
_QUESTIONS = (
    select(Article.id, Article.topic, Article.terms, ArticleQuestion.embedding)
    .join(ArticleQuestion, col(ArticleQuestion.article_id) == Article.id)
    .where(Article.language == bindparam("language"))
    .order_by(col(Article.id), col(ArticleQuestion.id))
)


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """What is compared with the asker's words."""

    topic: str
    terms: frozenset[str]

    def coverage(self, terms: Sequence[str]) -> float:
        """Share of the terms that the article contains, 0 to 1."""
        return sum(term in self.terms for term in terms) / max(len(terms), 1)


@dataclass(frozen=True, slots=True)
class HeldArticles:
    """The articles of one language.

    Args:
        version: changes whenever an article does.
        by_id: every article that has a question.
        vectors: the questions' embeddings, float32 [questions, dim], article after article.
        starts: the first row of each article of `by_id`, in its order, int [articles].
    """

    version: object
    by_id: dict[int, HeldArticle]
    vectors: NDArray[np.float32]
    starts: NDArray[np.intp]

    def nearest(self, vector: NDArray[np.float32]) -> dict[int, float]:
        """Articles by the cosine of their nearest question with a vector [dim], best first."""
        cosines = np.maximum.reduceat(self.vectors @ vector, self.starts)
        ids = list(self.by_id)
        return {ids[place]: float(cosines[place]) for place in np.argsort(-cosines, kind="stable")}


async def version_of(unit: Unit) -> object:
    """What differs whenever an article was added, changed or taken out."""
    return tuple((await unit.exec(_VERSION)).one())


async def hold(unit: Unit, language: str, version: object) -> HeldArticles:
    """Read the articles of a language."""
    rows = (await unit.exec(_QUESTIONS, params={"language": language})).all()
    by_id: dict[int, HeldArticle] = {}
    starts: list[int] = []
    for article_id, group in groupby(enumerate(rows), key=lambda numbered: numbered[1][0]):
        first, (_, topic, terms, _) = next(group)
        assert article_id is not None
        by_id[article_id] = HeldArticle(topic, frozenset(terms.split()))
        starts.append(first)
    vectors = [np.frombuffer(row[3], "<f4") for row in rows]
    return HeldArticles(
        version,
        by_id,
        np.stack(vectors) if vectors else np.zeros((0, 1), np.float32),
        np.array(starts, np.intp),
    )
