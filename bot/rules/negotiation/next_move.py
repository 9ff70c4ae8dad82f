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

from datetime import date

from bot.rules.negotiation.doubts import doubt_about
from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.our_moves import ask, offer, to_staff
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.replies import reply
from bot.rules.negotiation.silence import unanswered
from bot.rules.negotiation.standing import Standing
from bot.rules.negotiation.terms import Course, SupplierKind, SupplierMove


def next_move(position: Position, course: Course, today: date) -> Move:
    """What to do on a day of a course."""
    at = Standing(position, course, today)
    if not course.events:
        return offer(at, 0.0)
    if course.unanswered is not None:
        return unanswered(at)
    return _answered(at, course.answers[-1])


def _answered(at: Standing, answer: SupplierMove) -> Move:
    rails, offers = at.position.guardrails, len(at.course.offers)
    doubt = doubt_about(answer, rails, at.last, offers, at.today)
    if doubt is not None:
        return ask(at, doubt.topic, Cause.DOUBT, doubt)
    if at.is_over:
        late_yes = answer.kind in {SupplierKind.ACCEPT, SupplierKind.COUNTER}
        return to_staff(Cause.TOO_LATE) if late_yes else Move(MoveKind.CLOSE, Cause.DAYS_OVER)
    return reply(at, answer)
