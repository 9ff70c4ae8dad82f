"""What customers asked for that staff have to agree to: with why, and what would come of it."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping

from fastapi import Request
from nicegui import ui

from bot.console.room.approval_changes import form_of, read
from bot.console.room.page import Answer, Given, Json, Reader, Room, Unusable, dressed, number, text
from bot.console.room.talk import name_of
from bot.console.room.teller import milliseconds
from bot.console.viewing import clock
from bot.desk import facts
from bot.desk.actions.ledger import WaitingLine
from bot.desk.actions.summary import what
from bot.desk.decisions import ApprovalRefused, Changed
from bot.desk.record_checks import EditRefused
from bot.rules.permissions import Permission


class ApprovalsRoom(Room, component="approvals.js"):
    """One open page of approvals; it shows anew what waits whenever something changes."""

    def answers(self) -> Mapping[str, Answer]:
        return {
            "agree": Answer(self.agree, Permission.APPROVE),
            "refuse": Answer(self.refuse, Permission.REFUSE),
            "weigh": Answer(self.weigh, Permission.APPROVE),
            "agree_changed": Answer(self.agree_changed, Permission.APPROVE),
            "again": Answer(self.show, Permission.APPROVE),
        }

    async def show(self, given: Given) -> None:
        """What waits now."""
        del given
        await self.reader.tell("waiting", waiting=await waiting_of(self.reader))

    async def agree(self, given: Given) -> None:
        """Do it."""
        key = number(given, "action")
        doing = self.reader.parts.console.approvals.agree(key, self.reader.staff.key)
        await self._decided(doing, "done_agreed")

    async def refuse(self, given: Given) -> None:
        """Leave it undone; the customer reads the note."""
        key, note = number(given, "action"), text(given, "note")
        doing = self.reader.parts.console.approvals.refuse(key, self.reader.staff.key, note)
        await self._decided(doing, "done_not_agreed")

    async def weigh(self, given: Given) -> None:
        """What it would say and pay with what was typed; nothing is done yet."""
        key = number(given, "action")
        approvals, language = self.reader.parts.console.approvals, self.reader.language
        try:
            weighed = await approvals.weigh(key, read(given), language)
        except EditRefused as no:
            await self._unfit(key, no)
        except ApprovalRefused as refused:
            raise _unusable(refused, self.reader) from refused
        else:
            told = {"summary": weighed.summary, "amount": weighed.amount_minor}
            await self.reader.tell("weighed", action=key, weighed=told)

    async def agree_changed(self, given: Given) -> None:
        """Do it as it was looked at."""
        key, amount = number(given, "action"), given.get("amount")
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise Unusable("error_unusable")
        try:
            change = Changed(read(given), amount, self.reader.language)
            approvals = self.reader.parts.console.approvals
            await self._decided(
                approvals.agree(key, self.reader.staff.key, change=change), "done_agreed"
            )
        except EditRefused as no:
            await self._unfit(key, no)

    async def _unfit(self, key: int, no: EditRefused) -> None:
        said = self.reader.words.get(f"edit_{no.reason}", str(no))
        await self.reader.tell("unfit", action=key, field=no.field, text=said)

    async def _decided(self, doing: Awaitable[None], said: str) -> None:
        try:
            await doing
        except ApprovalRefused as refused:
            raise _unusable(refused, self.reader) from refused
        await self.reader.tell("done", text=self.reader.words[said])
        await self.show({})

    async def changed(self, ids: frozenset[int]) -> None:
        """Somebody asked for something, or a colleague decided."""
        del ids
        await self.show({})


def _unusable(refused: ApprovalRefused, reader: Reader) -> Unusable:
    """Why it was not done, in the reader's words, with a rule's reason behind."""
    return Unusable(f"{reader.words[f'approval_{refused.reason}']} {refused.why}".strip())


async def approvals_page(request: Request) -> None:
    """What waits, oldest first. It shows addresses and phones, so the look is written down."""
    reader = Reader.of(request, "nav_approvals")
    dressed(reader.base)
    allowed = reader.may(Permission.APPROVE)
    waiting = await waiting_of(reader) if allowed else []
    if allowed:
        async with reader.parts.console.store.writing() as unit:
            reader.record(unit, "view_approvals", "approvals")
    room = ApprovalsRoom(reader, "approvals", first={"waiting": waiting, "allowed": allowed})
    if allowed:
        reader.client.on_delete(reader.parts.news.read(room))


def register() -> None:
    """Have NiceGUI serve the page."""
    ui.page("/approvals")(approvals_page)


async def waiting_of(reader: Reader) -> list[Json]:
    """What staff have to agree to, as the page shows it."""
    console = reader.parts.console
    async with console.store.reading() as unit:
        found = await console.approvals.waiting(unit, reader.language)
    return [_told(one, reader) for one in found]


def _told(one: WaitingLine, reader: Reader) -> Json:
    console = reader.parts.console
    action, whose = one.line.action, one.about
    since = action.confirmed_at or action.created_at
    return {
        "id": action.key,
        "conversation": action.conversation_id,
        "what": what(action.kind, reader.language),
        "name": name_of(whose.account, whose.customer),
        "reference": whose.customer.reference if whose.customer else "",
        "channel": whose.account.channel.value,
        "at": clock(since, console.now(), zone=console.settings.zone),
        "since": milliseconds(since),
        "risks": list(action.risks),
        "amount": facts.money(action.amount_minor, action.currency) if action.amount_minor else "",
        "summary": one.line.summary,
        "hindrance": one.line.hindrance,
        "change": form_of(one.line.changeable, reader),
    }
