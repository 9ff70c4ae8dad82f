"""Finding rows by what a person types: the beginning of a number, a phone, a name.

Every search goes through an index and stops at `MOST_FOUND`: whoever finds a thousand types
more. The texts that begin alike are a range in the order of code points, in which SQLite's
indexes are and PostgreSQL's `…_search` indexes (collation "C",
https://www.postgresql.org/docs/16/collation.html).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, text
from sqlmodel import col, select

from knowledge.queries.tables.paging import Total
from knowledge.records import Customer
from knowledge.store import Unit

MOST_FOUND = 1000
#: More than any number or name; what is longer finds nothing more.
_LONGEST = 100
_IN_PHONES = re.compile(r"\+?[0-9][0-9()\-./\s]*")
_FEWEST_DIGITS = 3
_LAST = chr(0x10FFFF)
_NAMED_SQLITE = text(
    "SELECT rowid FROM customer_search WHERE customer_search MATCH :query "
    "ORDER BY rowid DESC LIMIT :most"
)
_NAMED_POSTGRESQL = text(
    "SELECT id FROM customer WHERE to_tsvector('simple', name) @@ to_tsquery('simple', :query) "
    "ORDER BY id + 0 DESC LIMIT :most"  # without + 0 it may walk the ids, comparing every name
)


def typed(words: str) -> str:
    """What was typed, without what no database takes, blanks at its ends, and too much of it."""
    kept = words.replace("\x00", "").encode("utf-8", "replace").decode()
    return kept.strip()[:_LONGEST]


def is_sqlite(unit: Unit) -> bool:
    return unit.get_bind().dialect.name == "sqlite"


def number_cases(words: str) -> tuple[str, ...]:
    """A number as typed and in capitals, as shops write them: `xe26` → xe26, XE26."""
    return tuple(dict.fromkeys((words, words.upper())))


def phone_beginnings(words: str) -> tuple[str, ...]:
    """What the phones that begin so look like in the records; nothing if it is no phone.

    `138 1234` → +1381234, +861381234; `0571` → +0571, +86571; `+44 20` → +4420.
    """
    digits = re.sub(r"[^0-9]", "", words)
    if not _IN_PHONES.fullmatch(words) or len(digits) < _FEWEST_DIGITS:
        return ()
    if words.startswith("+"):
        return (f"+{digits}",)
    if digits.startswith("00"):
        return (f"+{digits[2:]}",)
    return (f"+{digits}", f"+86{digits.removeprefix('0')}")


async def beginning(
    unit: Unit, identity: Any, column: Any, beginnings: Sequence[str], *within: Any
) -> list[int]:
    """The ids of the rows with a text that begins with one of these.

    Of very many the last ones in the text's order: numbers grow.
    """
    ordered = column if is_sqlite(unit) else column.collate("C")
    found: list[int] = []
    for one in beginnings:
        alike = and_(ordered >= one, ordered < one + _LAST)
        wanted = select(identity).where(alike, *within).order_by(ordered.desc())
        found += (await unit.exec(wanted.limit(MOST_FOUND))).all()
    return found


async def belonging(unit: Unit, identity: Any, *conditions: Any) -> list[int]:
    """The ids of the rows that belong to some others, newest first."""
    # Without + 0 the database may walk the ids instead of what belongs together.
    newest = (identity + 0).desc()
    wanted = select(identity).where(*conditions).order_by(newest).limit(MOST_FOUND)
    return list((await unit.exec(wanted)).all())


async def customer_ids(unit: Unit, words: str) -> list[int]:
    """The customers with a name of which each word typed begins a word, a phone or a reference."""
    identity = col(Customer.id)
    found = await beginning(unit, identity, col(Customer.reference), number_cases(words))
    found += await beginning(unit, identity, col(Customer.phone), phone_beginnings(words))
    return first_found([*found, *await _named(unit, words)])


async def _named(unit: Unit, words: str) -> list[int]:
    parts = re.findall(r"\w+", words)
    if not parts:
        return []
    sqlite = is_sqlite(unit)
    query = " AND ".join(f'"{part}" *' for part in parts)
    if not sqlite:
        query = " & ".join(f"{part}:*" for part in parts)
    rows = await unit.exec(  # type: ignore[call-overload]
        _NAMED_SQLITE if sqlite else _NAMED_POSTGRESQL,
        params={"query": query, "most": MOST_FOUND},
    )
    return [row[0] for row in rows.all()]


def first_found(found: Sequence[int]) -> list[int]:
    """Each id once, as many as a search gives."""
    return list(dict.fromkeys(found))[:MOST_FOUND]


def total_found(found: Sequence[int]) -> Total:
    """How many were found; a full list has very likely left some out."""
    return Total(len(found), is_exact=len(found) < MOST_FOUND)
