"""The inbox: queues of what staff hold, and one conversation beside whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from fastapi import Request
from nicegui import ui

from bot.console.room import talk
from bot.console.room.inbox_answers import InboxAnswers
from bot.console.room.page import Answer, Given, Json, Reader, Room, Unusable, dressed, number
from bot.console.room.search import SearchAnswers
from bot.console.room.talk_messages import messages
from bot.console.room.teller import milliseconds, teller_for
from bot.console.viewing import choices
from bot.desk.inbound import LARGEST_FILE
from bot.rules.permissions import Permission, may
from knowledge.queries import drafts, inbox
from knowledge.queries.actions import waiting_count
from knowledge.queries.canned import canned_for
from knowledge.queries.conversations import has_conversations
from knowledge.queries.inbox import Place, Queue, Standpoint
from knowledge.queries.inbox_rows import InboxRow
from knowledge.queries.staff import all_staff
from knowledge.store import Unit

#: Counting ten thousand takes a moment, so it is done at most so often.
_COUNTS_EVERY = timedelta(seconds=2)


class InboxRoom(Room, component="inbox.js"):
    """One open inbox: which queue it shows, which conversation it has open."""

    def __init__(self, reader: Reader, first: Json, people: Sequence[Json]) -> None:
        super().__init__(reader, "inbox", first=first, people=people)
        self.queue = Queue(first["queue"])
        self.shown: int | None = None
        self._turn = 0
        self._counted = datetime.min.replace(tzinfo=reader.parts.console.settings.zone)
        self._answers = InboxAnswers(self)

    def answers(self) -> Mapping[str, Answer]:
        own = {
            "queue": Answer(self.show_queue),
            "open": Answer(self.open, Permission.VIEW_PERSONAL_DATA),
            "close": Answer(self.close),
        }
        return own | self._answers.offered() | SearchAnswers(self).offered()

    async def show_queue(self, given: Given) -> None:
        """A queue's first rows, or those that follow a place."""
        self.queue = _queue(given)
        after = _place(given.get("after"))
        async with self.reader.parts.console.store.reading() as unit:
            shown = await page_of(unit, self.reader, self.queue, after)
        await self.reader.tell("queue", more=after is not None, **shown)

    async def open(self, given: Given) -> None:
        """A conversation; that it was looked at is written down.

        One that was asked for before the one that is open stays closed, however late it comes.
        """
        wanted, turn = number(given, "id"), number(given, "turn")
        if turn < self._turn:
            return
        self._turn = turn
        reader, console = self.reader, self.reader.parts.console
        async with console.store.writing() as unit:
            shown = await self._told(unit, wanted)
            draft = await drafts.read(unit, reader.staff.key, wanted)
            reader.record(unit, "view_conversation", f"conversation:{wanted}")
        self.shown = wanted
        await self._look(wanted)
        await reader.tell("talk", talk=shown | {"draft": draft}, others=self._others(wanted))

    async def close(self, given: Given) -> None:
        """No conversation is open any more."""
        del given
        self.shown = None
        await self._look(None)

    async def again(self) -> None:
        """The open conversation as it is now, without what is being written."""
        if self.shown is None:
            return
        async with self.reader.parts.console.store.reading() as unit:
            shown = await self._told(unit, self.shown)
        await self.reader.tell("talk", talk=shown, others=self._others(self.shown))

    async def changed(self, ids: frozenset[int]) -> None:
        """What changed in the records, as far as this page shows it."""
        seen = standpoint(self.reader)
        async with self.reader.parts.console.store.reading() as unit:
            rows = {one: await inbox.row_of(unit, one) for one in sorted(ids)}
            counts = await self._counts(unit, seen)
        here = [
            told_row(row)
            for row in rows.values()
            if row is not None and self.queue in inbox.queues_of(row, seen)
        ]
        stay = {one["id"] for one in here}
        gone = [one for one in ids if one not in stay]
        await self.reader.tell("rows", queue=self.queue, rows=here, gone=gone, counts=counts)
        if self.shown in ids:
            await self.again()

    async def leave(self) -> None:
        """The page is closed."""
        self.shown = None
        await self._look(None)

    async def _told(self, unit: Unit, conversation_id: int) -> Json:
        reader, console = self.reader, self.reader.parts.console
        teller = await teller_for(unit, reader.language, console.now(), console.settings.zone)
        ledger = await console.approvals.ledger(unit, conversation_id, reader.language)
        whole = await talk.whole(unit, conversation_id, teller, ledger)
        return whole | {"messages": await messages(unit, conversation_id, teller)}

    async def _look(self, conversation_id: int | None) -> None:
        present, key = self.reader.parts.present, self.reader.client.id
        changed = present.look(key, self.reader.staff.key, conversation_id)
        await self.reader.parts.news.company_changed(changed, self)

    def _others(self, conversation_id: int) -> list[int]:
        return sorted(self.reader.parts.present.others(conversation_id, self.reader.staff.key))

    async def company(self, conversation_id: int) -> None:
        """Somebody came to a conversation, or left it."""
        if conversation_id == self.shown:
            await self.reader.tell("company", others=self._others(conversation_id))

    async def _counts(self, unit: Unit, seen: Standpoint) -> Json | None:
        if seen.now - self._counted < _COUNTS_EVERY:
            return None
        self._counted = seen.now
        return await counts_of(unit, seen)


