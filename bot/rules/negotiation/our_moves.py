"""Our moves as a course stands: an offer, theirs as ours, ours again, a question, a deal."""

from __future__ import annotations

from bot.rules.negotiation.concession import next_offer
from bot.rules.negotiation.doubts import Doubt
from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.secrecy import clear
from bot.rules.negotiation.standing import Standing
from bot.rules.negotiation.terms import Terms, Topic


def offer(at: Standing, share: float) -> Move:
    """The next step of the concession; `share`: how much of the course is over."""
    if at.rounds_left <= 0:
        return Move(MoveKind.CLOSE, Cause.ROUNDS_OVER)
    terms = next_offer(at.position, at.course, at.all_named, share, at.today)
    if terms is None:
        return to_staff(Cause.NOTHING_TO_OFFER)
    cause = Cause.LAST_ROUND if share >= 1 else Cause.CONCESSION
    if at.last is None:
        cause = Cause.OPENING
    return Move(MoveKind.COUNTER, cause, terms, final=share >= 1)


def offer_theirs(at: Standing, named: Terms, cause: Cause) -> Move:
    """What they named, as an offer of ours: completed, revived, or beside the hidden limit."""
    theirs = clear(named, at.position.reservation)
    if at.rounds_left <= 0 or not at.position.allows(theirs):
        return to_staff(Cause.HIDDEN_LIMIT if cause is Cause.BESIDE else Cause.ROUNDS_OVER)
    gain = at.position.reservation.gain
    if at.last is not None and gain(theirs) > gain(at.last):
        # Better for us than our own offer: to ask for it would go back on that.
        theirs = at.last
    # Our own offer once more takes no round.
    again = theirs == at.last and not at.asked_out
    return Move(MoveKind.COUNTER, cause, theirs, restated=again)


def restate(at: Standing, cause: Cause) -> Move:
    """Our last offer once more; it takes no round."""
    last = at.last
    if last is None or last.delivery <= at.today or at.asked_out:
        return to_staff(cause)
    return Move(MoveKind.COUNTER, cause, last, restated=True, final=at.course.was_final)


def ask(at: Standing, topic: Topic | None, cause: Cause, doubt: Doubt | None = None) -> Move:
    """A question, or staff when enough was asked."""
    if topic is None or at.asked_out or at.asked_in_vain:
        return Move(MoveKind.TO_STAFF, cause, doubt=doubt)
    return Move(MoveKind.ASK, cause, topic=topic, doubt=doubt)


def deal(at: Standing, terms: Terms, cause: Cause) -> Move:
    """An acceptance, signed by staff unless it is below the cap."""
    to_sign = at.position.guardrails.needs_signature(terms)
    return Move(MoveKind.ACCEPT, cause, terms, to_sign=to_sign)


def to_staff(cause: Cause) -> Move:
    return Move(MoveKind.TO_STAFF, cause)
