"""Facts become the fields of an answer, each with a confidence and a place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.rules.supplier_answers.findings import Fact, Findings, Kind
from bot.rules.supplier_answers.schedule import Chosen
from bot.rules.supplier_answers.values import (
    Asked,
    Field,
    LineAnswer,
)

#: How sure a value is that nothing speaks against, and one with a doubt.
CLEAR, DOUBTED = 0.95, 0.4


def line_answers(
    asked: Asked, facts: Sequence[Fact], refused: frozenset[int]
) -> tuple[LineAnswer, ...]:
    answers = []
    for place, line in enumerate(asked.lines):
        mine = [fact for fact in facts if fact.line == place]
        answer = LineAnswer(
            line.code,
            _field(mine, Kind.PRICE),
            _field(mine, Kind.QUANTITY),
            _field(mine, Kind.MINIMUM),
            place in refused,
        )
        if answer != LineAnswer(line.code):
            answers.append(answer)
    return tuple(answers)


def contradictions(facts: Sequence[Fact]) -> list[str]:
    """Two values for one thing."""
    values: dict[tuple[int, Kind], set[int]] = {}
    for fact in facts:
        values.setdefault((fact.line, fact.kind), set()).add(fact.value)
    return [f"two values for one {kind}" for (_, kind), said in values.items() if len(said) > 1]


def _field(facts: Sequence[Fact], kind: Kind) -> Field[int] | None:
    """The value said last; an earlier other one is a contradiction noted elsewhere."""
    mine = sorted((fact for fact in facts if fact.kind is kind), key=lambda fact: fact.span)
    if not mine:
        return None
    doubted = mine[-1].doubt or len({fact.value for fact in mine}) > 1
    return Field(mine[-1].value, DOUBTED if doubted else CLEAR, mine[-1].span)


def order_floor(facts: Sequence[Fact]) -> Field[int] | None:
    return _field(facts, Kind.ORDER_FLOOR)


def day_field(day: Chosen) -> Field[date] | None:
    if day.day is None:
        return None
    return Field(day.day, DOUBTED if day.doubt else CLEAR, day.span)


def discount(found: Findings) -> Field[Decimal] | None:
    named_ = [one for one in found.percents if one.off is not None]
    if not named_ or named_[-1].off is None:
        return None
    last = named_[-1]
    return Field(named_[-1].off, DOUBTED if last.doubt else CLEAR, last.span)
