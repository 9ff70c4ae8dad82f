"""The figures of a day, counted from the records, and those that were kept.

What each says in words stands in `bot.rules.figures`. A day is a span of time here: which
one it is in the shop's zone is the caller's to know.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, func, or_, select

from knowledge.queries.contacts import Topics, judged_between
from knowledge.records import (
    Action,
    DailyFigure,
    Handover,
    KnowledgeGap,
    Message,
    Rating,
    utcnow,
)
from knowledge.store import Unit

#: The row that says when (as a day's ordinal) a day's figures were computed last.
COMPUTED = "computed_on"
#: The figures that are counted as it happens, and not from the records afterwards.
NOTED = ("fact_lock", "restock")
#: Written out: SQLite matches a partial index against the words.
_IS_FALLBACK = text("message.fallback")

#: How much of the time between two moments counts: `open_time` of the shop's hours.
OpenTime = Callable[[datetime, datetime], timedelta]


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` on and before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a figure."""

    name: str
    part: str
    language: str
    value: float


@dataclass(frozen=True, slots=True)
class Kept:
    """A number that was kept, and its day."""

    day: date
    number: Number


async def day_numbers(unit: Unit, span: Span, topics: Topics, open_time: OpenTime) -> list[Number]:
    """Every figure of a day that the records tell, in a fixed order; what is none is left out."""
    counted = Counter[tuple[str, str, str]]()
    for judged in await judged_between(unit, span.start, span.end, topics):
        key = (judged.contact.topic, judged.contact.language)
        counted["contacts", *key] += 1
        counted["resolved_alone", *key] += judged.is_alone(topics)
        counted["recontact", *key] += judged.recontacted
    counted += await _grouped(unit, span)
    numbers = [Number(*key, value) for key, value in counted.items()]
    numbers.extend(await _first_responses(unit, span, open_time))
    return sorted(numbers, key=lambda one: (one.name, one.part, one.language))


async def _grouped(unit: Unit, span: Span) -> Counter[tuple[str, str, str]]:
    """What is counted by what stands in the rows themselves."""
    found = Counter[tuple[str, str, str]]()
    scores = select(Rating.score, func.count()).where(*_in(span, Rating))
    for score, count in (await unit.exec(scores.group_by(col(Rating.score)))).all():
        found["ratings", str(score), ""] = count
    reasons = select(Handover.reason, func.count()).where(*_in(span, Handover))
    for reason, count in (await unit.exec(reasons.group_by(col(Handover.reason)))).all():
        found["handovers", str(reason), ""] = count
    gaps = select(KnowledgeGap.intent, KnowledgeGap.language, func.count())
    gaps = gaps.where(*_in(span, KnowledgeGap))
    by_intent = gaps.group_by(col(KnowledgeGap.intent), col(KnowledgeGap.language))
    for intent, language, count in (await unit.exec(by_intent)).all():
        found["unanswered", intent, language] = count
    done = select(Action.kind, Action.state, func.count()).where(*_in(span, Action))
    for kind, state, count in (
        await unit.exec(done.group_by(col(Action.kind), col(Action.state)))
    ).all():
        found["actions", f"{kind!s}:{state!s}", ""] = count
    plain = select(func.count()).select_from(Message).where(_IS_FALLBACK, *_in(span, Message))
    found["fallbacks", "", ""] = (await unit.exec(plain)).one()
    return found


def _in(span: Span, table: type[Rating | Handover | KnowledgeGap | Action | Message]) -> list[bool]:
    return [table.created_at >= span.start, table.created_at < span.end]


async def _first_responses(unit: Unit, span: Span, open_time: OpenTime) -> list[Number]:
    """Median and p90 in minutes, and how many were answered and were not."""
    opened = select(Handover.created_at, Handover.first_answer_at).where(*_in(span, Handover))
    rows = (await unit.exec(opened)).all()
    waits = sorted(
        open_time(began, answered) / timedelta(minutes=1)
        for began, answered in rows
        if answered is not None
    )
    told = {"answered": float(len(waits)), "unanswered": float(len(rows) - len(waits))}
    if waits:
        told |= {"median": median(waits), "p90": waits[math.ceil(0.9 * len(waits)) - 1]}
    return [Number("first_response", part, "", value) for part, value in told.items() if rows]


