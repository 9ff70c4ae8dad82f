"""A database from a newer version is left alone."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.commands.shop import migrate
from knowledge.errors import SchemaOutdated
from knowledge.store import Store


async def test_a_database_of_a_newer_version_is_refused_in_one_sentence(store: Store) -> None:
    async with store.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaOutdated, match="9999"):
        await migrate(store)
