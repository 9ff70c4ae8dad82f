"""Questions about the audit and about dead letters, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from knowledge.queries import dead_letters
from knowledge.queries.tables.audit import AuditFilter, audit_actions, audit_table
from knowledge.queries.tables.paging import Ask
from knowledge.records import AuditEntry, Channel, DeliveryState, OutboxItem, Role, Staff
from knowledge.store import Store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def written(store: Store) -> None:
    """Two people, five entries an hour apart."""
    done = [(1, "take", "conversation:5"), (1, "answer", "conversation:5"), (2, "take", "x_y:1")]
    async with store.writing() as unit:
        for name in ("ann", "bob"):
            unit.add(Staff(username=name, password_hash="-", role=Role.AGENT))
        await unit.flush()
        for hour, (who, action, subject) in enumerate([*done, *done[:1], (None, "demo", "shop")]):
            at = NOON + timedelta(hours=hour)
            unit.add(AuditEntry(staff_id=who, action=action, subject=subject, created_at=at))
            await unit.flush()


async def found(store: Store, **sought: object) -> list[list[int]]:
    """The entries by page, two a page."""
    wanted, pages = AuditFilter(**sought), list[list[int]]()  # type: ignore[arg-type]
    ask = Ask(limit=2)
    async with store.reading() as unit:
        while True:
            page = await audit_table(unit, ask, wanted)
            pages.append([one.id for one in page.rows])
            if not page.next:
                return pages
            ask = replace(ask, after=page.next)


async def test_entries_are_paged_newest_first(any_store: Store) -> None:
    await written(any_store)
    assert await found(any_store) == [[5, 4], [3, 2], [1]]


async def test_entries_are_sought_by_staff_action_subject_and_day(any_store: Store) -> None:
    await written(any_store)
    assert await found(any_store, staff_id=2) == [[3]]
    assert await found(any_store, action="answer") == [[2]]
    assert await found(any_store, staff_id=1, action="take") == [[4, 1]]
    assert await found(any_store, subject="conversation:5") == [[4, 2], [1]]
    assert await found(any_store, subject="conversation:") == [[]]
    assert await found(any_store, subject="SHOP") == [[5]]
    assert await found(any_store, subject="%") == [[]]
    assert await found(any_store, subject="x_") == [[3]]
    after = NOON + timedelta(hours=1)
    assert await found(any_store, since=after, until=after + timedelta(hours=2)) == [[3, 2]]
    async with any_store.reading() as unit:
        assert await audit_actions(unit) == ["answer", "demo", "take"]


async def test_dead_letters_are_paged_and_counted_by_kind(any_store: Store) -> None:
    async with any_store.writing() as unit:
        for channel, why in [("telegram", "a"), ("mail", "a"), ("telegram", "a"), ("telegram", "")]:
            item = OutboxItem(
                channel=Channel(channel),
                destination="1",
                text="hi",
                state=DeliveryState.DEAD,
                last_error=why,
            )
            unit.add(item)
            await unit.flush()
    async with any_store.reading() as unit:
        kinds = await dead_letters.dead_kinds(unit)
        alike = await dead_letters.dead_of_kind(unit, Channel.TELEGRAM, "a", 10)
        older = await dead_letters.dead_letters(unit, 2, before=4)
        assert await dead_letters.dead_letter(unit, 9) is None
    first = kinds[0]
    assert (first.channel, first.error, first.count) == (Channel.TELEGRAM, "a", 2)
    assert [one.item.key for one in alike] == [1, 3]
    assert [one.item.key for one in older] == [3, 2]


def test_nothing_is_left_of_an_erased_letter_and_a_photo_has_no_words() -> None:
    def letter(text: str, data: dict[str, object]) -> dead_letters.DeadLetter:
        item = OutboxItem(channel=Channel.WEB, destination="1", text=text, data=data)
        return dead_letters.DeadLetter(item, None)

    assert letter("", {}).is_erased and letter("", {"conversation_id": 1}).is_erased
    assert not letter("", {"photo": 1}).is_erased and not letter("hi", {}).is_erased
