"""The inbox's queues, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from knowledge.queries import inbox
from knowledge.queries.inbox import Page, Place, Queue, Standpoint
from knowledge.queries.inbox_rows import InboxRow
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    Handover,
    HandoverReason,
    Message,
    MessageKind,
    Role,
    Staff,
)
from knowledge.store import Store

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ME, COLLEAGUE = 1, 2
SEEN = Standpoint(ME, NOW, NOW - timedelta(minutes=10))


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest_asyncio.fixture
async def room(any_store: Store) -> Store:
    """A store with two of staff."""
    async with any_store.writing() as unit:
        for name in ("me", "colleague"):
            unit.add(Staff(username=name, password_hash="-", role=Role.AGENT))
            await unit.flush()
    return any_store


async def held(
    store: Store,
    name: str,
    *,
    waits: datetime | None = None,
    by: int | None = None,
    snoozed: datetime | None = None,
    resolved: datetime | None = None,
) -> int:
    """A conversation in staff's hands, of an account of that name; its id."""
    async with store.writing() as unit:
        account = ChannelAccount(channel=Channel.WEB, external_id=name, display_name=name)
        unit.add(account)
        await unit.flush()
        conversation = Conversation(
            account_id=account.key, state=ConversationState.WITH_STAFF, last_message_at=ago(1)
        )
        unit.add(conversation)
        await unit.flush()
        handover = Handover(
            conversation_id=conversation.key,
            reason=HandoverReason.ASKED,
            taken_by=by,
            waits_since=waits,
            snoozed_until=snoozed,
            resolved_at=resolved,
        )
        unit.add(handover)
        return conversation.key


async def names(store: Store, queue: Queue, seen: Standpoint = SEEN) -> list[str]:
    async with store.reading() as unit:
        return [row.name for row in (await inbox.page(unit, queue, seen)).rows]


async def row(store: Store, conversation_id: int) -> InboxRow:
    async with store.reading() as unit:
        found = await inbox.row_of(unit, conversation_id)
    assert found is not None
    return found


async def many_kinds(store: Store) -> None:
    """One conversation or two of every kind."""
    later = NOW + timedelta(hours=1)
    await held(store, "mine", waits=ago(5), by=ME)
    await held(store, "mine, answered", by=ME)
    await held(store, "mine, long", waits=ago(30), by=ME)
    await held(store, "colleague's", waits=ago(20), by=COLLEAGUE)
    await held(store, "nobody's", waits=ago(40))
    await held(store, "put off", waits=ago(50), by=ME, snoozed=later)
    await held(store, "put off for longer", by=COLLEAGUE, snoozed=later + timedelta(hours=1))
    await held(store, "back again", waits=ago(8), snoozed=ago(0))
    await held(store, "over", resolved=ago(1), by=ME)


QUEUES = {
    Queue.MINE: ["mine, long", "mine", "mine, answered"],
    Queue.UNASSIGNED: ["nobody's", "back again"],
    Queue.ALL: ["nobody's", "mine, long", "colleague's", "back again", "mine", "mine, answered"],
    Queue.TOO_LONG: ["nobody's", "mine, long", "colleague's"],
    Queue.WAITING_FOR_CUSTOMER: ["mine, answered"],
    Queue.SNOOZED: ["put off", "put off for longer"],
}


async def test_every_queue_has_its_own_longest_waiting_first(room: Store) -> None:
    await many_kinds(room)
    assert {queue: await names(room, queue) for queue in Queue} == QUEUES


async def test_the_queues_are_counted_at_once(room: Store) -> None:
    await many_kinds(room)
    async with room.reading() as unit:
        counted = await inbox.counts(unit, SEEN)
    assert {queue: counted.of(queue) for queue in Queue} == {
        queue: len(shown) for queue, shown in QUEUES.items()
    }


async def test_an_empty_inbox_counts_nothing(room: Store) -> None:
    async with room.reading() as unit:
        assert await inbox.counts(unit, SEEN) == inbox.Counts(0, 0, 0, 0, 0, 0)
        assert await inbox.page(unit, Queue.ALL, SEEN) == Page([], None)


