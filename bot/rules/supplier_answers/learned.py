"""The learned reading of a supplier's text as an answer: probabilities become terms.

What is written down is what `models.answer_roles` finds likelier than not; how sure each value
is, is the least probability that it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import numpy as np

from bot.rules.supplier_answers.marking import Marked
from bot.rules.supplier_answers.measures import measured
from bot.rules.supplier_answers.values import (
    Act,
    Asked,
    Field,
    LineAnswer,
    Span,
    SupplierAnswer,
)
from models.answer_marks import ACTS, MEASURES, ROLES, Roles

_LIKELIER = 0.5
_TERMS = ("price", "quantity", "minimum")
#: Said of what is not known to be a whole number of minor units or goods.
_HALF_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Learned:
    """What the model reads.

    Args:
        sure: the least probability that any part of it rests on.
        act: how likely the act is, beside "unsure".
        unsure: how likely a careful buyer would ask.
        whole: whether the text was read to its end.
    """

    answer: SupplierAnswer
    sure: float
    act: float
    unsure: float
    whole: bool = True


@dataclass(slots=True)
class _Terms:
    """What has been put together so far."""

    asked: Asked
    marked: Marked
    roles: Roles
    lines: list[dict[str, Field[int]]] = field(default_factory=list)
    off: Field[Decimal] | None = None
    floor: Field[int] | None = None
    sure: float = 1.0

    def read(self) -> None:
        self.lines = [{} for _ in self.asked.lines]
        for place, number in enumerate(self.marked.values):
            likely = self.roles.roles[place]
            role, share = ROLES[int(likely.argmax())], float(likely.max())
            self.sure = min(self.sure, share)
            span = self.marked.plain.back(self.marked.text.figures[place].span)
            if role in _TERMS:
                self._term(place, role, number, share, span)
            elif role == "minimum_total":
                self.floor = Field(int(number * 100), share, span)
            elif role != "none":
                self.off = Field(_off(role, number), share, span)

    def _term(self, place: int, role: str, number: Decimal, share: float, span: Span) -> None:
        measures = self.roles.measures[place]
        measure = MEASURES[int(measures.argmax())]
        items, certain = self._items(place)
        share = min(share, float(measures.max()), certain)
        self.sure = min(self.sure, share)
        for item in items:
            value = measured(role, number, measure, self.asked.lines[item])
            if value is None:
                self.sure = min(self.sure, _HALF_SURE)
                continue
            whole = value == int(value)
            known = self.lines[item].get(role)
            if (known is not None and known.value != value) or not whole:
                self.sure = min(self.sure, _HALF_SURE)
            if known is None or share > known.confidence:
                self.lines[item][role] = Field(round(value), share, span)

    def _items(self, place: int) -> tuple[list[int], float]:
        """The items that a figure is about, one at least, and how sure that is."""
        likely = self.roles.items[place]
        if len(likely) == 1:
            return [0], 1.0
        found = [item for item, share in enumerate(likely) if share > _LIKELIER]
        certain = min(max(float(share), 1 - float(share)) for share in likely)
        return found or [int(likely.argmax())], certain

    def day(self, which: int) -> Field[date] | None:
        """The likeliest day of the goods (0) or of the absent person's return (1)."""
        best: Field[date] | None = None
        for place, day in enumerate(self.marked.days):
            share = float(self.roles.days[place][which])
            if which == 0:
                self.sure = min(self.sure, max(share, 1 - share))
            if day is not None and share > (best.confidence if best else _LIKELIER):
                span = self.marked.plain.back(self.marked.text.days[place].span)
                best = Field(day, share, span)
        return best

    def left_out(self) -> frozenset[int]:
        found: set[int] = set()
        for name, share in zip(self.marked.text.names, self.roles.left_out, strict=True):
            if not name.general:
                self.sure = min(self.sure, max(float(share), 1 - float(share)))
                found |= name.items if share > _LIKELIER else set()
        return frozenset(found)


def learned(asked: Asked, marked: Marked, roles: Roles) -> Learned:
    """The answer that the model reads in a marked text."""
    terms = _Terms(asked, marked, roles)
    terms.read()
    day, back, left_out = terms.day(0), terms.day(1), terms.left_out()
    act = _act(roles, len(left_out) == len(asked.lines))
    sure = min(terms.sure, float(roles.acts.max()))
    certain = float(np.delete(roles.acts, ACTS.index("unsure")).max())
    certain /= 1 - min(0.99, float(roles.acts[ACTS.index("unsure")]))
    unsure = max(roles.unsure, float(roles.acts[ACTS.index("unsure")]))
    if act is not Act.ACCEPT:
        return Learned(
            SupplierAnswer(
                act,
                back_on=back.value if back and act is Act.OUT_OF_OFFICE else None,
                confidence=sure,
            ),
            sure,
            certain,
            unsure,
            roles.whole,
        )
    answer = SupplierAnswer(
        act,
        _line_answers(asked, terms.lines, left_out),
        day,
        terms.off,
        terms.floor,
        confidence=sure,
    )
    return Learned(with_act(asked, answer), sure, certain, unsure, roles.whole)


def with_act(asked: Asked, answer: SupplierAnswer) -> SupplierAnswer:
    """Terms as they stand are accepted; anything other than ordered is a counter-offer."""
    return replace(answer, act=Act.COUNTER if _changes(asked, answer) else Act.ACCEPT)


def _changes(asked: Asked, answer: SupplierAnswer) -> bool:
    lines = {line.code: line for line in asked.lines}
    whole = sum((one.unit_price_minor or 0) * one.quantity for one in asked.lines)
    late = answer.date is not None and answer.date.value > asked.needed_by
    dearer = answer.minimum_total is not None and answer.minimum_total.value > whole
    if late or dearer or answer.discount is not None:
        return True
    return any(
        said.refused
        or (
            said.unit_price_minor
            and said.unit_price_minor.value != lines[said.code].unit_price_minor
        )
        or (said.quantity and said.quantity.value != lines[said.code].quantity)
        or (said.minimum and said.minimum.value > lines[said.code].quantity)
        for said in answer.lines
    )


def _act(roles: Roles, all_left_out: bool) -> Act:
    """The likeliest act but "unsure", which is a doubt of its own."""
    if all_left_out:
        return Act.REFUSE
    order = [ACTS[int(place)] for place in np.argsort(-roles.acts)]
    return Act(next(name for name in order if name != "unsure"))


def _line_answers(
    asked: Asked, lines: list[dict[str, Field[int]]], left_out: frozenset[int]
) -> tuple[LineAnswer, ...]:
    made = []
    for place, line in enumerate(asked.lines):
        if place in left_out:
            made.append(LineAnswer(line.code, refused=True))
        elif lines[place]:
            said = lines[place]
            made.append(
                LineAnswer(line.code, said.get("price"), said.get("quantity"), said.get("minimum"))
            )
    return tuple(made)


def _off(role: str, number: Decimal) -> Decimal:
    """Percent off: 9折 and 98折 -> 10 and 2; a rise is negative."""
    if role == "rise":
        return -number
    if role == "tenths":
        return 100 - number * 10 if number < 10 else 100 - number
    return number
