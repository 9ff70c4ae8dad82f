"""What staff do in an open conversation: each asks the desk, and the page shows what came of it.

The desk writes down what it does. What it refuses is said on the page, and what was written stays
in its box there.
"""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.console.room.inbox_teaching import InboxTeaching
from bot.console.room.page import Answer, Given, Unusable, number, text
from bot.desk.cases import CaseRefused
from bot.desk.decisions import ApprovalRefused
from bot.rules.permissions import Permission, may
from knowledge.queries import actions, conversations, drafts
from knowledge.queries.cases import open_cases
from knowledge.queries.orders import orders_of
from knowledge.records import Note

if TYPE_CHECKING:
    from bot.console.room.inbox import InboxRoom

_LONGEST_SNOOZE_H = 24 * 30


class InboxAnswers:
    """The answers of one open inbox; they concern the conversation that it has open."""

    def __init__(self, room: InboxRoom) -> None:
        self._room = room
        self._me = room.reader.staff.key
        self._console = room.reader.parts.console
        self._teaching = InboxTeaching(room.reader, self._id, self._done)

    def offered(self) -> dict[str, Answer]:
        return {
            "say": Answer(self.say, Permission.ANSWER),
            "draft": Answer(self.draft, Permission.ANSWER),
            "canned": Answer(self.canned, Permission.ANSWER),
            "take": Answer(self.take, Permission.TAKE_OVER),
            "assign": Answer(self.assign, Permission.TAKE_OVER),
            "snooze": Answer(self.snooze, Permission.ANSWER),
            "resolve": Answer(self.resolve, Permission.ANSWER),
            "give_back": Answer(self.give_back, Permission.ANSWER),
            "note": Answer(self.note, Permission.ANSWER),
            "block": Answer(self.block, Permission.BLOCK),
            "agree": Answer(self.agree, Permission.APPROVE),
            "refuse": Answer(self.refuse, Permission.REFUSE),
            "undo": Answer(self.undo, Permission.UNDO),
            "case": Answer(self.case, Permission.APPROVE),
            **self._teaching.offered(),
        }

    async def say(self, given: Given) -> None:
        """Words to the customer."""
        words = text(given, "text")
        if not words:
            raise Unusable("answer_empty")
        await self._console.desk.answer(self._id(given), self._me, words)
        await self._done("sent", "done_answered")

    async def draft(self, given: Given) -> None:
        """Keep what is being written; it is there after a reload, and on another machine."""
        async with self._console.store.writing() as unit:
            now = self._console.now()
            await drafts.keep(unit, self._me, self._id(given), text(given, "text"), now)

    async def canned(self, given: Given) -> None:
        """A ready answer filled for this customer, put into the box to be looked at."""
        key = number(given, "reply")
        filled = await self._console.canned.filled(key, self._id(given), self._me)
        reader = self._room.reader
        await reader.tell("written", text=filled.text)
        if filled.missing:
            names = ", ".join(reader.words[f"slot_{name}"] for name in filled.missing)
            await reader.tell("problem", text=reader.words["canned_missing"] + names)

    async def take(self, given: Given) -> None:
        await self._console.desk.take(self._id(given), self._me)
        await self._done("done", "done_taken")

    async def assign(self, given: Given) -> None:
        """Hand it to somebody, or to nobody. Who may not assign others takes it or lets it go."""
        to = None if given.get("to") is None else number(given, "to")
        others = to is not None and to != self._me
        if others and not may(self._room.reader.staff.role, Permission.ASSIGN_OTHERS):
            raise Unusable("error_not_allowed")
        await self._console.desk.assign(self._id(given), to, self._me)
        await self._done("done", "done_assigned")

    async def snooze(self, given: Given) -> None:
        """Put it off by so many hours; 0 brings it back."""
        hours = given.get("hours")
        if isinstance(hours, bool) or not isinstance(hours, int | float):
            raise Unusable("error_unusable")
        if not 0 <= hours <= _LONGEST_SNOOZE_H:
            raise Unusable("error_unusable")
        until = self._console.now() + timedelta(hours=hours) if hours else None
        await self._console.desk.snooze(self._id(given), until, self._me)
        await self._done("done", "done_snoozed" if hours else "done_unsnoozed")

    async def resolve(self, given: Given) -> None:
        await self._console.desk.resolve(self._id(given), self._me)
        await self._done("done", "done_resolved")

    async def give_back(self, given: Given) -> None:
        await self._console.desk.give_back(self._id(given), self._me)
        await self._done("done", "done_given_back")

    async def note(self, given: Given) -> None:
        """Words for colleagues; the customer never sees them."""
        words, key = text(given, "text"), self._id(given)
        if not words:
            raise Unusable("note_empty")
        async with self._console.store.writing() as unit:
            await conversations.scene(unit, key)
            unit.add(Note(conversation_id=key, staff_id=self._me, text=words))
            self._room.reader.record(unit, "add_note", f"conversation:{key}")
        await self._done("noted", "done_noted")

    async def block(self, given: Given) -> None:
        """Answer the account no more, or again; what is so already stays as it is."""
        key, wanted = self._id(given), given.get("blocked") is True
        async with self._console.store.writing() as unit:
            _, account, _ = await conversations.scene(unit, key)
            if (account.blocked_at is not None) is not wanted:
                account.blocked_at = self._console.now() if wanted else None
                action = "block_account" if wanted else "unblock_account"
                detail = f"account:{account.key}"
                self._room.reader.record(unit, action, f"conversation:{key}", detail)
        await self._done("done", "done_blocked" if wanted else "done_unblocked")

    async def agree(self, given: Given) -> None:
        doing = self._console.approvals.agree(await self._action(given), self._me)
        await self._decided(doing, "done_agreed")

    async def refuse(self, given: Given) -> None:
        key, note = await self._action(given), text(given, "note")
        await self._decided(self._console.approvals.refuse(key, self._me, note), "done_not_agreed")

    async def undo(self, given: Given) -> None:
        doing = self._console.approvals.undo(await self._action(given), self._me)
        await self._decided(doing, "done_undone")

    async def _decided(self, doing: Awaitable[None], said: str) -> None:
        try:
            await doing
        except ApprovalRefused as refused:
            raise Unusable(f"approval_{refused.reason}") from refused
        await self._done("done", said)

    async def _action(self, given: Given) -> int:
        """An action of the open conversation. Raises LookupError."""
        key = number(given, "action")
        async with self._console.store.reading() as unit:
            found = await actions.action_numbered(unit, key)
        if found is None or found.conversation_id != self._id(given):
            raise LookupError(key)
        return key

    async def case(self, given: Given) -> None:
        """A case's goods are here, or nothing is left to do about it."""
        key, settled = number(given, "case"), given.get("settled") is True
        if key not in await self._cases(self._id(given)):
            raise Unusable("case_refused")
        move = self._console.cases.settled if settled else self._console.cases.received
        try:
            await move(key, self._me)
        except CaseRefused as refused:
            raise Unusable("case_refused") from refused
        await self._done("done", "done_case_settled" if settled else "done_case_received")

    async def _cases(self, conversation_id: int) -> set[int]:
        async with self._console.store.reading() as unit:
            _, account, _ = await conversations.scene(unit, conversation_id)
            bought = await orders_of(unit, account.customer_id, account.key, 50)
            return {kept.key for kept, _ in await open_cases(unit, [one.key for one in bought])}

    def _id(self, given: Given) -> int:
        """The conversation that the page means: the open one. Raises LookupError for another."""
        key = number(given, "id")
        if key != self._room.shown:
            raise LookupError(key)
        return key

    async def _done(self, kind: str, said: str) -> None:
        reader = self._room.reader
        await reader.tell(kind, text=reader.words[said])
        await self._room.again()
