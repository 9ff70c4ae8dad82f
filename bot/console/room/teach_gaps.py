"""What the bot could not answer: shown in groups, and settled by an article or by nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.console.room.page import Answer, Given, Json, Reader, Unusable, number
from bot.console.room.teach_article import article_of, hesitates, kept
from bot.console.viewing import about, clock
from bot.desk.article_text import LONGEST_QUESTION
from bot.desk.candidates import personal_in
from bot.desk.gaps import GapGroup
from bot.rules.permissions import Permission

#: Groups that a page shows at first, and at most.
_SHOWN, _MOST_SHOWN = 30, 600


class GapAnswers:
    """The answers of one open page. It names a group by the newest question that it was shown
    of it when a form was opened; what has joined it since stands on the page as well."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._console = reader.parts.console
        self._me = reader.staff.key
        self._groups: dict[int, GapGroup] = {}
        self._shown = _SHOWN

    def offered(self) -> dict[str, Answer]:
        return {
            "gaps": Answer(self.look, Permission.TEACH),
            "settle_gap": Answer(self.settle, Permission.TEACH),
            "write_gap": Answer(self.write, Permission.EDIT_ARTICLES),
        }

    async def look(self, given: Given) -> None:
        """The groups, the weightiest first; that customers' words were looked at is written
        down."""
        if given.get("more") is True:
            self._shown = min(self._shown + _SHOWN, _MOST_SHOWN)
        async with self._console.store.writing() as unit:
            self._reader.record(unit, "view_gaps", "gaps")
        await self._show()

    async def settle(self, given: Given) -> None:
        """They need no answer, or an article answers them already; it may learn their wordings."""
        article = None if given.get("article") is None else number(given, "article")
        learns = article is not None and given.get("learns") is True
        if learns and not self._reader.may(Permission.EDIT_ARTICLES):
            raise Unusable("error_not_allowed")
        async with self._taken(given) as group:
            # What may be one customer's would outlive their account in an article.
            asks = [one for one in wordings(group) if not personal_in(one)] if learns else ()
            doing = self._console.teach.gaps.settle(
                group.ids, self._me, article_id=article, asks=asks
            )
            await kept(self._reader, doing)
        await self._settled("done_gap_answered" if article else "done_gap_settled")

    async def write(self, given: Given) -> None:
        """Write the article that answers them."""
        async with self._taken(given) as group:
            article = article_of(given, group.language)
            if await hesitates(self._reader, given, article):
                self._groups[group.ids[0]] = group
                return
            key = await kept(self._reader, self._console.teach.articles.write(article, self._me))
            await self._console.teach.gaps.settle(group.ids, self._me, article_id=key)
        await self._settled("done_article_written")

    @asynccontextmanager
    async def _taken(self, given: Given) -> AsyncIterator[GapGroup]:
        """The group that the page means. Nobody settles it twice by two clicks."""
        key = self._key_of(number(given, "group"))
        group = self._groups.pop(key, None)
        if group is None:
            raise Unusable("gap_gone")
        try:
            yield group
        except BaseException:
            self._groups[key] = group
            raise

    def _key_of(self, known_by: int) -> int:
        """A group may have grown while a form of it was open: it is still the one that it was."""
        if known_by in self._groups:
            return known_by
        grown = (key for key, group in self._groups.items() if known_by in group.ids)
        return next(grown, 0)

    async def _settled(self, said: str) -> None:
        await self._reader.tell("finished", text=self._reader.words[said])
        await self._show()

    async def renew(self) -> None:
        """The groups as they are now."""
        await self._show()

    async def _show(self) -> None:
        found = await self._console.teach.gaps.groups()
        shown = found.groups[: self._shown]
        self._groups = {group.ids[0]: group for group in shown}
        await self._reader.tell(
            "gaps",
            rows=[self._told(group) for group in shown],
            groups=len(found.groups),
            more=len(shown) < min(len(found.groups), _MOST_SHOWN),
            looked_at=found.looked_at,
            unsettled=found.unsettled,
        )

    def _told(self, group: GapGroup) -> Json:
        console = self._console
        return {
            "id": group.ids[0],
            "ids": list(group.ids),
            "language": group.language,
            "topic": group.intent,
            "about": about([group.intent], self._reader.language),
            "times": group.times,
            "last": clock(group.last_asked, console.now(), zone=console.settings.zone),
            "examples": list(group.examples),
            "asks": list(wordings(group)),
            "conversations": list(group.conversations),
        }


def wordings(group: GapGroup) -> Sequence[str]:
    """The examples as an article keeps them: a line each, and none too long."""
    lines = (" ".join(one.split()) for one in group.examples)
    return list(dict.fromkeys(one for one in lines if 0 < len(one) <= LONGEST_QUESTION))
