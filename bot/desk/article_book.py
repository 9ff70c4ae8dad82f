"""Writing the shop's articles by hand. The bot answers from them at once.

Questions are embedded before anything is locked, by the model that serves, on its own
threads. The search looks at each question whether an article changed (`knowledge.articles`).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from bot.desk.article_text import ArticleRefused, ArticleStale, ArticleText, fit
from bot.desk.audit_trail import Change, changed
from knowledge.articles.files import ArticleFile
from knowledge.articles.index import Embed, put_article, remove_article
from knowledge.queries.tables.articles import article_detail
from knowledge.records import Article
from knowledge.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Ready:
    """An article that can be kept, with the embeddings of title and questions [1 + asks, dim]."""

    text: ArticleText
    vectors: NDArray[np.float32]


class ArticleBook:
    """Reads, writes, changes and removes articles; each change is in the audit, before → after.

    Args:
        embed: of the model that serves.
    """

    def __init__(self, store: Store, embed: Embed) -> None:
        self._store = store
        self._embed = embed

    async def read(self, article_id: int) -> ArticleText:
        """What an article says, as `change` takes it.

        Raises:
            LookupError: there is no such article.
        """
        async with self._store.reading() as unit:
            return await _said(unit, article_id)

    async def write(self, text: ArticleText, staff_id: int, *, says: int | None = None) -> int:
        """Add an article; its id.

        Args:
            says: the article that says the same in the other language.

        Raises:
            LookupError: there is no article `says`.
            ArticleRefused: it cannot be kept, or that article has one in this language already.
        """
        ready = await self.prepare(text)
        async with self._store.writing() as unit:
            return await self.put(unit, ready, staff_id, says=says)

    async def change(
        self, article_id: int, before: ArticleText, after: ArticleText, staff_id: int
    ) -> None:
        """Change what an article says; its language stays.

        Raises:
            LookupError: there is no such article.
            ArticleRefused: it cannot be kept so.
            ArticleStale: it is no longer what the change was made from.
        """
        ready = await self.prepare(after)
        async with self._store.writing() as unit:
            await self.put_change(unit, article_id, before, ready, staff_id)

    async def remove(self, article_id: int, before: ArticleText, staff_id: int) -> None:
        """Take an article out; the audit keeps what it said.

        Raises:
            LookupError: there is no such article.
            ArticleStale: it is no longer what was shown.
        """
        async with self._store.writing() as unit:
            article = await _held(unit, article_id)
            now = await _said(unit, article_id)
            if now != before:
                raise ArticleStale(now)
            await remove_article(unit, article)
            changed(unit, staff_id, "remove_article", _subject(article_id), _changes(now, None))

    async def prepare(self, text: ArticleText) -> Ready:
        """Check an article and embed its questions, before a unit begins.

        Raises:
            ArticleRefused: it cannot be kept.
        """
        kept = fit(text)
        return Ready(kept, await self._embed([kept.title, *kept.asks]))

    async def put(self, unit: Unit, ready: Ready, staff_id: int, *, says: int | None = None) -> int:
        """Add a prepared article within a unit; its id. Raises what `write` does."""
        twin = None if says is None else await _held(unit, says)
        slug = twin.slug if twin else f"{ready.text.topic}-{secrets.token_hex(4)}"
        if twin and await _is_there(unit, twin, ready.text.language):
            raise ArticleRefused(
                "language", "exists", "There is one in this language already; change that."
            )
        article, _ = await put_article(unit, _file(slug, ready.text), ready.vectors)
        subject = _subject(article.key)
        changed(unit, staff_id, "write_article", subject, _changes(None, ready.text))
        return article.key

    async def put_change(
        self, unit: Unit, article_id: int, before: ArticleText, ready: Ready, staff_id: int
    ) -> None:
        """Change an article within a unit. Raises what `change` does."""
        article = await _held(unit, article_id)
        now, after = await _said(unit, article_id), ready.text
        if after.language != now.language:
            raise ArticleRefused("language", "language_fixed", "An article keeps its language.")
        if now == after:
            return
        if now != before:
            raise ArticleStale(now)
        await put_article(unit, _file(article.slug, after), ready.vectors)
        made = _changes(now, after)
        changed(unit, staff_id, "change_article", _subject(article_id), made)


def _file(slug: str, text: ArticleText) -> ArticleFile:
    return ArticleFile(slug, text.language, text.topic, text.title, text.asks, text.body)


def _subject(article_id: int) -> str:
    return f"article:{article_id}"


async def _held(unit: Unit, article_id: int) -> Article:
    """The article, held until the unit ends."""
    found = await unit.get(Article, article_id, with_for_update=True)
    if found is None:
        raise LookupError(f"There is no article {article_id}.")
    return found


async def _said(unit: Unit, article_id: int) -> ArticleText:
    detail = await article_detail(unit, article_id)
    one = detail.article
    return ArticleText(one.language, one.topic, one.title, one.body, tuple(detail.asks))


async def _is_there(unit: Unit, twin: Article, language: str) -> bool:
    return language == twin.language or (await article_detail(unit, twin.key)).other is not None


def _changes(before: ArticleText | None, after: ArticleText | None) -> Sequence[Change]:
    """What differs, by field; None: there is no article."""
    pairs = (
        (one.name, getattr(before, one.name, None), getattr(after, one.name, None))
        for one in fields(ArticleText)
    )
    return [Change(name, old, new) for name, old, new in pairs if old != new]
