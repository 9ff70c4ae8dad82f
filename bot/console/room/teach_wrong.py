"""Answers of the bot that staff found wrong, with what was asked and why they are wrong."""

from __future__ import annotations

from bot.console.room.inbox_teaching import allowed
from bot.console.room.page import Answer, Given, Json, Reader, number
from bot.console.viewing import clock
from bot.rules.permissions import Permission
from knowledge.queries.candidates import WrongRow, wrong_answers

_ROWS = 30


class WrongAnswers:
    """The answers of one open page about wrong answers."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._console = reader.parts.console

    def offered(self) -> dict[str, Answer]:
        return {
            "wrong": Answer(self.look, Permission.TEACH),
            "take_back": Answer(self.take_back, Permission.TEACH),
        }

    async def look(self, given: Given) -> None:
        """The last marked, or those before one; the look is written down."""
        before = None if given.get("before") is None else number(given, "before")
        async with self._console.store.writing() as unit:
            self._reader.record(unit, "view_wrong_answers", "wrong_answers")
        await self._show(before)

    async def take_back(self, given: Given) -> None:
        """It was not wrong after all."""
        conversation, message = number(given, "conversation"), number(given, "message")
        marks = self._console.teach.wrong_answers
        await allowed(marks.unmark(conversation, message, self._reader.staff.key))
        await self._reader.tell("unmarked", message=message)
        await self._reader.tell("done", text=self._reader.words["done_unmarked_wrong"])

    async def renew(self) -> None:
        """The last marked, as they are now; older ones that the page shows stay on it."""
        await self._show(None, is_renewed=True)

    async def _show(self, before: int | None, *, is_renewed: bool = False) -> None:
        async with self._console.store.reading() as unit:
            found = await wrong_answers(unit, before, _ROWS + 1)
        shown = [self._told(row) for row in found[:_ROWS]]
        following = shown[-1]["id"] if len(found) > _ROWS else None
        more = before is not None
        await self._reader.tell(
            "wrong", rows=shown, following=following, more=more, renewed=is_renewed
        )

    def _told(self, row: WrongRow) -> Json:
        console = self._console
        return {
            "id": row.id,
            "message": row.message_id,
            "conversation": row.conversation_id,
            "asked": row.asked,
            "answer": row.answer,
            "note": row.note,
            "who": row.staff,
            "at": clock(row.marked_at, console.now(), zone=console.settings.zone),
        }
