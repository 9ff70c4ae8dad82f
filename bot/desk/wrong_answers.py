"""Staff say that an answer of the bot is wrong, and why."""

from __future__ import annotations

from bot.desk.audit_trail import Change, changed
from bot.desk.receive import storable
from bot.desk.teaching import TeachingRefused
from knowledge.queries import conversations
from knowledge.queries.candidates import wrong_answer_of
from knowledge.queries.teaching import message_in
from knowledge.records import Author, WrongAnswer
from knowledge.store import Store, Unit

LONGEST_NOTE = 400


class WrongAnswerDesk:
    """Keeps which answers were wrong, each once; a later note replaces an earlier one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def mark(
        self, conversation_id: int, message_id: int, staff_id: int, note: str = ""
    ) -> None:
        """Keep that an answer is wrong.

        Raises:
            LookupError: the conversation has no such message.
            TeachingRefused: it is not the bot's (`not_the_bots`), or the note is too long
                (`long_note`).
        """
        note = storable(note).strip()
        if len(note) > LONGEST_NOTE:
            raise TeachingRefused("long_note", f"A note has at most {LONGEST_NOTE} characters.")
        async with self._store.writing() as unit:
            known = await _held(unit, conversation_id, message_id)
            if known is not None and known.note == note:
                return
            before = None if known is None else known.note
            wrong = known or WrongAnswer(message_id=message_id, staff_id=staff_id)
            wrong.note, wrong.staff_id = note, staff_id
            unit.add(wrong)
            _record(unit, staff_id, "mark_wrong", message_id, before, note)

    async def unmark(self, conversation_id: int, message_id: int, staff_id: int) -> None:
        """Take back that an answer is wrong; where it was not marked, nothing happens.

        Raises:
            LookupError: the conversation has no such message.
            TeachingRefused: it is not the bot's.
        """
        async with self._store.writing() as unit:
            known = await _held(unit, conversation_id, message_id)
            if known is not None:
                await unit.delete(known)
                _record(unit, staff_id, "unmark_wrong", message_id, known.note, None)


async def _held(unit: Unit, conversation_id: int, message_id: int) -> WrongAnswer | None:
    """The mark on a message of the bot; its conversation is held, so that nobody adds another."""
    await conversations.held(unit, conversation_id)
    message = await message_in(unit, conversation_id, message_id)
    if message.author is not Author.BOT:
        raise TeachingRefused("not_the_bots", "Only an answer of the bot can be marked wrong.")
    return await wrong_answer_of(unit, message_id)


def _record(
    unit: Unit, staff_id: int, action: str, message_id: int, before: str | None, after: str | None
) -> None:
    noted = [Change("note", before, after)]
    changed(unit, staff_id, action, f"message:{message_id}", noted)
