"""A page of a table: from a row on, in an order, with what comes after it.

Pages are found by key and not by offset: the thousandth costs what the first does, and a row
that is added meanwhile neither repeats nor hides another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import literal, text, tuple_
from sqlmodel import col, func, select

from knowledge.errors import KnowledgeError
from knowledge.records import Record
from knowledge.store import Unit

#: Rows a page at most.
MOST_ROWS = 200
#: Up to here rows are counted one by one; of more, their number is estimated.
_COUNTED = 100_000

RowT = TypeVar("RowT")


class AskRefused(KnowledgeError):
    """A table was asked for an order that it has not, or from a place that is none of its own."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a table.

    Args:
        words: what to look for; empty for every row.
        sort: one of the table's `SORTS`; empty for its first.
        after: `Page.next` of the page before, in the same order; empty for the first page.
    """

    words: str = ""
    sort: str = ""
    descending: bool = False
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows there are; where it is not exact, a search found too many to go on."""

    rows: int
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Page(Generic[RowT]):
    """Some rows. `next` asks for those after them, and is empty on the last page."""

    rows: Sequence[RowT]
    next: str
    total: Total


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: the column, never NULL, and how its value is read from a page's `next`."""

    column: Any
    read: Callable[[Any], Any] = str


def read_time(said: object) -> datetime:
    """A time as `next` has it.

    Raises:
        ValueError: it is none.
    """
    return datetime.fromisoformat(str(said))


def columns(*wanted: Any) -> Any:
    """A statement of some columns; of more than four SQLModel's `select` knows no types."""
    return select(*wanted)


async def page_of(
    unit: Unit,
    statement: Any,
    identity: Any,
    sorts: Mapping[str, Sort],
    ask: Ask,
    make: Callable[..., RowT],
    total: Total,
) -> Page[RowT]:
    """The rows of a statement that an ask is for, each made of the statement's columns.

    Raises:
        AskRefused: there is no such order, or `after` is of another.
    """
    name = ask.sort or next(iter(sorts))
    if name not in sorts:
        raise AskRefused(f"The table has no order '{name[:40]}'.")
    sort, limit = sorts[name], min(max(ask.limit, 1), MOST_ROWS)
    if ask.after:
        statement = statement.where(_beyond(sort, identity, name, ask))
    keys = (sort.column, identity)
    order = [key.desc() if ask.descending else key.asc() for key in keys]
    wanted = statement.add_columns(*keys).order_by(*order).limit(limit + 1)
    found = (await unit.exec(wanted)).all()
    shown = found[:limit]
    more = len(found) > limit
    return Page(
        [make(*row[:-2]) for row in shown],
        _place(name, ask, *shown[-1][-2:]) if more else "",
        total,
    )


def _place(name: str, ask: Ask, value: object, key: int) -> str:
    said = value.isoformat() if isinstance(value, datetime) else value
    return json.dumps([name, ask.descending, said, key], ensure_ascii=False)


def _beyond(sort: Sort, identity: Any, name: str, ask: Ask) -> Any:
    """The condition that a row comes after the last one of the page before."""
    try:
        of, descending, value, key = json.loads(ask.after)
        place = tuple_(literal(sort.read(value), sort.column.type), literal(int(key)))
    except (ValueError, TypeError, OverflowError):
        raise AskRefused("The page asked for does not follow any page of this table.") from None
    if (of, descending) != (name, ask.descending):
        raise AskRefused("The page asked for belongs to another order of the table.")
    here = tuple_(sort.column, identity)
    return here < place if ask.descending else here > place


async def total_of(unit: Unit, table: type[Record]) -> Total:
    """How many rows a table has; of a large one as the database estimates it.

    PostgreSQL keeps an estimate (https://www.postgresql.org/docs/16/row-estimation-examples.html).
    SQLite keeps none: its highest id stands for it, since rows of the large tables stay.
    """
    if unit.get_bind().dialect.name == "sqlite":
        near = (await unit.exec(select(func.max(col(table.id))))).one() or 0
    else:
        connection = await unit.connection()
        known = text("SELECT reltuples FROM pg_class WHERE oid = to_regclass(:name)")
        quoted = f'"{table.__tablename__}"'
        near = int((await connection.execute(known, {"name": quoted})).scalar_one())
    if near > _COUNTED:
        return Total(near, is_exact=False)
    return Total((await unit.exec(select(func.count()).select_from(table))).one())


async def total_where(unit: Unit, identity: Any, *conditions: Any) -> Total:
    """How many rows meet some conditions, counted."""
    counted = select(func.count(identity)).where(*conditions)
    return Total((await unit.exec(counted)).one())
