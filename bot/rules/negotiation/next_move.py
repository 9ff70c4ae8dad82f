"""What to do next in a negotiation, given all that was said.

A deal is made in two ways only: the supplier accepts our last complete offer as it stands, or we
accept a complete offer of theirs. An offer that we answered with another, or that the supplier
refused, has lapsed (as in China's Civil Code, art. 478 and 488: a counter-offer is a new offer), so
terms of an earlier answer are never accepted: they are offered.

Their offer is accepted when it is worth at least what we would ask for next (`AC_next` in Baarslag,
Hindriks & Jonker, "Effective acceptance conditions in real-time automated negotiation", Decision
Support Systems 60, 2014), and in the last round when it is within all limits.

A course ends after at most `most_rounds` offers and `most_questions` questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.rules.negotiation.concession import Position, elapsed, next_offer, shape
from bot.rules.negotiation.doubts import Doubt, doubt_about
from bot.rules.negotiation.secrecy import clear
from bot.rules.negotiation.terms import (
    Course,
    Line,
    NamedLine,
    SupplierKind,
    SupplierMove,
    Terms,
    Topic,
)

#: Questions in a row that bring no clear answer; then staff write.
_ASKED_IN_VAIN = 3
#: So often a supplier who only refuses is asked for terms; then the course is closed.
_ASKED_FOR_TERMS = 2


#: A share of the order's total: lateness above it is asked about.
_DEAR_LATENESS = 0.02


class MoveKind(StrEnum):
    """What we do."""

    ACCEPT = "accept"
    COUNTER = "counter"
    ASK = "ask"
    WAIT = "wait"
    TO_STAFF = "to_staff"
    CLOSE = "close"


class Cause(StrEnum):
    """Why; `wording.why` says each as a sentence."""

    OPENING = "opening"
    CONCESSION = "concession"
    LAST_ROUND = "last_round"
    CONFIRM = "confirm"
    REVIVE = "revive"
    BESIDE = "beside"
    RESTATE = "restate"
    EARLIER = "earlier"
    THEY_ACCEPTED = "they_accepted"
    GOOD_ENOUGH = "good_enough"
    NOT_ANSWERED = "not_answered"
    AWAY = "away"
    AWAY_TOO_LONG = "away_too_long"
    DOUBT = "doubt"
    REFUSED = "refused"
    THEIR_QUESTION = "their_question"
    TOO_LATE = "too_late"
    HIDDEN_LIMIT = "hidden_limit"
    NOTHING_TO_OFFER = "nothing_to_offer"
    NO_TERMS = "no_terms"
    ROUNDS_OVER = "rounds_over"
    DAYS_OVER = "days_over"


@dataclass(frozen=True, slots=True)
class Move:
    """Our next move.

    Args:
        terms: of `ACCEPT` and `COUNTER`.
        topic: of `ASK`.
        to_sign: an `ACCEPT` that staff sign before it is said; never below the cap.
        restated: a `COUNTER` that says our last offer again and takes no round.
        final: a `COUNTER` that is said to be our last offer, because it is.
        until: of `WAIT`: when to look again.
    """

    kind: MoveKind
    cause: Cause
    terms: Terms | None = None
    topic: Topic | None = None
    to_sign: bool = False
    restated: bool = False
    final: bool = False
    until: date | None = None
    doubt: Doubt | None = None


def next_move(position: Position, course: Course, today: date) -> Move:
    """What to do on a day of a course."""
    return _Turn(position, course, today).move()


@dataclass(frozen=True, slots=True)
class _Turn:
    """One look at a course."""

    position: Position
    course: Course
    today: date

    def move(self) -> Move:
        if not self.course.events:
            return self._offer(0.0)
        if self.course.unanswered is not None:
            return self._unanswered(self.course.unanswered.on)
        answer = self.course.answers[-1]
        doubt = doubt_about(
            answer, self.position.guardrails, self._last, len(self.course.offers), self.today
        )
        if doubt is not None:
            return self._ask(doubt.topic, Cause.DOUBT, doubt)
        if self._is_over:
            late_yes = answer.kind in {SupplierKind.ACCEPT, SupplierKind.COUNTER}
            return _end(Cause.TOO_LATE) if late_yes else Move(MoveKind.CLOSE, Cause.DAYS_OVER)
        return self._by_kind(answer)

    @property
    def _last(self) -> Terms | None:
        return self.course.offers[-1] if self.course.offers else None

    @property
    def _is_over(self) -> bool:
        return (self.today - self.course.began).days > self.position.guardrails.days

    @property
    def _rounds_left(self) -> int:
        if self.course.was_final:
            return 0
        return self.position.guardrails.most_rounds - len(self.course.offers)

    def _by_kind(self, answer: SupplierMove) -> Move:
        if answer.kind is SupplierKind.ACCEPT:
            return self._accepted(answer)
        if answer.kind is SupplierKind.COUNTER:
            return self._countered(
                answer, self._completed(answer), _is_complete(answer, self._last)
            )
        if answer.kind is SupplierKind.REFUSE:
            return self._refused()
        if answer.kind is SupplierKind.OUT_OF_OFFICE:
            return self._away(answer.back_on)
        return self._questioned(answer)

    def _accepted(self, answer: SupplierMove) -> Move:
        """Our last offer; with another day named, it is a complete offer of theirs."""
        assert self._last is not None  # `doubt_about` saw to it
        if answer.delivery not in {None, self._last.delivery}:
            return self._countered(answer, self._completed(answer), complete=True)
        if self._last.delivery <= self.today or not self.position.allows(self._last):
            return _end(Cause.TOO_LATE)
        return self._deal(self._last, Cause.THEY_ACCEPTED)

    def _countered(self, answer: SupplierMove, named: Terms | None, complete: bool) -> Move:
        if named is None or not (answer.lines or answer.delivery):
            return self._ask(Topic.TERMS, Cause.NO_TERMS)
        share = self._share
        if not self._good_enough(named, share):
            return self._ask_for_earlier(named) or self._offer(share)
        if not complete and self._rounds_left <= 0:
            return self._ask(Topic.TERMS, Cause.CONFIRM)
        if not complete:
            return self._offer_theirs(named, Cause.CONFIRM)
        if clear(named, self.position.reservation) != named:
            return self._offer_theirs(named, Cause.BESIDE)
        return self._deal(named, Cause.GOOD_ENOUGH)

    def _ask_for_earlier(self, named: Terms) -> Move | None:
        """Ask once what an earlier day would cost, when theirs costs us dearly.

        What a day is worth to them is not to be seen otherwise; an offer for a day that they
        cannot do is no offer.
        """
        lateness = self.position.reservation.time_cost(named.delivery)
        dear = lateness > _DEAR_LATENESS * named.total_minor or (
            named.delivery > self.position.guardrails.latest_day
        )
        late = named.delivery > self.position.reservation.needed_by
        if not (late and dear) or self._rounds_left <= 0 or len(self._earnest) > 1:
            return None
        asked = self._ask(Topic.DELIVERY, Cause.EARLIER)
        return asked if asked.kind is MoveKind.ASK else None

    def _good_enough(self, named: Terms, share: float) -> bool:
        if named.delivery <= self.today or not self.position.allows(named):
            return False
        if self._rounds_left <= 0 or share >= 1:
            return True
        ours = next_offer(self.position, self.course, self._all_named, share, self.today)
        gain = self.position.reservation.gain
        return ours is None or gain(named) >= gain(ours)

    def _offer_theirs(self, named: Terms, cause: Cause) -> Move:
        """What they named, as an offer of ours: completed, revived, or beside the hidden limit."""
        theirs = clear(named, self.position.reservation)
        last = self._last
        if self._rounds_left <= 0 or not self.position.allows(theirs):
            return _end(Cause.HIDDEN_LIMIT if cause is Cause.BESIDE else Cause.ROUNDS_OVER)
        gain = self.position.reservation.gain
        if last is not None and gain(theirs) > gain(last):
            # Better for us than our own offer: to ask for it would go back on that.
            theirs = last
        return Move(MoveKind.COUNTER, cause, theirs)

    def _offer(self, share: float) -> Move:
        if self._rounds_left <= 0:
            return Move(MoveKind.CLOSE, Cause.ROUNDS_OVER)
        offer = next_offer(self.position, self.course, self._all_named, share, self.today)
        if offer is None:
            return _end(Cause.NOTHING_TO_OFFER)
        cause = Cause.LAST_ROUND if share >= 1 else Cause.CONCESSION
        if self._last is None:
            cause = Cause.OPENING
        return Move(MoveKind.COUNTER, cause, offer, final=share >= 1)

    @property
    def _share(self) -> float:
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
        named = self._all_named
        return tuple(one for one in named if shape(one) == shape(named[0]))

    def _refused(self) -> Move:
        """Ask for their terms if they never named any; else go on, or take up what they named."""
        named, answers = self._named, self.course.answers
        if named is None:
            refusals = sum(one.kind is SupplierKind.REFUSE for one in answers)
            if refusals > _ASKED_FOR_TERMS:
                return Move(MoveKind.CLOSE, Cause.REFUSED)
            return self._ask(Topic.TERMS, Cause.REFUSED)
        if self._rounds_left <= 0:
            # What they named has lapsed; it may be asked for, not taken.
            return self._ask(Topic.TERMS, Cause.REFUSED)
        again = len(answers) > 1 and answers[-2].kind is SupplierKind.REFUSE
        if (again or self._share >= 1) and self._may_revive(named):
            return self._offer_theirs(named, Cause.REVIVE)
        return self._offer(self._share)

    def _may_revive(self, named: Terms) -> bool:
        fits = named.delivery > self.today and self.position.allows(named)
        return fits and self._rounds_left > 0 and named != self._last

    def _away(self, back_on: date | None) -> Move:
        """Their absence takes no round: our offer stands until they are back."""
        until = back_on or self.today + timedelta(days=self.position.guardrails.silent_days)
        if until > self._last_day:
            return _end(Cause.AWAY_TOO_LONG)
        if until > self.today:
            return Move(MoveKind.WAIT, Cause.AWAY, until=until)
        return self._restate(Cause.AWAY)

    def _questioned(self, answer: SupplierMove) -> Move:
        """A question that our last offer answers gets it again; any other is for staff."""
        if answer.topic is Topic.OTHER or self._last is None:
            return _end(Cause.THEIR_QUESTION)
        return self._restate(Cause.RESTATE)

    def _restate(self, cause: Cause) -> Move:
        last = self._last
        if last is None or last.delivery <= self.today or self._asked_out:
            return _end(cause)
        final = self.course.was_final
        return Move(MoveKind.COUNTER, cause, last, restated=True, final=final)

    def _ask(self, topic: Topic | None, cause: Cause, doubt: Doubt | None = None) -> Move:
        if topic is None or self._asked_out or self._asked_in_vain:
            return Move(MoveKind.TO_STAFF, cause, doubt=doubt)
        return Move(MoveKind.ASK, cause, topic=topic, doubt=doubt)

    @property
    def _asked_out(self) -> bool:
        return self.course.asides >= self.position.guardrails.most_questions

    @property
    def _asked_in_vain(self) -> bool:
        ours = [one for one in self.course.events if not isinstance(one, SupplierMove)]
        late = ours[-_ASKED_IN_VAIN:]
        return len(late) == _ASKED_IN_VAIN and all(one.terms is None for one in late)

    def _unanswered(self, since: date) -> Move:
        rails, named = self.position.guardrails, self._named
        if self._is_over:
            return Move(MoveKind.CLOSE, Cause.DAYS_OVER)
        look = since + timedelta(days=rails.silent_days)
        if self.today < look:
            return Move(MoveKind.WAIT, Cause.NOT_ANSWERED, until=min(look, self._last_day))
        if named is not None and self._may_revive(named):
            return self._offer_theirs(named, Cause.REVIVE)
        if named is not None and self._rounds_left > 0:
            return self._offer(1.0)
        return Move(MoveKind.WAIT, Cause.NOT_ANSWERED, until=self._last_day)

    @property
    def _last_day(self) -> date:
        """The day after the course's last, on which it is dropped."""
        return self.course.began + timedelta(days=self.position.guardrails.days + 1)

    def _deal(self, terms: Terms, cause: Cause) -> Move:
        to_sign = self.position.guardrails.needs_signature(terms)
        return Move(MoveKind.ACCEPT, cause, terms, to_sign=to_sign)

    @property
    def _named(self) -> Terms | None:
        """The terms of their last serious counter-offer, completed by our last offer."""
        return next(iter(self._all_named), None)

    @property
    def _all_named(self) -> tuple[Terms, ...]:
        """What they named in earnest, the last first."""
        found = (self._completed(answer) for answer in reversed(self._earnest))
        return tuple(terms for terms in found if terms is not None)

    @property
    def _earnest(self) -> list[SupplierMove]:
        """Their counter-offers with every price that nothing is odd about."""
        counters = (one for one in self.course.answers if one.kind is SupplierKind.COUNTER)
        return [
            one for one in counters if _names_prices(one, self._last) and not self._was_odd(one)
        ]

    def _was_odd(self, answer: SupplierMove) -> bool:
        rails = self.position.guardrails
        return (
            doubt_about(answer, rails, self._last, len(self.course.offers), answer.on) is not None
        )

    def _completed(self, answer: SupplierMove) -> Terms | None:
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


def _is_complete(answer: SupplierMove, last: Terms | None) -> bool:
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


def _end(cause: Cause) -> Move:
    return Move(MoveKind.TO_STAFF, cause)
