"""The full-text indexes of articles and products.

Revision 0002, after 0001. SQLite keeps each as an FTS5 table with the records as its
content (https://sqlite.org/fts5.html, 4.4.3), PostgreSQL as an expression index.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = ("article", "product")


def _forget(table: str) -> str:
    # How FTS5 removes a row of external content: the old text has to be given.
    return (
        f"INSERT INTO {table}_search({table}_search, rowid, terms) "
        "VALUES ('delete', old.id, old.terms);"
    )


def _remember(table: str) -> str:
    return f"INSERT INTO {table}_search(rowid, terms) VALUES (new.id, new.terms);"


def _sqlite(table: str) -> tuple[str, ...]:
    triggers = {
        "INSERT": _remember(table),
        "DELETE": _forget(table),
        "UPDATE": _forget(table) + " " + _remember(table),
    }
    return (
        f"CREATE VIRTUAL TABLE {table}_search USING fts5("
        f"terms, content='{table}', content_rowid='id', tokenize='unicode61')",
        *(
            f"CREATE TRIGGER {table}_search_{event.lower()} AFTER {event} ON {table} "
            f"BEGIN {body} END"
            for event, body in triggers.items()
        ),
    )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    for table in _TABLES:
        if _is_sqlite():
            for statement in _sqlite(table):
                op.execute(statement)
        else:
            op.execute(
                f"CREATE INDEX ix_{table}_search ON {table} "
                "USING gin (to_tsvector('simple', terms))"
            )


def downgrade() -> None:
    for table in _TABLES:
        if not _is_sqlite():
            op.execute(f"DROP INDEX ix_{table}_search")
            continue
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER {table}_search_{event}")
        op.execute(f"DROP TABLE {table}_search")
