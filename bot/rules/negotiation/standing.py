"""How a course stands on a day: what was said in earnest, and how much of it is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.negotiation.concession import elapsed
from bot.rules.negotiation.doubts import doubt_about
from bot.rules.negotiation.named_terms import shape
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.terms import (
    Course,
    Line,
    NamedLine,
    SupplierKind,
    SupplierMove,
    Terms,
)

#: Questions in a row that bring no clear answer; then staff write.
_ASKED_IN_VAIN = 3
#: So many days more than their slowest answer took are a silence.
_SLOWER_DAYS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """One look at a course."""

    position: Position
    course: Course
    today: date

    @property
    def last(self) -> Terms | None:
        """Our last offer."""
        return self.course.offers[-1] if self.course.offers else None

    @property
    def is_over(self) -> bool:
        return (self.today - self.course.began).days > self.position.guardrails.days

    @property
    def last_day(self) -> date:
        """The day after the course's last, on which it is dropped."""
        return self.course.began + timedelta(days=self.position.guardrails.days + 1)

    @property
    def silent_days(self) -> int:
        """Days without an answer that are a silence: fewer for who has always been quick."""
        most = self.position.guardrails.silent_days
        if not self.course.answers:
            return most
        return min(most, self.course.slowest_days + _SLOWER_DAYS)

    @property
    def is_last_chance(self) -> bool:
        """Whether, going by their slowest answer, no offer after the next one can be answered."""
        left = self.position.guardrails.days - (self.today - self.course.began).days
        return left // (self.course.slowest_days + 1) <= 1

    @property
    def rounds_left(self) -> int:
        if self.course.was_final:
            return 0
        return self.position.guardrails.most_rounds - len(self.course.offers)

    @property
    def asked_out(self) -> bool:
        return self.course.asides >= self.position.guardrails.most_questions

    @property
    def asked_in_vain(self) -> bool:
        ours = [one for one in self.course.events if not isinstance(one, SupplierMove)]
        late = ours[-_ASKED_IN_VAIN:]
        return len(late) == _ASKED_IN_VAIN and all(one.terms is None for one in late)

    @property
    def share(self) -> float:
        """How much of the course is over; all of it once they came down and stopped.

        Who no longer moves does not wait for ever either: it is time for our last offer.
        """
        if self._stand_still:
            return 1.0
        rails = self.position.guardrails
        return elapsed(self.course, rails.most_rounds, rails.days, self.today)

    @property
    def _stand_still(self) -> bool:
        """Whether they came down before and no longer do.

        Who never moved may be waiting for us to move first, and is given the whole course.
        """
        named = self._alike
        return len(set(named)) > 1 and named[0] == named[1]

    @property
    def _alike(self) -> tuple[Terms, ...]:
        """What they named for the day and quantities that they spoke of last."""
        named = self.all_named
        return tuple(one for one in named if shape(one) == shape(named[0]))

    @property
    def named(self) -> Terms | None:
        """The terms of their last serious counter-offer, completed by our last offer."""
        return next(iter(self.all_named), None)

    @property
    def all_named(self) -> tuple[Terms, ...]:
        """What they named in earnest, the last first."""
        found = (self.completed(answer) for answer in reversed(self.earnest))
        return tuple(terms for terms in found if terms is not None)

    @property
    def earnest(self) -> list[SupplierMove]:
        """Their counter-offers with every price that nothing is odd about."""
        counters = (one for one in self.course.answers if one.kind is SupplierKind.COUNTER)
        return [one for one in counters if _names_prices(one, self.last) and not self._was_odd(one)]

    def may_revive(self, named: Terms) -> bool:
        """Whether terms that have lapsed may be offered."""
        fits = named.delivery > self.today and self.position.allows(named)
        return fits and self.rounds_left > 0 and named != self.last

    def completed(self, answer: SupplierMove) -> Terms | None:
        """Their terms, completed; None when they answer no offer.

        What they left out is as in the offer that they answer, but the day that they said last.
        """
        at = next(n for n, one in enumerate(self.course.events) if one is answer)
        before = Course(self.course.began, self.course.events[:at])
        if not before.offers:
            return None
        last = before.offers[-1]
        days = (answer.delivery, *(one.delivery for one in reversed(before.answers)))
        day = next((one for one in days if one is not None), last.delivery)
        named = {line.item: line for line in answer.lines}
        lines = tuple(_over(line, named.get(line.item)) for line in last.lines)
        return Terms(lines, day, last.currency)

    def _was_odd(self, answer: SupplierMove) -> bool:
        rails = self.position.guardrails
        return doubt_about(answer, rails, self.last, len(self.course.offers), answer.on) is not None


def is_complete(answer: SupplierMove, last: Terms | None) -> bool:
    """Whether a counter-offer leaves nothing open: each item's price and quantity, and the day."""
    known = {
        line.item
        for line in answer.lines
        if line.unit_price_minor is not None and line.quantity is not None
    }
    return (
        last is not None
        and known == {line.item for line in last.lines}
        and answer.delivery is not None
        and answer.currency is not None
    )


def _over(line: Line, named: NamedLine | None) -> Line:
    if named is None:
        return line
    price, quantity = named.unit_price_minor, named.quantity
    return Line(
        line.item,
        line.quantity if quantity is None else quantity,
        line.unit_price_minor if price is None else price,
    )


def _names_prices(answer: SupplierMove, last: Terms | None) -> bool:
    priced = {line.item for line in answer.lines if line.unit_price_minor is not None}
    return last is not None and priced == {line.item for line in last.lines}
