"""The database: its engine and the unit of work.

A unit is a transaction. `reading()` sees one snapshot and writes nothing; `writing()`
commits once at its end, or rolls everything back if an error leaves it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.dialects import registry
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from knowledge import message_index, sqlite
from knowledge.errors import StoreUnavailable

#: The unit of work: a session bound to one transaction.
Unit = AsyncSession


def async_url(url: str) -> str:
    """The URL with the async driver that Xiaoer uses: `knowledge.sqlite` or psycopg 3."""
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+inloop", "postgresql": "postgresql+psycopg"}
    family = parsed.get_backend_name()
    if family not in drivers:
        raise StoreUnavailable(
            f"The database '{family}' is not supported; use sqlite or postgresql."
        )
    return parsed.set(drivername=drivers[family]).render_as_string(hide_password=False)


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that later writes fails at once with SQLITE_BUSY when another
    # wrote in between (https://sqlite.org/lang_transaction.html); IMMEDIATE waits instead.
    writes = connection.get_execution_options().get("xiaoer_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _lock_timeout(error: DBAPIError) -> bool:
    return isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig)


async def take_turn(unit: Unit, lock: int) -> None:
    """Let no other unit with this lock run until this one ends.

    For what looks before it writes: two at once would both find nothing. SQLite has one writer
    anyway.

    Args:
        lock: any number, as long as nothing else uses it.
    """
    if unit.get_bind().dialect.name == "postgresql":
        connection = await unit.connection()
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock})


class Store:
    """The shop's database.

    Args:
        url: `sqlite:///path` or `postgresql://…`.
        pool_size: connections kept open.
    """

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        registry.register("sqlite.inloop", sqlite.__name__, sqlite.InLoopSqlite.__name__)
        message_index.keep_in_step()
        self.url = async_url(url)
        self.is_sqlite = self.url.startswith("sqlite")
        # A statement that fails is logged without its values: they are customers' words.
        options: dict[str, Any] = {
            "pool_size": pool_size,
            "max_overflow": 8,
            "hide_parameters": True,
        }
        self.engine: AsyncEngine = create_async_engine(self.url, **options)
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", sqlite.prepare)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        # PostgreSQL's default shows each statement a newer state; a reading unit sees one.
        self._reading_engine = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )
        self._writing_engine = self.engine.execution_options(xiaoer_writes=True)
        # SQLite has one writer. Waiting here is fair and prompt; the lock on the file
        # is tried for again and again.
        self._turn = asyncio.Lock() if self.is_sqlite else nullcontext()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        """A unit that sees one snapshot of the records and must not write.

        Raises:
            StoreUnavailable: the database cannot be opened.
        """
        async with self._session(self._reading_engine) as unit:
            yield unit

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Unit]:
        """A unit that commits once, at its end.

        Raises:
            StoreUnavailable: the database cannot be opened or stayed locked.
        """
        async with self._turn, self._session(self._writing_engine) as unit:
            yield unit
            await unit.commit()

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[Unit]:
        try:
            # On SQLite a whole unit may pass without the loop's turn: others have theirs here.
            await asyncio.sleep(0)
            unit = AsyncSession(engine, expire_on_commit=False)
            # Not `async with unit`: it closes in a task of its own, which a loop that ends at
            # that moment cancels before it has begun; the connection would be lost.
            try:
                yield unit
            finally:
                await unit.close()
        except OperationalError as error:
            if _lock_timeout(error):
                raise StoreUnavailable(
                    f"The database stayed locked for {sqlite.BUSY_MS // 1000} s; "
                    "another program is writing to it."
                ) from error
            raise StoreUnavailable(f"The database cannot be used: {error.orig}.") from error

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
