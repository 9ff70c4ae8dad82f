"""Search over all messages, and the indexes that the overview's figures are read through.

Revision 0007, after 0006. `message_search` has a row for each message with words in it:
SQLite an FTS5 table, PostgreSQL a table with a GIN index. What it holds is written by
`knowledge.message_index`; the triggers here take a row out whenever the message or its words
go, whoever takes them, so that erased words are never found. (A migration that makes the
table `message` anew, as Alembic's batches do on SQLite, has to make its triggers anew.)

FTS5 without content keeps no second copy of the terms, and can delete rows since SQLite 3.43
(https://sqlite.org/fts5.html, 4.4.2). An older SQLite gets the plain form. It answers and
is written to alike; a file made with the newer one cannot be opened by the older.
"""

from __future__ import annotations

import logging
import sqlite3

import sqlalchemy as sa
from alembic import op

from knowledge.terms import message_terms

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)

_AT_ONCE = 5_000
#: (name, table, columns, condition): what the figures of a day are found through.
_INDEXES = (
    ("ix_message_from_customer", "message", ["created_at"], "author = 'customer'"),
    ("ix_message_fallback", "message", ["created_at"], "fallback"),
    ("ix_handover_created", "handover", ["created_at"], None),
    ("ix_rating_created", "rating", ["created_at"], None),
    ("ix_action_created", "action", ["created_at"], None),
    ("ix_knowledge_gap_created", "knowledge_gap", ["created_at"], None),
)
_DELETE = "DELETE FROM message_search WHERE {key} = {row};"
#: (name, when, table, the column of the old row that names the message).
_TRIGGERS = (
    ("message_search_text", "UPDATE OF text", "message", "id"),
    ("message_search_gone", "DELETE", "message", "id"),
    ("message_search_edit_gone", "DELETE", "message_edit", "message_id"),
)


def upgrade() -> None:
    for name, table, columns, condition in _INDEXES:
        where = sa.text(condition) if condition else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    if _is_sqlite():
        form = ", content='', contentless_delete=1" if _deletes_contentless() else ""
        op.execute(
            "CREATE VIRTUAL TABLE message_search USING fts5("
            f"terms, detail=none, tokenize='unicode61'{form})"
        )
    else:
        op.execute("CREATE TABLE message_search (id integer PRIMARY KEY, terms tsvector NOT NULL)")
    _fill()
    if not _is_sqlite():
        op.execute("CREATE INDEX ix_message_search_terms ON message_search USING gin (terms)")
    _create_triggers()


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _deletes_contentless() -> bool:
    return sqlite3.sqlite_version_info >= (3, 43)


def _fill() -> None:
    """Index what was said before, some thousands of messages at a time."""
    last = op.get_bind().execute(sa.text("SELECT max(id) FROM message")).scalar() or 0
    after = 0
    while after < last:
        after = _fill_after(after)
        if after % (_AT_ONCE * 20) == 0 or after >= last:
            log.info("Messages indexed up to id %s of %s.", min(after, last), last)


def _fill_after(after: int) -> int:
    """Index the ids of the next batch; the last of them."""
    span = {"after": after, "upto": after + _AT_ONCE}
    said: dict[int, list[str]] = {}
    for query in (
        "SELECT id, text FROM message WHERE id > :after AND id <= :upto AND text != ''",
        "SELECT message_id, text FROM message_edit WHERE message_id > :after "
        "AND message_id <= :upto ORDER BY id",
    ):
        for message, text in op.get_bind().execute(sa.text(query), span):
            said.setdefault(message, []).append(text)
    terms = ({"id": key, "terms": message_terms(texts)} for key, texts in said.items())
    rows = [row for row in terms if row["terms"]]
    if rows:
        op.get_bind().execute(sa.text(_insert()), rows)
    return after + _AT_ONCE


def _insert() -> str:
    if _is_sqlite():
        return "INSERT INTO message_search (rowid, terms) VALUES (:id, :terms)"
    return (
        "INSERT INTO message_search (id, terms) VALUES "
        "(:id, array_to_tsvector(string_to_array(CAST(:terms AS text), ' ')))"
    )


def _create_triggers() -> None:
    for name, event, table, column in _TRIGGERS:
        row = f"old.{column}"
        changed = "WHEN new.text IS NOT old.text" if event.startswith("UPDATE") else ""
        if _is_sqlite():
            body = _DELETE.format(key="rowid", row=row)
            op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} {changed} BEGIN {body} END")
            continue
        body = _DELETE.format(key="id", row=row)
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN NULL; END $$"
        )
        # `IS DISTINCT FROM` is the standard's word for SQLite's `IS NOT`.
        changed = f"({changed.removeprefix('WHEN ')})" if changed else ""
        when = f"WHEN {changed.replace('IS NOT', 'IS DISTINCT FROM')}" if changed else ""
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when} "
            f"EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    for name, _, table, _ in _TRIGGERS:
        if _is_sqlite():
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.execute("DROP TABLE message_search")
    for name, table, _, _ in _INDEXES:
        op.drop_index(name, table_name=table)
