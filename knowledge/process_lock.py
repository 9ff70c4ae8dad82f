"""A lock that one process on a database holds, until it gives it back or ends, however it ends.

On PostgreSQL it is an advisory lock of a session of its own; the server gives it back when the
session's connection is gone
(https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS). On SQLite it is
the exclusive lock of an empty database beside the shop's, which the system gives back with the
process (https://sqlite.org/lockingv3.html). A database in memory has one process.

    lock = process_lock(store, "outbox-mail")
    await lock.take()  # True; False in every other process, until this one ends
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from knowledge.errors import StoreUnavailable
from knowledge.store import Store

#: For so long a session that held its lock is believed to hold it still, seconds.
BELIEVED_S = 1.0
#: A machine that vanishes without a word is found out after 60 seconds, not after the two hours
#: that systems wait by default; over a Unix socket the settings do nothing.
_KEEPALIVES = ("idle = 30", "interval = 10", "count = 3")


class ProcessLock(Protocol):
    """Taken and given back by one task of one process."""

    async def take(self) -> bool:
        """Whether this process holds the lock, which it takes where nobody else has it.

        Raises:
            StoreUnavailable: it cannot be known now; then it counts as not held.
        """
        ...

    async def give_back(self) -> None:
        """Let others take it. Without it in hand this does nothing."""
        ...


def process_lock(store: Store, name: str) -> ProcessLock:
    """The lock of this name on the store's database; `name` is plain letters and hyphens."""
    if not store.is_sqlite:
        return _SessionLock(store.engine, name)
    path = make_url(store.url).database
    if not path or path == ":memory:" or path.startswith("file:"):
        return _NoLock()
    return _FileLock(Path(f"{path}-{name}"))


class _NoLock:
    async def take(self) -> bool:
        return True

    async def give_back(self) -> None:
        pass


class _FileLock:
    """SQLite's own lock on a file, since it works wherever the shop's database does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: sqlite3.Connection | None = None

    async def take(self) -> bool:
        if self._held is not None:
            return True
        try:
            connection = sqlite3.connect(
                self._path, timeout=0, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{self._path} cannot be opened: {error}.") from error
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            connection.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise StoreUnavailable(f"{self._path} cannot be locked: {error}.") from error
        self._held = connection
        return True

    async def give_back(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


class _SessionLock:
    """An advisory lock; every database of a server has its own."""

    def __init__(self, engine: AsyncEngine, name: str) -> None:
        self._engine = engine
        digest = hashlib.sha256(f"xiaoer {name}".encode()).digest()
        self._key = int.from_bytes(digest[:8], signed=True)
        self._held: AsyncConnection | None = None
        self._sure_until = 0.0

    async def take(self) -> bool:
        if self._held is not None and time.monotonic() < self._sure_until:
            return True
        try:
            held = await self._still_held() or await self._taken()
        except DBAPIError as error:
            raise StoreUnavailable(f"The database cannot be used: {error.orig}.") from error
        self._sure_until = time.monotonic() + BELIEVED_S
        return held

    async def give_back(self) -> None:
        connection, self._held = self._held, None
        if connection is None:
            return
        try:
            # The server comes to see that a connection is gone only some time after it went.
            await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": self._key})
        except DBAPIError:
            pass  # The session is gone, and its lock with it.
        finally:
            await _end(connection)

    async def _still_held(self) -> bool:
        """Whether the session is alive; with it the lock would have gone."""
        if self._held is None:
            return False
        try:
            await self._held.execute(text("SELECT 1"))
        except DBAPIError:
            connection, self._held = self._held, None
            await _end(connection)
            return False
        return True

    async def _taken(self) -> bool:
        connection = await self._engine.connect()
        try:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            found = await connection.execute(
                text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}
            )
            if not found.scalar_one():
                await connection.close()
                return False
            for setting in _KEEPALIVES:
                await connection.execute(text(f"SET tcp_keepalives_{setting}"))
        except BaseException:
            # Cancelled halfway, the session may have the lock: it must not go back to the pool.
            await _end(connection)
            raise
        self._held = connection
        return True


async def _end(connection: AsyncConnection) -> None:
    """End a session, and its locks with it."""
    await connection.invalidate()
    await connection.close()
