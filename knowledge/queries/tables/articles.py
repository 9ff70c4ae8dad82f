"""Articles as a table, and all of one. There are some hundreds: a search looks at each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from knowledge.queries.tables.finding import typed
from knowledge.queries.tables.paging import (
    Ask,
    Page,
    Sort,
    columns,
    page_of,
    read_time,
    total_where,
)
from knowledge.records import Article, ArticleQuestion
from knowledge.store import Unit

SORTS = {
    "title": Sort(col(Article.title)),
    "topic": Sort(col(Article.topic)),
    "changed": Sort(col(Article.updated_at), read_time),
}
_TWIN = aliased(Article)
_OTHER = (
    select(func.min(_TWIN.id))
    .where(_TWIN.slug == Article.slug, _TWIN.language != Article.language)
    .correlate(Article)
).scalar_subquery()
_QUESTIONS = (
    select(func.count()).where(ArticleQuestion.article_id == Article.id).correlate(Article)
).scalar_subquery()


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article. `questions` counts the ways of asking, its title among them; `other` is the
    id of the article that says the same in the other language."""

    id: int
    slug: str
    language: str
    topic: str
    title: str
    updated_at: datetime
    questions: int
    other: int | None


@dataclass(frozen=True, slots=True)
class ArticleDetail:
    """An article with the ways in which customers ask for it, its title aside."""

    article: Article
    asks: Sequence[str]
    other: int | None


async def article_table(
    unit: Unit, ask: Ask, *, language: str = "", topic: str = ""
) -> Page[ArticleRow]:
    """Articles, found by any part of their title, body or questions.

    Args:
        language: only those in it; empty for both.
        topic: only those on this intent; empty for all.

    Raises:
        AskRefused: there is no such order or page.
    """
    conditions: list[Any] = [col(Article.language) == language] if language else []
    if topic:
        conditions.append(col(Article.topic) == topic)
    if words := typed(ask.words):
        conditions.append(_says(words))
    statement = columns(
        Article.id,
        Article.slug,
        Article.language,
        Article.topic,
        Article.title,
        Article.updated_at,
        _QUESTIONS,
        _OTHER,
    ).where(*conditions)
    total = await total_where(unit, col(Article.id), *conditions)
    return await page_of(unit, statement, col(Article.id), SORTS, ask, ArticleRow, total)


def _says(words: str) -> Any:
    asked = select(ArticleQuestion.article_id).where(
        col(ArticleQuestion.text).icontains(words, autoescape=True)
    )
    told = (col(Article.title), col(Article.body), col(Article.slug))
    return or_(*(one.icontains(words, autoescape=True) for one in told), col(Article.id).in_(asked))


async def article_detail(unit: Unit, article_id: int) -> ArticleDetail:
    """All of an article.

    Raises:
        LookupError: there is no such article.
    """
    found = await unit.exec(select(Article, _OTHER).where(Article.id == article_id))
    row = found.first()
    if row is None:
        raise LookupError(f"There is no article {article_id}.")
    questions = await unit.exec(
        select(ArticleQuestion.text)
        .where(ArticleQuestion.article_id == article_id)
        .order_by(col(ArticleQuestion.id))
    )
    article, other = row
    asks = list(questions.all())
    # The title is kept as the first question (`knowledge.articles.index`).
    return ArticleDetail(article, asks[1:] if asks[:1] == [article.title] else asks, other)
