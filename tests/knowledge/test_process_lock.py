"""One process on a database holds a lock; whoever comes next has it when that one is gone."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from knowledge import process_lock as locks
from knowledge.errors import StoreUnavailable
from knowledge.process_lock import process_lock
from knowledge.store import Store

_HOLD = """
import asyncio, sys
from knowledge.process_lock import process_lock
from knowledge.store import Store

async def hold():
    print(await process_lock(Store(sys.argv[1]), "outbox-mail").take(), flush=True)
    await asyncio.sleep(60)

asyncio.run(hold())
"""


async def test_one_holds_it_at_a_time_and_others_have_it_when_it_is_given_back(
    any_store: Store,
) -> None:
    other_store = Store(any_store.url)
    try:
        one, other = (
            process_lock(any_store, "outbox-mail"),
            process_lock(other_store, "outbox-mail"),
        )
        another_name = process_lock(other_store, "outbox-telegram")
        assert [await one.take(), await one.take(), await other.take()] == [True, True, False]
        assert await another_name.take()
        await other.give_back()
        assert not await other.take()
        await one.give_back()
        assert await other.take() and not await one.take()
        await other.give_back()
        await another_name.give_back()
    finally:
        await other_store.close()


async def test_a_killed_process_holds_nothing(any_store: Store) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, any_store.url], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "True\n"
        lock = process_lock(any_store, "outbox-mail")
        assert not await lock.take()
    finally:
        holder.kill()
        holder.communicate()
    # The server ends the session as soon as it comes to see that its connection is gone.
    async with asyncio.timeout(30):
        while not await lock.take():
            await asyncio.sleep(0.05)
    await lock.give_back()


async def test_a_lock_whose_session_the_server_ended_is_lost_to_whoever_asks_next(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    if any_store.is_sqlite:
        pytest.skip("A file has no sessions.")
    monkeypatch.setattr(locks, "BELIEVED_S", 0.0)
    one, other = process_lock(any_store, "outbox-mail"), process_lock(any_store, "outbox-mail")
    assert await one.take()
    url = make_url(any_store.url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as admin:
        ended = (
            "SELECT pg_terminate_backend(pid, 30000) FROM pg_locks"
            " WHERE locktype = 'advisory' AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert admin.execute(ended).fetchall() == [(True,)]
    assert await other.take()
    assert not await one.take()
    await other.give_back()
    assert await one.take()
    await one.give_back()


async def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/gone/shop.sqlite3")
    with pytest.raises(StoreUnavailable, match="outbox-mail"):
        await process_lock(store, "outbox-mail").take()


async def test_a_database_in_memory_has_one_process() -> None:
    assert await process_lock(Store("sqlite://"), "outbox-mail").take()
