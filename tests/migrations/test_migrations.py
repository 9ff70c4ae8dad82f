"""Migrations build exactly what the records describe, on both databases."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection
from sqlalchemy.sql.schema import SchemaItem

from knowledge.records import metadata
from knowledge.store import Store
from migrations.apply import config, current, head
from tests.supply.shop import add_sku, add_supplier
from tests.supply.waiting import add_purchase


def _ours(item: SchemaItem, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    return not (name is not None and "_search" in name)


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"include_object": _ours, "compare_type": True}
    )
    return list(compare_metadata(context, metadata))


async def test_the_migrated_tables_agree_with_the_records(any_store: Store) -> None:
    async with any_store.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_a_migrated_database_is_at_the_newest_revision(any_store: Store) -> None:
    assert await current(any_store.engine) == head()


async def test_migrations_can_be_undone_and_applied_again(any_store: Store) -> None:
    def there_and_back(connection: Connection) -> None:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "base")
        command.upgrade(made, "head")

    async with any_store.engine.begin() as connection:
        await connection.run_sync(there_and_back)
    async with any_store.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_several_open_orders_of_an_item_are_not_forgotten_by_going_back(
    any_store: Store,
) -> None:
    supplier, sku = await add_supplier(any_store), await add_sku(any_store)
    for number in ("A", "B"):
        await add_purchase(any_store, supplier, (sku, 5), number=number)

    def back(connection: Connection) -> None:
        made = config()
        made.attributes["connection"] = connection
        command.downgrade(made, "0009")

    with pytest.raises(RuntimeError, match="more than one open purchase order: 1"):
        async with any_store.engine.begin() as connection:
            await connection.run_sync(back)
    assert await current(any_store.engine) == head()
