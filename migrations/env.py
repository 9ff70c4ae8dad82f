"""Alembic's environment: it is given a connection, or makes one from `sqlalchemy.url`."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import create_engine, pool
from sqlalchemy.engine import Connection
from sqlalchemy.sql.schema import SchemaItem
from sqlalchemy.types import String
from sqlmodel.sql.sqltypes import AutoString

from knowledge.records import metadata
from knowledge.records.base import EnumText, UtcDateTime


def _ours(
    item: SchemaItem, name: str | None, kind: str, reflected: bool, compare_to: SchemaItem | None
) -> bool:
    # The full-text index is a virtual table with shadow tables (SQLite) or an expression
    # index (PostgreSQL); SQLModel can describe neither.
    return not (name is not None and "_search" in name)


def _plain(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    # A migration must not change when our column types do, so it names SQLAlchemy's.
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, EnumText):
        return "sa.String(length=40)"
    if isinstance(item, AutoString | String):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=_ours,
        render_item=_plain,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    url = context.config.get_main_option("sqlalchemy.url")
    assert url is not None
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        migrate(connection)
    engine.dispose()


run()
