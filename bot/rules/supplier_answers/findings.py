"""What has been found in a text so far: terms for items, and doubts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from bot.rules.supplier_answers.percents import Percent
from bot.rules.supplier_answers.values import Asked, AskedLine, Span

UNPLACED = "a number that cannot be placed"
WHICH_ITEM = "it is not said for which item"
FAR = "a price far from ours"


class Kind(StrEnum):
    """What a fact is about."""

    PRICE = "price"
    QUANTITY = "quantity"
    MINIMUM = "minimum"
    ORDER_FLOOR = "order_floor"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value for one line; `sentence` says which values were said together."""

    kind: Kind
    line: int
    value: int
    span: Span
    sentence: int
    doubt: str = ""


@dataclass(slots=True)
class Findings:
    """What has been found so far; grows clause by clause within one reading."""

    facts: list[Fact] = field(default_factory=list)
    percents: list[Percent] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    rejected: bool = False
    """A price or quantity of ours was named and turned down."""
    taken: list[Span] = field(default_factory=list)
    totals: list[Decimal] = field(default_factory=list)
    """Totals that were named, minor units."""
    unplaced: list[tuple[Decimal, Span, str]] = field(default_factory=list)
    """Numbers that stand for no item, and the doubt that each is, unless it is placed elsewhere."""
    asks_of_goods: bool = False
    """A question names a number of goods that is not ours."""
    rejects_others: bool = False
    """What was turned down is no term of ours."""
    none: set[int] = field(default_factory=set)
    """Items of which there are none: `grey 0`."""
    alone: bool = False
    """The text is a number and no word."""
    deltas: list[int] = field(default_factory=list)
    """The sentences in which a difference to a price was named."""


def cost(asked: Asked, facts: Iterable[Fact]) -> int:
    """What the order costs by the facts, in minor units; where none is said, as ordered."""
    said = {(fact.line, fact.kind): fact.value for fact in facts}
    total = 0
    for place, line in enumerate(asked.lines):
        price = said.get((place, Kind.PRICE), line.unit_price_minor or 0)
        total += price * said.get((place, Kind.QUANTITY), line.quantity)
    return total


def line_costs(asked: Asked, facts: Iterable[Fact]) -> list[int]:
    """What each line costs by the facts, in minor units."""
    said = {(fact.line, fact.kind): fact.value for fact in facts}
    return [
        said.get((place, Kind.PRICE), line.unit_price_minor or 0)
        * said.get((place, Kind.QUANTITY), line.quantity)
        for place, line in enumerate(asked.lines)
    ]


def is_near(minor: Decimal, line: AskedLine) -> bool:
    """Whether a price may be one for a unit of the line: half to twice what we know."""
    known = [one for one in (line.unit_price_minor, line.last_price_minor) if one]
    return not known or any(one / 2 <= minor <= one * 2 for one in known)


def still_unplaced(asked: Asked, found: Findings) -> list[str]:
    """The doubts about numbers that stand nowhere as a term: `1.37, wait, cable 1.37` has none."""
    terms = [(Decimal(fact.value), fact.span) for fact in found.facts]
    terms += [(number / 100, span) for number, span in terms]
    terms += [(abs(one.off), one.span) for one in found.percents if one.off is not None]
    terms.append((Decimal(cost(asked, ())) / 100, (-1, -1)))
    return [
        doubt
        for number, here, doubt in found.unplaced
        if not any(number == term and span != here for term, span in terms)
    ]
