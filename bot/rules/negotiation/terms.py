"""What is negotiated, and what both sides have said so far.

Money is in minor units of one currency, quantities are pieces, days are the shop's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Line:
    """An item of an offer; nothing is left open."""

    item: str
    quantity: int
    unit_price_minor: int


@dataclass(frozen=True, slots=True)
class Terms:
    """A complete offer for one order: every line, one day of delivery, one currency."""

    lines: tuple[Line, ...]
    delivery: date
    currency: str

    @property
    def total_minor(self) -> int:
        """240 pieces at 1250 and 10 at 300 → 303000."""
        return sum(line.quantity * line.unit_price_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class NamedLine:
    """What a supplier said about an item; None was not said."""

    item: str
    unit_price_minor: int | None = None
    quantity: int | None = None


class SupplierKind(StrEnum):
    """What a supplier's answer does, as it was read."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    COUNTER = "counter"
    QUESTION = "question"
    OUT_OF_OFFICE = "out_of_office"
    UNSURE = "unsure"


class Topic(StrEnum):
    """What a question is about, theirs or ours."""

    PRICE = "price"
    QUANTITY = "quantity"
    DELIVERY = "delivery"
    ITEM = "item"
    CURRENCY = "currency"
    TERMS = "terms"
    """All of them: the best that they can offer, or what exactly was meant."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SupplierMove:
    """A supplier's answer, already read. Nothing here is trusted: `doubts` looks at it first.

    Args:
        on: the day it came.
        lines, delivery, currency: what was named; with `ACCEPT` all that is not named is as in
            the offer that is accepted.
        to_offer: which of our offers it answers, 1 the first; None: not said, so the last.
        topic: what a question is about.
        back_on: when an absent person is back.
    """

    kind: SupplierKind
    on: date
    lines: tuple[NamedLine, ...] = ()
    delivery: date | None = None
    currency: str | None = None
    to_offer: int | None = None
    topic: Topic = Topic.OTHER
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What we wrote: an offer, or a question when there are no terms.

    Args:
        restated: the last offer said again for a supplier who asked; it takes no round.
        final: the supplier was told that it is our last offer.
        topic: of a question.
        reminder: the same words once more for a supplier who did not answer.
    """

    on: date
    terms: Terms | None
    restated: bool = False
    final: bool = False
    topic: Topic | None = None
    reminder: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A negotiation so far, oldest first."""

    began: date
    events: tuple[Sent | SupplierMove, ...] = ()

    @property
    def offers(self) -> tuple[Terms, ...]:
        """Our offers, one a round."""
        return tuple(one.terms for one in self._sent() if one.terms and not one.restated)

    @property
    def asides(self) -> int:
        """Our questions, and offers said again to who asked: what took no round."""
        sent = (one for one in self._sent() if not one.reminder)
        return sum(one.terms is None or one.restated for one in sent)

    @property
    def answers(self) -> tuple[SupplierMove, ...]:
        return tuple(one for one in self.events if isinstance(one, SupplierMove))

    @property
    def was_final(self) -> bool:
        """Whether our last offer was said to be that."""
        return any(one.final for one in self._sent())

    def asked(self, topic: Topic) -> bool:
        """Whether we asked about something already."""
        return any(one.topic is topic for one in self._sent())

    @property
    def unanswered(self) -> Sent | None:
        """What we wrote last, while no answer has come to it."""
        last = self.events[-1] if self.events else None
        return last if isinstance(last, Sent) else None

    @property
    def since_answer(self) -> tuple[Sent, ...]:
        """What we wrote since their last answer."""
        late: list[Sent] = []
        for one in reversed(self.events):
            if not isinstance(one, Sent):
                break
            late.append(one)
        return tuple(reversed(late))

    @property
    def slowest_days(self) -> int:
        """Days that the supplier's slowest answer took, absences included; 0 before the first."""
        return max(self._waits(), default=0)

    def then(self, event: Sent | SupplierMove) -> Course:
        return Course(self.began, (*self.events, event))

    def _sent(self) -> Iterator[Sent]:
        return (one for one in self.events if isinstance(one, Sent))

    def _waits(self) -> Iterator[int]:
        since: date | None = None
        for one in self.events:
            if isinstance(one, Sent):
                since = since or one.on
            elif since and one.kind is not SupplierKind.OUT_OF_OFFICE:
                yield (one.on - since).days
                since = None
