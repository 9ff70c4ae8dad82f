"""The index of all that was said, kept in step with the messages.

A mapped message or edit is indexed in the flush that stores it, whoever adds it, so no caller
can forget to. What leaves the index leaves by triggers in the database (migration 0007):
a statement that empties or deletes messages takes their rows out as well. What is forgotten
can at worst not be found; what was erased is never found.

Rows that a driver writes by itself (`knowledge.demo.bulk`) bring their terms with them.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.event import listen
from sqlmodel import col, select

from knowledge.records import Message, MessageEdit
from knowledge.terms import message_terms

_INSERT = {
    "sqlite": text("INSERT INTO message_search (rowid, terms) VALUES (:id, :terms)"),
    "postgresql": text(
        "INSERT INTO message_search (id, terms) VALUES "
        "(:id, array_to_tsvector(string_to_array(CAST(:terms AS text), ' ')))"
    ),
}
_DELETE = {
    "sqlite": text("DELETE FROM message_search WHERE rowid = :id"),
    "postgresql": text("DELETE FROM message_search WHERE id = :id"),
}


@cache
def keep_in_step() -> None:
    """From now on whatever unit stores a message indexes it; the store sees to it, once."""
    listen(Message, "after_insert", _said)
    listen(Message, "after_update", _changed)
    listen(MessageEdit, "after_insert", _edited)


def _said(_mapper: Any, connection: Connection, message: Message) -> None:
    _add(connection, message.key, [message.text])


def _changed(_mapper: Any, connection: Connection, message: Message) -> None:
    if inspect(message).attrs.text.history.has_changes():
        _renew(connection, message.key, message.text)


def _edited(_mapper: Any, connection: Connection, edit: MessageEdit) -> None:
    first = select(Message.text).where(Message.id == edit.message_id)
    _renew(connection, edit.message_id, connection.execute(first).scalar_one())


def _renew(connection: Connection, message_id: int, first: str) -> None:
    """Index a message by its first words and those of its edits."""
    edits = (
        select(MessageEdit.text)
        .where(MessageEdit.message_id == message_id)
        .order_by(col(MessageEdit.id))
    )
    said = [first, *connection.execute(edits).scalars()]
    connection.execute(_DELETE[connection.dialect.name], {"id": message_id})
    _add(connection, message_id, said)


def _add(connection: Connection, message_id: int, said: list[str]) -> None:
    terms = message_terms(said)
    if terms:
        connection.execute(_INSERT[connection.dialect.name], {"id": message_id, "terms": terms})
