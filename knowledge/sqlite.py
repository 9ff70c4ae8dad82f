"""SQLite for SQLAlchemy's asyncio, called on the event loop itself.

The usual driver for asyncio gives each connection a thread and each step of a statement a trip
to it and back. The desk's statements are looked up by an index and take some ten microseconds;
the trips take twenty times that (decision 0003 has the figures). Here the standard
library's `sqlite3` is called in place, so that the loop waits only while SQLite works.

The one thing that may take long is another process's write lock. SQLite's own busy handler
would sleep and hold the loop, so it is switched off: whoever meets the lock tries again, and
the loop goes on between the tries.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import ConnectArgsType, DBAPIConnection
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_only

#: How long a statement waits for another process's write lock, milliseconds.
BUSY_MS = 10_000
#: The pauses between two tries for the lock, seconds: the first, and the longest.
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.001, 0.05


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """SQLAlchemy's asyncio asks every cursor to do this; there is no thread to be let go."""


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


class InLoopSqlite(SQLiteDialect_pysqlite):
    """The dialect of `sqlite+inloop://`: SQLAlchemy's own for SQLite, awaitable."""

    driver = "inloop"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def get_driver_connection(self, connection: DBAPIConnection) -> Any:
        return connection

    def create_connect_args(self, url: URL) -> ConnectArgsType:
        given, named = super().create_connect_args(url)
        # One loop at a time uses a connection, but tests open one loop after another.
        return given, {**named, "factory": _Connection, "check_same_thread": False}

    def do_execute(
        self, cursor: Any, statement: str, parameters: Any, context: object = None
    ) -> None:
        await_only(_unlocked(cursor.execute, statement, parameters))

    def do_executemany(
        self, cursor: Any, statement: str, parameters: Any, context: object = None
    ) -> None:
        await_only(_unlocked(cursor.executemany, statement, parameters))


async def _unlocked(call: Callable[..., object], *given: object) -> None:
    """Run a statement, again and again while another process holds the database.

    SQLITE_BUSY says that the statement has done nothing
    (https://sqlite.org/rescode.html#busy).

    Raises:
        sqlite3.OperationalError: it is still locked after `BUSY_MS`, or something else is wrong.
    """
    until, pause = time.monotonic() + BUSY_MS / 1000, _FIRST_PAUSE_S
    while not _ran(call, given, until):
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)


def _ran(call: Callable[..., object], given: Sequence[object], until: float) -> bool:
    """Whether the statement ran; False where it was locked out and may try again."""
    try:
        call(*given)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
            raise
        return False
    return True


def prepare(connection: Any, _record: object) -> None:
    """Make a new connection the desk's (SQLAlchemy's `connect` event)."""
    # The driver's own BEGIN handling is switched off: `begin` says which kind.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_MS}",  # while it opens: switching to WAL needs the file for itself
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-32000",
        "temp_store=MEMORY",
        "busy_timeout=0",
    ):
        connection.execute(f"PRAGMA {pragma}")
