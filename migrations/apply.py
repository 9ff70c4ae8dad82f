"""Bring a database up to this code's tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

HERE = Path(__file__).parent


def config() -> Config:
    """Alembic's configuration, without a file: the scripts beside this module."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    return made


def head() -> str:
    """The newest revision this code knows."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


def known() -> frozenset[str]:
    """Every revision this code knows."""
    walked = ScriptDirectory.from_config(config()).walk_revisions()
    return frozenset(script.revision for script in walked)


def upgrade_connection(connection: Connection) -> None:
    """Apply every missing migration inside the connection's transaction."""
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")


async def upgrade(engine: AsyncEngine) -> None:
    """Apply every missing migration, from an empty database too."""
    async with engine.begin() as connection:
        await connection.run_sync(upgrade_connection)


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


async def current(engine: AsyncEngine) -> str | None:
    """The database's revision, None when it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(_current)
