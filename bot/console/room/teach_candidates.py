"""Staff's answers that may become articles: put right, dropped, or taken."""

from __future__ import annotations

from bot.console.room.page import Answer, Given, Json, Reader, number, text
from bot.console.room.teach_article import article_of, hesitates, kept
from bot.console.viewing import clock
from bot.desk.candidates import LONGEST, drafted, personal_in
from bot.rules.permissions import Permission
from knowledge.queries.candidates import CandidateRow, candidates
from knowledge.records import ArticleCandidate


class CandidateAnswers:
    """The answers of one open page about candidates."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._console = reader.parts.console
        self._desk = self._console.teach.candidates
        self._me = reader.staff.key

    def offered(self) -> dict[str, Answer]:
        return {
            "candidates": Answer(self.look, Permission.TEACH),
            "change_candidate": Answer(self.change, Permission.TEACH),
            "drop_candidate": Answer(self.drop, Permission.TEACH),
            "draft_article": Answer(self.draft, Permission.EDIT_ARTICLES),
            "take_candidate": Answer(self.take, Permission.EDIT_ARTICLES),
        }

    async def look(self, given: Given) -> None:
        """Those that wait; that customers' words were looked at is written down."""
        del given
        async with self._console.store.writing() as unit:
            self._reader.record(unit, "view_candidates", "candidates")
        await self._show()

    async def change(self, given: Given) -> None:
        """Keep the words as they were put."""
        await self._keep(given)
        await self._finished("done_candidate_kept")

    async def drop(self, given: Given) -> None:
        """Make no article of it."""
        await kept(self._reader, self._desk.drop(number(given, "candidate"), self._me))
        await self._finished("done_candidate_dropped")

    async def draft(self, given: Given) -> None:
        """The article that it would make, from the words as they are on the page."""
        await self._keep(given)
        article = drafted(await self._candidate(given))
        await self._show()
        await self._reader.tell(
            "drafted",
            candidate=number(given, "candidate"),
            topic=article.topic,
            title=article.title,
            body=article.body,
            asks=list(article.asks),
            personal=personal_in(article.title, article.body, *article.asks),
        )

    async def take(self, given: Given) -> None:
        """Make the article."""
        candidate = await self._candidate(given)
        article = article_of(given, candidate.language)
        if await hesitates(self._reader, given, article):
            return
        await kept(self._reader, self._desk.take(candidate.key, article, self._me))
        await self._finished("done_article_made")

    async def _keep(self, given: Given) -> None:
        key, topic = number(given, "candidate"), text(given, "topic", 40)
        question, answer = text(given, "question", 2 * LONGEST), text(given, "answer", 2 * LONGEST)
        await kept(self._reader, self._desk.change(key, question, answer, topic, self._me))

    async def _candidate(self, given: Given) -> ArticleCandidate:
        async with self._console.store.reading() as unit:
            found = await unit.get(ArticleCandidate, number(given, "candidate"))
        if found is None:
            raise LookupError
        return found

    async def _finished(self, said: str) -> None:
        await self._reader.tell("finished", text=self._reader.words[said])
        await self._show()

    async def renew(self) -> None:
        """Those that wait now."""
        await self._show()

    async def _show(self) -> None:
        async with self._console.store.reading() as unit:
            rows = await candidates(unit)
        await self._reader.tell("candidates", rows=[self._told(row) for row in rows])

    def _told(self, row: CandidateRow) -> Json:
        one, console = row.candidate, self._console
        return {
            "id": one.key,
            "question": one.question,
            "answer": one.answer,
            "topic": one.topic,
            "language": one.language,
            "who": row.staff,
            "at": clock(one.created_at, console.now(), zone=console.settings.zone),
            "conversation": row.conversation_id,
            "personal": personal_in(one.question, one.answer),
        }
