"""The inbox: what staff hold, in queues, longest waiting first.

A queue is walked along an index of the open handovers alone (`Handover.__table_args__`), fifty at
a time from the last one shown, so that neither a million past conversations nor ten thousand open
ones are read to show a page. What is put off comes back by itself: whether its time has come is
part of each question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, literal, select, tuple_
from sqlmodel import and_, col, func, or_

from knowledge.queries.handovers import open_handover
from knowledge.queries.inbox_rows import InboxRow, rows_of
from knowledge.records import Handover
from knowledge.records.base import UtcDateTime
from knowledge.store import Unit

_Question = Select[*tuple[Any, ...]]

#: The rows of a page.
PAGE = 50

_OPEN = col(Handover.resolved_at).is_(None)


class Queue(StrEnum):
    """Each leaves out what is put off, but for `SNOOZED`."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    ALL = "all"
    TOO_LONG = "too_long"
    """The customer has waited since before a moment."""
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    """Answered: the next words are the customer's, whoever of staff holds it."""
    SNOOZED = "snoozed"
    """Soonest back first."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Whose inbox it is, and when.

    Args:
        too_long_since: who waits since before has waited too long: now less the policy's
            `conversations.handover_reminder`.
    """

    staff_id: int
    now: datetime
    too_long_since: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """How far a queue was shown: the last row's time, and its handover.

    `at` is None among those whose customers do not wait, which follow those who do.
    """

    at: datetime | None
    handover_id: int


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a queue, and from where to go on; None at its end."""

    rows: Sequence[InboxRow]
    following: Place | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are in each queue."""

    mine: int
    unassigned: int
    all: int
    too_long: int
    waiting_for_customer: int
    snoozed: int

    def of(self, queue: Queue) -> int:
        """How many there are in one of them."""
        return int(getattr(self, queue.value))


async def page(
    unit: Unit, queue: Queue, seen: Standpoint, after: Place | None = None, limit: int = PAGE
) -> Page:
    """The rows of a queue that follow a place, or its first ones."""
    found: list[Place] = []
    for part in _parts(queue, seen, after):
        if len(found) <= limit:
            rows = await _read(unit, part.limit(limit + 1 - len(found)))
            found += [Place(at, key) for at, key in rows]
    shown = found[:limit]
    rows_shown = await rows_of(unit, [place.handover_id for place in shown])
    return Page(rows_shown, shown[-1] if len(found) > limit else None)


async def counts(unit: Unit, seen: Standpoint) -> Counts:
    """How many there are in every queue, counted in one walk over what is open."""
    numbers: list[Any] = [
        func.count().filter(_belongs(queue, seen)).label(queue.value) for queue in Queue
    ]
    (row,) = await _read(unit, select(*numbers).select_from(Handover).where(_OPEN))
    return Counts(**row._mapping)


async def row_of(unit: Unit, conversation_id: int) -> InboxRow | None:
    """A conversation's row; None where staff do not hold it (any more)."""
    handover = await open_handover(unit, conversation_id)
    return None if handover is None else (await rows_of(unit, [handover.key]))[0]


def queues_of(row: InboxRow, seen: Standpoint) -> frozenset[Queue]:
    """The queues that a row stands in, for a page that is changed as things happen."""
    if row.snoozed_until is not None and row.snoozed_until > seen.now:
        return frozenset({Queue.SNOOZED})
    since = row.waits_since
    stands = {
        Queue.ALL: True,
        Queue.MINE: row.taken_by == seen.staff_id,
        Queue.UNASSIGNED: row.taken_by is None,
        Queue.WAITING_FOR_CUSTOMER: since is None,
        Queue.TOO_LONG: since is not None and since < seen.too_long_since,
    }
    return frozenset(queue for queue, is_in in stands.items() if is_in)


def _here(seen: Standpoint) -> ColumnElement[bool]:
    """Not put off, or its time has come."""
    return or_(col(Handover.snoozed_until).is_(None), col(Handover.snoozed_until) <= seen.now)


def _belongs(queue: Queue, seen: Standpoint) -> ColumnElement[bool]:
    """What an open handover of a queue meets."""
    if queue is Queue.SNOOZED:
        return col(Handover.snoozed_until) > seen.now
    narrower: dict[Queue, ColumnElement[bool]] = {
        Queue.MINE: col(Handover.taken_by) == seen.staff_id,
        Queue.UNASSIGNED: col(Handover.taken_by).is_(None),
        Queue.TOO_LONG: col(Handover.waits_since) < seen.too_long_since,
        Queue.WAITING_FOR_CUSTOMER: col(Handover.waits_since).is_(None),
    }
    here = _here(seen)
    return and_(narrower[queue], here) if queue in narrower else here


def _parts(queue: Queue, seen: Standpoint, after: Place | None) -> list[_Question]:
    """A queue's rows after a place in their order, in parts that each follow an index.

    NULL comes first in SQLite and last in PostgreSQL, so those who do not wait are a part of
    their own.
    """
    belongs = _belongs(queue, seen)
    if queue is Queue.SNOOZED:
        return [_walk(col(Handover.snoozed_until), belongs, after)]
    parts: list[_Question] = []
    if queue is not Queue.WAITING_FOR_CUSTOMER and (after is None or after.at is not None):
        parts.append(
            _walk(
                col(Handover.waits_since),
                and_(belongs, col(Handover.waits_since).is_not(None)),
                after,
            )
        )
        after = None
    if queue is not Queue.TOO_LONG:
        parts.append(_walk(None, and_(belongs, col(Handover.waits_since).is_(None)), after))
    return parts


def _walk(
    time: SQLColumnExpression[Any] | None, belongs: ColumnElement[bool], after: Place | None
) -> _Question:
    """Keys of a queue, in order of a time where there is one, and of ids."""
    shown = col(Handover.waits_since) if time is None else time
    columns: list[Any] = [shown, Handover.id]
    found = select(*columns).where(_OPEN, belongs)
    if time is None:
        if after is not None:
            found = found.where(col(Handover.id) > after.handover_id)
        return found.order_by(col(Handover.id))
    if after is not None:
        place = tuple_(literal(after.at, UtcDateTime()), literal(after.handover_id))
        found = found.where(tuple_(time, col(Handover.id)) > place)
    return found.order_by(time, col(Handover.id))


async def _read(unit: Unit, question: _Question) -> Sequence[Row[*tuple[Any, ...]]]:
    # SQLModel's session knows only its own Select to the type checker; it runs either.
    found = await unit.exec(question)  # type: ignore[call-overload]
    return found.all()  # type: ignore[no-any-return]
