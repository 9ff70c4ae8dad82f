"""What staff teach from an open conversation: what was meant, what was wrong, what to keep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.console.room.page import Answer, Given, Reader, Unusable, number, text
from bot.desk.teaching import TeachingRefused
from bot.rules.permissions import Permission


class InboxTeaching:
    """The answers of an open inbox by which the bot gets better.

    Args:
        opened: the conversation that the page means, which is the open one.
        done: tells the page that something was done, in which words, and shows it anew.
    """

    def __init__(
        self,
        reader: Reader,
        opened: Callable[[Given], int],
        done: Callable[[str, str], Awaitable[None]],
    ) -> None:
        self._reader, self._opened, self._done = reader, opened, done
        self._me = reader.staff.key
        self._console = reader.parts.console

    def offered(self) -> dict[str, Answer]:
        return {
            "confirm": Answer(self.confirm, Permission.TEACH),
            "correct": Answer(self.correct, Permission.TEACH),
            "mark_wrong": Answer(self.mark_wrong, Permission.TEACH),
            "unmark_wrong": Answer(self.unmark_wrong, Permission.TEACH),
            "propose": Answer(self.propose, Permission.TEACH),
        }

    async def confirm(self, given: Given) -> None:
        """A message was understood right."""
        key, message = self._opened(given), number(given, "message")
        doing = self._console.teaching.confirm(key, message, self._me)
        await self._taught(doing, "confirm_intent", key, f"message:{message}")

    async def correct(self, given: Given) -> None:
        """A message was about something else."""
        key, message = self._opened(given), number(given, "message")
        intent = text(given, "intent", 40)
        doing = self._console.teaching.correct(key, message, [intent] if intent else [], self._me)
        await self._taught(doing, "correct_intent", key, f"message:{message} {intent}")

    async def mark_wrong(self, given: Given) -> None:
        """An answer of the bot was wrong, and perhaps why."""
        key, message, note = self._opened(given), number(given, "message"), text(given, "note")
        marks = self._console.teach.wrong_answers
        await allowed(marks.mark(key, message, self._me, note))
        await self._done("done", "done_marked_wrong")

    async def unmark_wrong(self, given: Given) -> None:
        """It was not wrong after all."""
        key, message = self._opened(given), number(given, "message")
        await allowed(self._console.teach.wrong_answers.unmark(key, message, self._me))
        await self._done("done", "done_unmarked_wrong")

    async def propose(self, given: Given) -> None:
        """A colleague's answer is worth an article."""
        key, message = self._opened(given), number(given, "message")
        await allowed(self._console.teach.candidates.propose(key, message, self._me))
        await self._done("done", "done_proposed")

    async def _taught(self, doing: Awaitable[None], action: str, key: int, detail: str) -> None:
        await allowed(doing)
        async with self._console.store.writing() as unit:
            self._reader.record(unit, action, f"conversation:{key}", detail)
        await self._done("done", "done_taught")


async def allowed(doing: Awaitable[object]) -> None:
    """Have a desk do it. Raises Unusable with the words for why it refused."""
    try:
        await doing
    except TeachingRefused as refused:
        raise Unusable(f"teach_{refused.reason}") from refused
