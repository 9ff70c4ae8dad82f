"""A day that a text names, and what happens on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.supplier_answers.values import Span

VAGUE = "no day is named"
LATER = "it counts from a day that is not named"
AMBIGUOUS = "the day and the month could be read either way"


class Role(StrEnum):
    """What happens on the day."""

    LEAVES = "leaves"
    ARRIVES = "arrives"
    SOME = "some"
    """Nothing is said; it counts as the day the goods leave."""
    BESIDE = "beside"
    """No day of ours: how long a quote holds, when an e-mail was written."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day named at one place; `count` is set where it was said as a number of days from today."""

    day: date | None
    span: Span
    doubt: str = ""
    count: int | None = None
    weekday: bool = False
    other: date | None = None
    role: Role = Role.SOME
    said_of_now: bool = False
    """Today, which is often no day of the goods: "the price today"."""