async def test_a_row_knows_the_queues_that_it_stands_in(room: Store) -> None:
    await many_kinds(room)
    async with room.reading() as unit:
        every = (await inbox.page(unit, Queue.ALL, SEEN)).rows
        every = [*every, *(await inbox.page(unit, Queue.SNOOZED, SEEN)).rows]
    stands = {one.name: inbox.queues_of(one, SEEN) for one in every}
    for queue, shown in QUEUES.items():
        assert {name for name, queues in stands.items() if queue in queues} == set(shown)


async def test_what_was_put_off_comes_back_when_its_time_has_come(room: Store) -> None:
    await held(room, "put off", waits=ago(3), snoozed=NOW + timedelta(minutes=1))
    assert await names(room, Queue.ALL) == []
    later = Standpoint(ME, NOW + timedelta(minutes=1), NOW)
    assert await names(room, Queue.ALL, later) == ["put off"]
    assert await names(room, Queue.SNOOZED, later) == []


@pytest.mark.parametrize("queue", [Queue.ALL, Queue.UNASSIGNED, Queue.SNOOZED, Queue.TOO_LONG])
async def test_pages_follow_one_another_without_a_gap_or_a_repeat(
    room: Store, queue: Queue
) -> None:
    later = NOW + timedelta(hours=1)
    for number in range(7):
        # Several wait since the same moment, and some do not wait.
        waits = None if number > 4 and queue is not Queue.TOO_LONG else ago(60 - number // 2)
        snoozed = later if queue is Queue.SNOOZED else None
        await held(room, str(number), waits=waits, snoozed=snoozed)
    shown: list[str] = []
    after: Place | None = None
    async with room.reading() as unit:
        for _ in range(4):
            page = await inbox.page(unit, queue, SEEN, after, limit=2)
            shown += [one.name for one in page.rows]
            after = page.following
    assert after is None
    assert shown == list("0123456")


async def test_a_row_shows_who_it_is_and_what_was_said_last(room: Store) -> None:
    conversation = await held(room, "anna", waits=ago(3), by=COLLEAGUE)
    async with room.writing() as unit:
        customer = Customer(reference="C1", name="安娜")
        unit.add(customer)
        await unit.flush()
        account = await unit.get(ChannelAccount, 1)
        assert account is not None
        account.customer_id, account.language = customer.key, "en"
        for author, text, mood in (
            (Author.CUSTOMER, "怎么还没到！", "angry"),
            (Author.STAFF, "您好", None),
            (Author.CUSTOMER, "好" * 200, None),
        ):
            said = Message(
                conversation_id=conversation,
                author=author,
                channel=Channel.WEB,
                text=text,
                mood=mood,
            )
            unit.add(said)
            await unit.flush()
    shown = await row(room, conversation)
    assert (shown.name, shown.is_known, shown.language, shown.mood) == ("安娜", True, "en", "angry")
    assert (shown.last_words, shown.last_by) == ("好" * 120, Author.CUSTOMER)
    assert (shown.channel, shown.reason) == (Channel.WEB, HandoverReason.ASKED)
    assert (shown.taken_by, shown.waits_since) == (COLLEAGUE, ago(3))
    assert (shown.last_message_at, shown.last_message_id, shown.is_unread) == (ago(1), 3, True)


async def test_a_row_without_words_or_a_name_is_shown(room: Store) -> None:
    silent = await held(room, "silent")
    async with room.writing() as unit:
        account = await unit.get(ChannelAccount, 1)
        assert account is not None
        account.display_name = ""
    shown = await row(room, silent)
    assert (shown.name, shown.is_known, shown.language, shown.last_words) == ("", False, "zh", "")
    assert (shown.last_by, shown.last_kind, shown.mood, shown.is_unread) == (
        None,
        None,
        None,
        False,
    )
    async with room.writing() as unit:
        photo = Message(
            conversation_id=silent,
            author=Author.CUSTOMER,
            channel=Channel.WEB,
            kind=MessageKind.PHOTO,
        )
        unit.add(photo)
    assert (await row(room, silent)).last_kind is MessageKind.PHOTO


async def test_what_staff_do_not_hold_has_no_row(room: Store) -> None:
    over = await held(room, "over", resolved=ago(1))
    async with room.reading() as unit:
        assert await inbox.row_of(unit, over) is None
        assert await inbox.row_of(unit, 999) is None
