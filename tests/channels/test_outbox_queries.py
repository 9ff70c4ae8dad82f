"""The outbox's questions, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from knowledge.queries import outbox as queries
from knowledge.queries.dead_letters import dead_letters
from knowledge.records import Channel, ChannelAccount, DeliveryState
from knowledge.store import Store
from tests.channels.conftest import item, queue

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


async def test_only_due_heads_of_the_channel_are_found_oldest_first(any_store: Store) -> None:
    await queue(any_store, "blocked", "later", next_attempt_at=LATER)
    await queue(any_store, "blocked", "behind it", next_attempt_at=NOW)
    second = await queue(any_store, "b", "first of b", next_attempt_at=NOW)
    await queue(any_store, "b", "second of b", next_attempt_at=NOW)
    third = await queue(any_store, "a", "first of a", next_attempt_at=NOW)
    await queue(any_store, "c", "mail", channel=Channel.MAIL, next_attempt_at=NOW)
    await queue(any_store, "d", "dead", state=DeliveryState.DEAD, next_attempt_at=NOW)
    async with any_store.reading() as unit:
        heads = await queries.due_heads(unit, Channel.TELEGRAM, NOW, 10)
        one = await queries.due_heads(unit, Channel.TELEGRAM, NOW, 1)
    assert [(head.item.key, head.is_last) for head in heads] == [(second, False), (third, True)]
    assert [head.item.key for head in one] == [second]


async def test_what_stands_behind_an_item_comes_in_order(any_store: Store) -> None:
    keys = [await queue(any_store, "a", f"{number}") for number in range(4)]
    await queue(any_store, "b", "other")
    async with any_store.reading() as unit:
        behind = await queries.queued_after(unit, Channel.TELEGRAM, "a", keys[0], 2)
    assert [found.key for found in behind] == keys[1:3]


async def test_attempts_are_recorded_together(any_store: Store) -> None:
    sent, failed, other = [await queue(any_store, "a", text) for text in "xyz"]
    async with any_store.writing() as unit:
        await queries.record_attempts(
            unit,
            [
                {"id": sent, "state": DeliveryState.SENT, "sent_at": NOW, "external_id": "1:2"},
                {"id": failed, "attempts": 3, "next_attempt_at": LATER},
            ],
        )
    done, again, untouched = [await item(any_store, key) for key in (sent, failed, other)]
    assert (done.state, done.sent_at, done.external_id) == (DeliveryState.SENT, NOW, "1:2")
    assert (again.state, again.attempts, again.next_attempt_at) == (
        DeliveryState.QUEUED,
        3,
        LATER,
    )
    assert (untouched.attempts, untouched.state) == (0, DeliveryState.QUEUED)


async def test_a_closed_destination_has_nothing_queued_and_an_unreachable_account(
    any_store: Store,
) -> None:
    async with any_store.writing() as unit:
        account = ChannelAccount(channel=Channel.TELEGRAM, external_id="a")
        unit.add(account)
    gone, other = await queue(any_store, "a", "x"), await queue(any_store, "b", "y")
    async with any_store.writing() as unit:
        await queries.close_destination(unit, Channel.TELEGRAM, "a", "blocked", NOW)
    closed = await item(any_store, gone)
    assert (closed.state, closed.last_error) == (DeliveryState.DEAD, "blocked")
    assert (await item(any_store, other)).state is DeliveryState.QUEUED
    async with any_store.reading() as unit:
        found = await unit.get(ChannelAccount, account.key)
    assert found is not None and found.unreachable_at == NOW


async def test_only_a_dead_item_is_revived(any_store: Store) -> None:
    dead = await queue(any_store, "a", "x", state=DeliveryState.DEAD, attempts=12)
    sent = await queue(any_store, "a", "y", state=DeliveryState.SENT)
    async with any_store.writing() as unit:
        assert [found.item.key for found in await dead_letters(unit, 10)] == [dead]
        assert await queries.revive_item(unit, dead, NOW)
        assert not await queries.revive_item(unit, sent, NOW)
    revived = await item(any_store, dead)
    assert (revived.state, revived.attempts, revived.next_attempt_at) == (
        DeliveryState.QUEUED,
        0,
        NOW,
    )


async def test_the_queue_is_read_through_its_partial_index(store: Store) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cu: object, statement: str, parameters: Any, *_: object) -> None:
        if "outbox_item" in statement:
            asked.append((statement, parameters))

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    async with store.writing() as unit:
        await queries.due_heads(unit, Channel.TELEGRAM, NOW, 10)
        await queries.queued_after(unit, Channel.TELEGRAM, "a", 0)
        await queries.close_destination(unit, Channel.TELEGRAM, "a", "gone", NOW)
        await dead_letters(unit, 10)
    event.remove(store.engine.sync_engine, "before_cursor_execute", note)
    async with store.engine.connect() as connection:
        for statement, parameters in asked:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plan = [str(row._mapping["detail"]) for row in rows.all()]
            assert any("ix_outbox_item_" in step for step in plan), f"{plan}: {statement}"
            assert "SCAN outbox_item" not in plan
