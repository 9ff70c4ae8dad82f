"""What follows when a supplier does not answer: a reminder, one more step, then staff.

The step is what they named last where that is within the limits, else what the concession has come
to. Whoever stays silent after it is staff's, who can call.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.our_moves import offer, offer_theirs, to_staff
from bot.rules.negotiation.standing import Standing


def unanswered(at: Standing) -> Move:
    """What to do about a course that ends with words of ours."""
    if at.is_over:
        return Move(MoveKind.CLOSE, Cause.DAYS_OVER)
    ours = at.course.since_answer
    look = ours[-1].on + timedelta(days=_wait(at))
    if at.today < look:
        return Move(MoveKind.WAIT, Cause.NOT_ANSWERED, until=min(look, at.last_day))
    if _has_stepped(at):
        return to_staff(Cause.SILENT)
    # Where time is short, the last offer goes out without a reminder before it.
    hurries = at.is_last_chance and at.rounds_left > 0
    return _step(at) if ours[-1].reminder or hurries else _remind(at)


def _wait(at: Standing) -> int:
    """Days until something follows; after the step as long as staff let anybody be silent."""
    return at.position.guardrails.silent_days if _has_stepped(at) else at.silent_days


def _has_stepped(at: Standing) -> bool:
    """Whether an offer was made in the silence: after a reminder."""
    ours = at.course.since_answer
    return not ours[-1].reminder and any(one.reminder for one in ours)


def _remind(at: Standing) -> Move:
    """Our last words once more; they take no round and are no question."""
    last = at.course.since_answer[-1]
    # After an answer to a question of theirs it is our offer that waits.
    terms = last.terms or (at.last if last.topic is None else None)
    return Move(
        MoveKind.REMIND,
        Cause.NOT_ANSWERED,
        terms,
        last.topic,
        restated=terms is not None,
        final=at.course.was_final,
    )


def _step(at: Standing) -> Move:
    """An offer that gives more than the last one, else staff."""
    move = _given(at)
    moved = move.kind is MoveKind.COUNTER and move.terms != at.last
    return move if moved else to_staff(Cause.SILENT)


def _given(at: Standing) -> Move:
    named = at.named
    if named is not None and at.may_revive(named):
        return offer_theirs(at, named, Cause.REVIVE)
    # Who named terms is close to an end: our last offer. Who named none gets the next step.
    return replace(offer(at, at.share if named is None else 1.0), cause=Cause.AFTER_SILENCE)
