"""Putting articles into the records, with what search needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlmodel import col, delete, func, select, update

from knowledge.articles.files import ArticleFile
from knowledge.records import Article, ArticleQuestion, utcnow
from knowledge.store import Store, Unit
from knowledge.terms import search_terms

#: Sentence embeddings: texts in, float32 [n, dim] out, rows of length 1.
Embed = Callable[[Sequence[str]], Awaitable[NDArray[np.float32]]]

#: From this cosine on, two vectors of a text are one model's.
_SAME = 0.999
_LOOKED_AT = 8


async def put_articles(
    store: Store,
    files: Sequence[ArticleFile],
    embed: Embed,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Add or replace articles by slug and language; returns how many changed."""
    changed = 0
    for done, file in enumerate(files, start=1):
        vectors = await embed([file.title, *file.asks])
        async with store.writing() as unit:
            changed += (await put_article(unit, file, vectors))[1]
        if progress is not None:
            progress(done, len(files))
    return changed


async def renew_embeddings(store: Store, embed: Embed) -> int:
    """Embed every article's questions anew if other weights embedded them; returns how many.

    A search compares a message's vector with these, and vectors of two models have nothing
    to do with each other. A few questions tell: the same model gives the same vector, but for
    what rounding leaves (cosine 0.9998 and more, measured in batches of other sizes).
    """
    questions = select(ArticleQuestion).order_by(col(ArticleQuestion.id))
    async with store.reading() as unit:
        first = (await unit.exec(questions.limit(_LOOKED_AT))).all()
    if not first or await _are_of(first, embed):
        return 0
    async with store.reading() as unit:
        found = (await unit.exec(questions)).all()
    vectors = await embed([question.text for question in found])
    # In one unit: a kill between two would leave a mixture that the first few do not show.
    async with store.writing() as unit:
        for question, vector in zip(found, vectors, strict=True):
            kept = update(ArticleQuestion).where(col(ArticleQuestion.id) == question.id)
            await unit.exec(kept.values(embedding=np.asarray(vector, "<f4").tobytes()))
    return len(found)


async def _are_of(questions: Sequence[ArticleQuestion], embed: Embed) -> bool:
    """Whether these questions were embedded with this model."""
    fresh = await embed([question.text for question in questions])
    stored = [np.frombuffer(question.embedding, "<f4") for question in questions]
    return all(
        old.shape == new.shape and float(old @ new) > _SAME
        for old, new in zip(stored, fresh, strict=True)
    )


async def put_article(
    unit: Unit, file: ArticleFile, vectors: NDArray[np.float32]
) -> tuple[Article, bool]:
    """Add or replace an article by slug and language, and whether that changed anything.

    Args:
        vectors: the embeddings of its title and its questions [1 + asks, dim].
    """
    questions = [file.title, *file.asks]
    terms = " ".join(search_terms(" ".join((*questions, file.body))))
    found = await unit.exec(
        select(Article).where(Article.slug == file.slug, Article.language == file.language)
    )
    article = found.first() or Article(
        slug=file.slug, language=file.language, topic="", title="", body=""
    )
    kept = [
        (text, np.asarray(vector, "<f4").tobytes())
        for text, vector in zip(questions, vectors, strict=True)
    ]
    is_same = (article.topic, article.title, article.body, article.terms) == (
        file.topic,
        file.title,
        file.body,
        terms,
    ) and kept == await _questions(unit, article)
    article.topic, article.title, article.body, article.terms = (
        file.topic,
        file.title,
        file.body,
        terms,
    )
    if not is_same:
        article.updated_at = await _later_than_all(unit)
    unit.add(article)
    await unit.flush()
    await unit.exec(delete(ArticleQuestion).where(col(ArticleQuestion.article_id) == article.id))
    for question, embedding in kept:
        unit.add(ArticleQuestion(article_id=article.key, text=question, embedding=embedding))
    return article, not is_same


async def remove_article(unit: Unit, article: Article) -> None:
    """Take an article out with its questions."""
    await unit.exec(delete(ArticleQuestion).where(col(ArticleQuestion.article_id) == article.id))
    await unit.delete(article)


async def _later_than_all(unit: Unit) -> datetime:
    """Now, or just after the latest change: searches see by the latest that there was one."""
    latest = (await unit.exec(select(func.max(Article.updated_at)))).one()
    now = utcnow()
    return now if latest is None else max(now, latest + timedelta(microseconds=1))


async def _questions(unit: Unit, article: Article) -> list[tuple[str, bytes]]:
    found = await unit.exec(
        select(ArticleQuestion.text, ArticleQuestion.embedding)
        .where(ArticleQuestion.article_id == article.id)
        .order_by(col(ArticleQuestion.id))
    )
    return [(text, embedding) for text, embedding in found.all()]