async def waiting_numbers(unit: Unit, now: datetime) -> list[Number]:
    """Who waits for staff at this moment, and for how long at most."""
    is_free = col(Handover.taken_by).is_(None)
    rows = await unit.exec(
        select(is_free, func.count(), func.min(Handover.waits_since))
        .where(
            col(Handover.resolved_at).is_(None),
            col(Handover.waits_since).is_not(None),
            or_(col(Handover.snoozed_until).is_(None), col(Handover.snoozed_until) <= now),
        )
        .group_by(is_free)
    )
    found = {bool(free): (count, since) for free, count, since in rows.all()}
    longest = max((now - (since or now) for _, since in found.values()), default=timedelta())
    return [
        Number("waiting_now", "unassigned", "", found.get(True, (0, now))[0]),
        Number("waiting_now", "taken", "", found.get(False, (0, now))[0]),
        Number("longest_wait", "", "", longest / timedelta(minutes=1)),
    ]


async def first_contact(unit: Unit) -> datetime | None:
    """When a customer wrote for the first time ever."""
    written = select(func.min(Message.created_at)).where(text("message.author = 'customer'"))
    return (await unit.exec(written)).one()


async def kept_between(
    unit: Unit, first: date, last: date, names: Sequence[str] = ()
) -> list[Kept]:
    """The numbers kept of some days, the last included; of all figures unless some are named."""
    wanted = select(
        DailyFigure.day,
        DailyFigure.name,
        DailyFigure.part,
        DailyFigure.language,
        col(DailyFigure.value),
    ).where(DailyFigure.day >= first, DailyFigure.day <= last)  # type: ignore[call-overload]
    if names:
        wanted = wanted.where(col(DailyFigure.name).in_(names))
    rows = (await unit.exec(wanted.order_by(col(DailyFigure.day), col(DailyFigure.id)))).all()
    return [Kept(row[0], Number(*row[1:])) for row in rows]


async def computed_days(unit: Unit, first: date, last: date) -> dict[date, date]:
    """The days whose figures were computed, and the day on which they last were."""
    marks = await kept_between(unit, first, last, (COMPUTED,))
    return {mark.day: date.fromordinal(int(mark.number.value)) for mark in marks}


async def keep_day(unit: Unit, day: date, numbers: Iterable[Number], computed_on: date) -> None:
    """Put a day's figures in place of what was computed of it before."""
    mark = Number(COMPUTED, "", "", float(computed_on.toordinal()))
    computed = delete(DailyFigure).where(col(DailyFigure.day) == day)
    await unit.exec(computed.where(col(DailyFigure.name).not_in(NOTED)))
    for one in (*numbers, mark):
        unit.add(_row(day, one))


def _row(day: date, one: Number) -> DailyFigure:
    return DailyFigure(
        day=day, name=one.name, part=one.part, language=one.language, value=one.value
    )


async def note(unit: Unit, day: date, numbers: Iterable[Number], *, adding: bool) -> None:
    """Keep numbers of a day as they are now, or add them to what is kept.

    Adding is one statement each, so that two processes lose nothing of each other's.
    """
    insert = sqlite.insert if unit.get_bind().dialect.name == "sqlite" else postgresql.insert
    for one in numbers:
        values = {"day": day, "name": one.name, "part": one.part, "language": one.language}
        new = insert(DailyFigure).values(**values, value=one.value, created_at=utcnow())
        value = col(DailyFigure.value) + new.excluded.value if adding else new.excluded.value
        await unit.exec(
            new.on_conflict_do_update(
                index_elements=["day", "name", "part", "language"], set_={"value": value}
            )
        )
