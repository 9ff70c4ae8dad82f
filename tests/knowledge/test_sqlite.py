"""SQLite on the event loop: what happens while another program holds the file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence

import pytest
from sqlmodel import select

import knowledge.sqlite
from knowledge.errors import StoreUnavailable
from knowledge.records import Customer
from knowledge.store import Store


@pytest.fixture
async def other(store: Store) -> AsyncIterator[sqlite3.Connection]:
    """Another program that holds the write lock."""
    await customers(store)  # the store has opened the file before
    file = store.engine.url.database
    assert file is not None
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


async def customers(store: Store) -> Sequence[Customer]:
    async with store.reading() as unit:
        return (await unit.exec(select(Customer))).all()


async def add_a_customer(store: Store) -> None:
    async with store.writing() as unit:
        unit.add(Customer(reference="C1", name="林"))


async def test_the_loop_goes_on_while_a_unit_waits_for_the_lock(
    store: Store, other: sqlite3.Connection
) -> None:
    writing = asyncio.create_task(add_a_customer(store))
    for _ in range(20):
        await asyncio.sleep(0.005)
        assert await customers(store) == []
    assert not writing.done()
    other.execute("ROLLBACK")
    await writing
    assert len(await customers(store)) == 1


async def test_a_unit_cancelled_while_it_waits_leaves_nothing_behind(
    store: Store, other: sqlite3.Connection
) -> None:
    writing = asyncio.create_task(add_a_customer(store))
    await asyncio.sleep(0.02)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    other.execute("ROLLBACK")
    await add_a_customer(store)
    assert len(await customers(store)) == 1


async def test_another_error_is_not_waited_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge.sqlite, "BUSY_MS", 60_000)
    with pytest.raises(StoreUnavailable, match="no such table"):
        async with asyncio.timeout(5), store.reading() as unit:
            await (await unit.connection()).exec_driver_sql("SELECT * FROM nowhere")


@pytest.mark.parametrize("turns", range(1, 9))
def test_a_loop_that_ends_amid_a_unit_loses_no_connection(sqlite_url: str, turns: int) -> None:
    async def end_amid_units() -> Store:
        store = Store(sqlite_url)

        async def go_on() -> None:
            while True:
                await customers(store)

        busy = asyncio.create_task(go_on())
        for _ in range(turns):
            await asyncio.sleep(0)
        assert not busy.done()
        return store

    store = asyncio.run(end_amid_units())

    checked_out = store.engine.pool.status().rpartition(": ")[2]
    assert checked_out == "0"
    asyncio.run(store.close())
