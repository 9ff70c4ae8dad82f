"""What the bot could not answer, grouped by meaning, the most wanted first."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bot.desk.article_book import ArticleBook
from bot.desk.audit_trail import changed
from bot.rules.gap_groups import groups_of, meant_and_said, weight
from knowledge.articles.index import Embed
from knowledge.queries.gaps import OpenGap, open_gap_count, open_gaps, settle_gaps
from knowledge.records import utcnow
from knowledge.store import Store

#: So many of the newest questions are looked at; grouping takes their square.
MOST_LOOKED_AT = 2000
_EXAMPLES, _CONVERSATIONS = 5, 20
#: So many are embedded at a time: customers' messages go in between.
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class GapGroup:
    """One question in several wordings.

    Args:
        intent: what most of them were read as.
        weight: how often and how recently it was asked (`bot.rules.gap_groups.weight`).
        examples: different wordings, newest first.
        conversations: the ids of those it was asked in, newest first.
    """

    ids: Sequence[int]
    language: str
    intent: str
    times: int
    weight: float
    last_asked: datetime
    examples: Sequence[str]
    conversations: Sequence[int]


@dataclass(frozen=True, slots=True)
class Gaps:
    """The groups, the weightiest first; `looked_at` of all `unsettled` questions are in them."""

    groups: Sequence[GapGroup]
    looked_at: int
    unsettled: int


class GapDesk:
    """Shows and settles what the bot could not answer.

    Args:
        embed: of the model that serves. An embedding is kept while its question is unsettled.
    """

    def __init__(
        self,
        store: Store,
        embed: Embed,
        articles: ArticleBook,
        *,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._embed = embed
        self._articles = articles
        self._clock = clock
        self._vectors: dict[str, NDArray[np.float32]] = {}

    async def groups(self) -> Gaps:
        """The questions that are not settled."""
        async with self._store.reading() as unit:
            found = await open_gaps(unit, MOST_LOOKED_AT)
            unsettled = await open_gap_count(unit)
        known = await self._learned({gap.text for gap in found})
        made: list[GapGroup] = []
        for language in sorted({gap.language for gap in found}):
            # Oldest first, so that a new question moves no older one to another group.
            asked = [gap for gap in reversed(found) if gap.language == language]
            texts = [gap.text for gap in asked]
            vectors = np.stack([known[text] for text in texts])
            rows = await asyncio.to_thread(_grouped, texts, vectors)
            made += [self._group([asked[row] for row in some]) for some in rows]
        made.sort(key=lambda group: (-group.weight, -group.ids[0]))
        return Gaps(made, len(found), unsettled)

    async def settle(
        self,
        gap_ids: Sequence[int],
        staff_id: int,
        *,
        article_id: int | None = None,
        asks: Sequence[str] = (),
    ) -> int:
        """Take questions off the list; how many were on it.

        Args:
            article_id: the article that answers them; None: they need none.
            asks: ways of asking that are added to that article's, so that it is found by them.

        Raises:
            LookupError: there is no such article.
            ArticleRefused: a way of asking cannot be kept.
            ArticleStale: somebody changed the article just now.
        """
        now = self._clock()
        before = None if article_id is None else await self._articles.read(article_id)
        ready = None
        if before is not None and asks:
            ready = await self._articles.prepare(replace(before, asks=(*before.asks, *asks)))
        async with self._store.writing() as unit:
            if article_id is not None and before is not None and ready is not None:
                await self._articles.put_change(unit, article_id, before, ready, staff_id)
            settled = await settle_gaps(unit, gap_ids, now)
            if settled:
                by = "no article needed" if article_id is None else f"article:{article_id}"
                told = f"{by}; {settled} questions: {', '.join(map(str, gap_ids[:100]))}"
                changed(unit, staff_id, "settle_gaps", f"gap:{min(gap_ids)}", note=told)
        return settled

    async def _learned(self, texts: set[str]) -> dict[str, NDArray[np.float32]]:
        """The embeddings of some texts, which are kept for the next time in place of others."""
        known = {text: kept for text, kept in self._vectors.items() if text in texts}
        new = sorted(texts - known.keys())
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            known.update(zip(some, await self._embed(some), strict=True))
        self._vectors = known
        return known

    def _group(self, gaps: Sequence[OpenGap]) -> GapGroup:
        newest = list(reversed(gaps))
        talks = [gap.conversation_id for gap in newest if gap.conversation_id is not None]
        return GapGroup(
            ids=[gap.id for gap in newest],
            language=newest[0].language,
            intent=Counter(gap.intent for gap in newest).most_common(1)[0][0],
            times=len(gaps),
            weight=weight([gap.asked_at for gap in gaps], self._clock()),
            last_asked=max(gap.asked_at for gap in gaps),
            examples=list(dict.fromkeys(gap.text for gap in newest))[:_EXAMPLES],
            conversations=list(dict.fromkeys(talks))[:_CONVERSATIONS],
        )


def _grouped(texts: Sequence[str], vectors: NDArray[np.float32]) -> list[list[int]]:
    return groups_of(meant_and_said(texts, vectors))
