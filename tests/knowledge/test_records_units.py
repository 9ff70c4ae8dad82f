"""A unit of work is all or nothing, and says so when the database cannot be had."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import col, func, select

import knowledge.sqlite
from knowledge.errors import StoreUnavailable
from knowledge.records import Customer
from knowledge.store import Store, async_url


async def count(store: Store) -> int:
    async with store.reading() as unit:
        return (await unit.exec(select(func.count(col(Customer.id))))).one()


async def test_an_error_in_a_unit_undoes_all_of_it(any_store: Store) -> None:
    with pytest.raises(RuntimeError):
        async with any_store.writing() as unit:
            unit.add(Customer(reference="C1", name="林"))
            await unit.flush()
            raise RuntimeError
    assert await count(any_store) == 0


async def test_a_unit_commits_once_at_its_end(any_store: Store) -> None:
    commits: list[object] = []
    event.listen(any_store.engine.sync_engine, "commit", commits.append)
    async with any_store.writing() as unit:
        for number in range(3):
            unit.add(Customer(reference=f"C{number}", name="林"))
            await unit.flush()
        assert not commits
    assert len(commits) == 1
    assert await count(any_store) == 3


async def test_what_is_only_read_is_not_committed(any_store: Store) -> None:
    commits: list[object] = []
    event.listen(any_store.engine.sync_engine, "commit", commits.append)
    async with any_store.reading() as unit:
        unit.add(Customer(reference="C1", name="林"))
        await unit.flush()
    assert not commits
    assert await count(any_store) == 0


async def test_a_record_can_be_read_after_its_unit_has_ended(any_store: Store) -> None:
    async with any_store.writing() as unit:
        customer = Customer(reference="C1", name="林")
        unit.add(customer)
    assert customer.key
    assert customer.name == "林"


async def test_units_that_write_at_the_same_time_all_succeed(any_store: Store) -> None:
    async def write(number: int) -> None:
        async with any_store.writing() as unit:
            unit.add(Customer(reference=f"C{number}", name="林"))

    await asyncio.gather(*(write(number) for number in range(20)))
    assert await count(any_store) == 20


async def test_reading_goes_on_while_another_unit_writes(any_store: Store) -> None:
    async with any_store.writing() as unit:
        unit.add(Customer(reference="C1", name="林"))
        await unit.flush()
        assert await count(any_store) == 0
    assert await count(any_store) == 1


async def test_a_database_locked_by_another_program_is_unavailable(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge.sqlite, "BUSY_MS", 50)
    store = Store(sqlite_url)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreUnavailable, match="locked"):
            async with store.writing() as unit:
                unit.add(Customer(reference="C1", name="林"))
        other.execute("ROLLBACK")
        async with store.writing() as unit:
            unit.add(Customer(reference="C1", name="林"))
        assert await count(store) == 1
    finally:
        other.close()
        await store.close()


async def test_a_database_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/nowhere/shop.sqlite3")
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        async with store.reading() as unit:
            await unit.exec(select(Customer))
    await store.close()


def test_only_sqlite_and_postgresql_are_supported() -> None:
    assert async_url("postgresql://u:p@h/d") == "postgresql+psycopg://u:p@h/d"
    with pytest.raises(StoreUnavailable, match="mysql"):
        async_url("mysql://h/d")