async def inbox_page(request: Request) -> None:
    """The page at the console's door."""
    reader = Reader.of(request, "nav_inbox")
    dressed(reader.base)
    seen = standpoint(reader)
    async with reader.parts.console.store.reading() as unit:
        counts = await inbox.counts(unit, seen)
        first = Queue.MINE if counts.mine else Queue.UNASSIGNED
        shown = await page_of(unit, reader, first)
        ready: Json = {
            "intents": choices(reader.language),
            "largest": LARGEST_FILE,
            "canned": [
                {"id": one.key, "title": one.title, "language": one.language}
                for one in await canned_for(unit, reader.staff.key)
            ],
        }
        people = [
            {"id": one.key, "name": one.name or one.username}
            for one in await all_staff(unit)
            if one.active
        ]
        alone = len(people) == 1 and may(reader.staff.role, Permission.MANAGE_STAFF)
        ready["is_new"] = alone and not await has_conversations(unit)
    room = InboxRoom(reader, shown | ready, people)
    stop = reader.parts.news.read(room)

    async def left() -> None:
        stop()
        await room.leave()

    reader.client.on_delete(left)


def register() -> None:
    """Have NiceGUI serve the page."""
    ui.page("/")(inbox_page)


def standpoint(reader: Reader) -> Standpoint:
    """Whose inbox it is, now."""
    console = reader.parts.console
    now = console.now()
    return Standpoint(reader.staff.key, now, now - console.too_long)


async def page_of(unit: Unit, reader: Reader, queue: Queue, after: Place | None = None) -> Json:
    """Rows of a queue with every queue's count."""
    seen = standpoint(reader)
    found = await inbox.page(unit, queue, seen, after)
    following = found.following
    return {
        "queue": queue.value,
        "rows": [told_row(row) for row in found.rows],
        "following": following and [milliseconds(following.at), following.handover_id],
        "counts": await counts_of(unit, seen),
    }


async def counts_of(unit: Unit, seen: Standpoint) -> Json:
    """How many there are in each queue, and how many actions wait for staff."""
    counted = await inbox.counts(unit, seen)
    queues = {queue.value: counted.of(queue) for queue in Queue}
    return queues | {"approvals": await waiting_count(unit)}


def told_row(row: InboxRow) -> Json:
    """A row as the page shows it."""
    return {
        "id": row.conversation_id,
        "name": row.name or f"#{row.account_id}",
        "known": row.is_known,
        "channel": row.channel.value,
        "language": row.language,
        "reason": row.reason.value,
        "mood": row.mood or "",
        "taken_by": row.taken_by,
        "since": milliseconds(row.waits_since),
        "snoozed": milliseconds(row.snoozed_until),
        "words": row.last_words,
        "by": row.last_by.value if row.last_by else "",
        "unread": row.is_unread,
    }


def _queue(given: Given) -> Queue:
    try:
        return Queue(str(given.get("queue")))
    except ValueError:
        raise Unusable("error_unusable") from None


def _place(given: object) -> Place | None:
    """Where a queue goes on: `[milliseconds or null, handover]`."""
    if given is None:
        return None
    match given:
        case [int() | None as at, int(key)]:
            return Place(None if at is None else _moment(at), key)
    raise Unusable("error_unusable")


def _moment(at: int) -> datetime:
    try:
        return datetime.fromtimestamp(at / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        raise Unusable("error_unusable") from None
