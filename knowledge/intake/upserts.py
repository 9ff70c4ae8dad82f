"""Adding a record or bringing it up to date by the shop's own key.

Each topic's `put_…s` takes rows together, so that a file of 100,000 needs a few statements
for each 500 and not one for each row; the singular takes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from sqlmodel import select

from knowledge.intake.refusals import Problem, RowRefused
from knowledge.records import Record
from knowledge.store import Unit, take_turn

RecordT = TypeVar("RecordT", bound=Record)

#: SQLite takes at most 32,766 parameters in a statement (https://sqlite.org/limits.html, 9).
_MOST_KEYS = 10_000
#: Any number, as long as nothing else uses it.
_INTAKE_LOCK = 8_203_117


class Outcome(StrEnum):
    """What putting a row did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


Result = Outcome | RowRefused


def only(results: Sequence[Result]) -> Outcome:
    """The outcome of a single row.

    Raises:
        RowRefused: it was not taken.
    """
    (result,) = results
    if isinstance(result, RowRefused):
        raise result
    return result


async def one_at_a_time(unit: Unit) -> None:
    """Let no other intake run until this unit ends.

    Two posts of the same new row would otherwise both find nothing and both add it. SQLite
    has one writer anyway.
    """
    await take_turn(unit, _INTAKE_LOCK)


async def found(
    unit: Unit, table: type[RecordT], column: str, keys: Iterable[object]
) -> list[RecordT]:
    """The records whose column is one of the keys, in order of their ids."""
    wanted = list(dict.fromkeys(keys))
    rows: list[RecordT] = []
    for start in range(0, len(wanted), _MOST_KEYS):
        chunk = wanted[start : start + _MOST_KEYS]
        statement = select(table).where(getattr(table, column).in_(chunk))
        rows.extend((await unit.exec(statement)).all())
    return sorted(rows, key=lambda record: record.key)


def put(
    unit: Unit,
    table: type[RecordT],
    held: dict[Any, RecordT],
    key: object,
    values: Mapping[str, Any],
) -> Outcome:
    """Add a record to `held` and the unit, or bring the one that is there up to date."""
    record = held.get(key)
    if record is not None:
        return Outcome.UPDATED if assign(record, values) else Outcome.UNCHANGED
    held[key] = table(**values)
    unit.add(held[key])
    return Outcome.CREATED


def assign(record: Record, values: Mapping[str, object]) -> bool:
    """Set what differs; tells whether anything did."""
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    return bool(changed)


def unknown(column: str, value: str, what: str, line: int | None = None) -> Problem:
    """`customer "C9999" is not a known customer`."""
    return Problem(column, f"is not a known {what}", value, line)
