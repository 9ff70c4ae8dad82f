"""From what was found to the act: agreed, refused, countered, asked, or not sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.supplier_answers.findings import Fact, Findings, Kind
from bot.rules.supplier_answers.schedule import Chosen
from bot.rules.supplier_answers.values import Act, Asked

SPEAKS_OF_DELIVERING = "they refuse, and speak of delivering"
AGREES_AND_REFUSES = "they agree and refuse in one"


RESTATED = "they restate terms and do not agree"
NO_MORE_THAN_A_DAY = "a day and nothing else"


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words of a text do, apart from its terms."""

    accepts: bool
    plainly: bool
    refuses: bool
    asks: bool
    refused_lines: frozenset[int]
    refuses_plainly: bool
    """It is said that it cannot be done, and not only why."""
    whole: bool
    """It is said of the whole order that it cannot be done."""
    bare: bool
    """Besides its terms the text has only their labels: "price: 11.80"."""


def act_of(
    asked: Asked, facts: Sequence[Fact], found: Findings, day: Chosen, signs: Signs
) -> tuple[Act, str]:
    """The act and a doubt about it, or an empty one."""
    if len(signs.refused_lines) == len(asked.lines):
        return Act.REFUSE, ""
    if signs.whole and signs.refused_lines and not (facts or found.percents or signs.accepts):
        return Act.REFUSE, ""
    if _changes(asked, facts, found, day, signs):
        return Act.COUNTER, ""
    if signs.accepts and not signs.refuses and not _only_asks(facts, day, signs):
        return Act.ACCEPT, "they agree and ask something" if signs.asks else ""
    if signs.accepts and signs.refuses:
        if signs.plainly and signs.refuses_plainly and not (facts or day.day or signs.asks):
            return Act.REFUSE, AGREES_AND_REFUSES
        if signs.plainly:
            return Act.UNSURE, AGREES_AND_REFUSES
        return Act.REFUSE, SPEAKS_OF_DELIVERING
    if signs.refuses or found.rejected:
        doubt = "they refuse and ask something" if signs.asks else ""
        doubt = doubt or ("they refuse and restate terms" if facts else "")
        unplain = (
            "" if signs.refuses_plainly or found.rejected else "they do not say that they refuse"
        )
        return Act.REFUSE, doubt or unplain
    if signs.asks:
        return Act.QUESTION, ""
    if facts:
        return Act.ACCEPT, "" if signs.bare and _restates(asked, facts) else RESTATED
    if day.day:
        return Act.ACCEPT, NO_MORE_THAN_A_DAY
    return Act.UNSURE, "nothing in it settles the order"


def _only_asks(facts: Sequence[Fact], day: Chosen, signs: Signs) -> bool:
    """Whether nothing but a plan to deliver stands beside a question: 都有货，要哪种?"""
    return signs.asks and not (signs.plainly or facts or day.day)


def _restates(asked: Asked, facts: Sequence[Fact]) -> bool:
    """Whether terms of ours are repeated for every item: that is agreement enough."""
    return {fact.line for fact in facts} == set(range(len(asked.lines)))


def _changes(
    asked: Asked, facts: Sequence[Fact], found: Findings, day: Chosen, signs: Signs
) -> bool:
    """Whether anything is other than ordered."""
    if signs.refused_lines or found.percents:
        return True
    if day.day is not None and day.day > asked.needed_by:
        return True
    return any(_differs(asked, fact, signs.accepts) for fact in facts)


def _differs(asked: Asked, fact: Fact, agreed: bool) -> bool:
    line = asked.lines[fact.line]
    if fact.kind is Kind.PRICE:
        return fact.value != line.unit_price_minor
    if fact.kind is Kind.QUANTITY:
        return fact.value != line.quantity
    if fact.kind is Kind.MINIMUM:
        return fact.value > line.quantity or not agreed
    total = sum((one.unit_price_minor or 0) * one.quantity for one in asked.lines)
    return fact.value > total or not agreed
