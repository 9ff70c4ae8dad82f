"""Where the bot is made better: what it could not answer, what may become an article, what was
wrong. Each is a tab, named in the address."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.console.room.page import Answer, Given, Json, Reader, Room, dressed, text
from bot.console.room.teach_candidates import CandidateAnswers
from bot.console.room.teach_gaps import GapAnswers
from bot.console.room.teach_wrong import WrongAnswers
from bot.console.viewing import choices
from bot.rules.permissions import Permission
from knowledge.queries.tables.articles import article_table
from knowledge.queries.tables.paging import Ask

TABS = ("gaps", "candidates", "wrong")
#: So many articles are offered to choose from; who needs another types more of its title.
_OFFERED = 8


class TeachRoom(Room, component="teach.js"):
    """One open page of teaching. It asks for a tab's rows when it shows the tab: grouping what
    was not answered takes a moment the first time."""

    def __init__(self, reader: Reader, first: Json) -> None:
        super().__init__(reader, "teach", first=first)
        gaps, candidates, wrong = GapAnswers(reader), CandidateAnswers(reader), WrongAnswers(reader)
        self._tabs: Mapping[str, GapAnswers | CandidateAnswers | WrongAnswers] = {
            "gaps": gaps,
            "candidates": candidates,
            "wrong": wrong,
        }
        self._at = ""
        self._answers = {
            **gaps.offered(),
            **candidates.offered(),
            **wrong.offered(),
            "articles": Answer(self.articles, Permission.TEACH),
        }

    def answers(self) -> Mapping[str, Answer]:
        return self._answers

    async def _asked(self, event: GenericEventArguments) -> None:
        # The tab that is looked at is the one that was asked for last.
        name = str(event.args.get("name")) if isinstance(event.args, dict) else ""
        self._at = name if name in self._tabs else self._at
        await super()._asked(event)

    async def taught(self) -> None:
        """Show the tab as it is now. That it was looked at was written down when it was opened."""
        if not self._at or not self.reader.may(Permission.TEACH):
            return
        async with self._in_turn:
            await self._tabs[self._at].renew()

    async def articles(self, given: Given) -> None:
        """Articles in a language that say some words, to choose the one that answers; before
        any are typed, those on the question's topic."""
        words, language = text(given, "words", 80), text(given, "language", 8)
        topic = "" if words else text(given, "topic", 40)
        async with self.reader.parts.console.store.reading() as unit:
            ask = Ask(words, limit=_OFFERED)
            found = await article_table(unit, ask, language=language, topic=topic)
        rows = [{"id": row.id, "title": row.title} for row in found.rows]
        await self.reader.tell("articles", words=words, rows=rows)


async def teach_page(request: Request) -> None:
    """The page with the tab that the address names."""
    reader = Reader.of(request, "nav_teach")
    dressed(reader.base)
    wanted = request.query_params.get("tab", "")
    room = TeachRoom(
        reader,
        {
            "tab": wanted if wanted in TABS else TABS[0],
            "topics": choices(reader.language),
        },
    )
    reader.client.on_delete(reader.parts.news.read(room))


def register() -> None:
    """Have NiceGUI serve the page."""
    ui.page("/teach")(teach_page)
