"""What to do about a supplier's serious answer, by its kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.rules.negotiation.concession import next_offer
from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.our_moves import ask, deal, offer, offer_theirs, restate, to_staff
from bot.rules.negotiation.secrecy import clear
from bot.rules.negotiation.standing import Standing, is_complete
from bot.rules.negotiation.terms import SupplierKind, SupplierMove, Terms, Topic

#: So often a supplier who only refuses is asked for terms; then the course is closed.
_ASKED_FOR_TERMS = 2
#: A share of the order's total: lateness above it is asked about.
_DEAR_LATENESS = 0.02


def reply(at: Standing, answer: SupplierMove) -> Move:
    """Our move; `answer` is the last of the course and nothing about it is odd."""
    if answer.kind is SupplierKind.ACCEPT:
        return _accepted(at, answer)
    if answer.kind is SupplierKind.COUNTER:
        return _countered(at, answer, at.completed(answer), is_complete(answer, at.last))
    if answer.kind is SupplierKind.REFUSE:
        return _refused(at)
    if answer.kind is SupplierKind.OUT_OF_OFFICE:
        return _away(at, answer.back_on)
    return _questioned(at, answer)


def _accepted(at: Standing, answer: SupplierMove) -> Move:
    """Our last offer; with another day, or part of a pack more or fewer, an offer of theirs."""
    last = at.last
    assert last is not None  # `doubt_about` saw to it
    ours = {line.item: line.quantity for line in last.lines}
    others = any(one.quantity not in {None, ours[one.item]} for one in answer.lines)
    if others or answer.delivery not in {None, last.delivery}:
        named = at.completed(answer)
        if named is not None and answer.delivery is None:
            # A yes without a day is one to ours, whatever day they spoke of before.
            named = replace(named, delivery=last.delivery)
        return _countered(at, answer, named, complete=True)
    if last.delivery <= at.today or not at.position.allows(last):
        return to_staff(Cause.TOO_LATE)
    return deal(at, last, Cause.THEY_ACCEPTED)


def _countered(at: Standing, answer: SupplierMove, named: Terms | None, complete: bool) -> Move:
    if named is None or not (answer.lines or answer.delivery):
        return ask(at, Topic.TERMS, Cause.NO_TERMS)
    share = at.share
    if not _good_enough(at, named, share):
        return _ask_for_earlier(at, named) or offer(at, share)
    if not complete and at.rounds_left <= 0:
        return ask(at, Topic.TERMS, Cause.CONFIRM)
    if not complete:
        return offer_theirs(at, named, Cause.CONFIRM)
    if clear(named, at.position.reservation) != named:
        return offer_theirs(at, named, Cause.BESIDE)
    return deal(at, named, Cause.GOOD_ENOUGH)


def _good_enough(at: Standing, named: Terms, share: float) -> bool:
    if named.delivery <= at.today or not at.position.allows(named):
        return False
    if at.rounds_left <= 0 or share >= 1:
        return True
    ours = next_offer(at.position, at.course, at.all_named, share, at.today)
    gain = at.position.reservation.gain
    return ours is None or gain(named) >= gain(ours)


def _ask_for_earlier(at: Standing, named: Terms) -> Move | None:
    """Ask once what an earlier day would cost, when theirs costs us dearly.

    What a day is worth to them is not to be seen otherwise; an offer for a day that they
    cannot do is no offer.
    """
    reservation = at.position.reservation
    dear = reservation.time_cost(named.delivery) > _DEAR_LATENESS * named.total_minor or (
        named.delivery > at.position.guardrails.latest_day
    )
    late = named.delivery > reservation.needed_by
    if not (late and dear) or at.rounds_left <= 0 or len(at.earnest) > 1:
        return None
    asked = ask(at, Topic.DELIVERY, Cause.EARLIER)
    return asked if asked.kind is MoveKind.ASK else None


def _refused(at: Standing) -> Move:
    """Ask for their terms if they never named any; else go on, or take up what they named."""
    named, answers = at.named, at.course.answers
    if named is None:
        refusals = sum(one.kind is SupplierKind.REFUSE for one in answers)
        if refusals > _ASKED_FOR_TERMS:
            return Move(MoveKind.CLOSE, Cause.REFUSED)
        return ask(at, Topic.TERMS, Cause.REFUSED)
    if at.rounds_left <= 0:
        # What they named has lapsed; it may be asked for, not taken.
        return ask(at, Topic.TERMS, Cause.REFUSED)
    again = len(answers) > 1 and answers[-2].kind is SupplierKind.REFUSE
    if (again or at.share >= 1) and at.may_revive(named):
        return offer_theirs(at, named, Cause.REVIVE)
    return offer(at, at.share)


def _away(at: Standing, back_on: date | None) -> Move:
    """Their absence takes no round: our offer stands until they are back."""
    until = back_on or at.today + timedelta(days=at.position.guardrails.silent_days)
    if until > at.last_day:
        return to_staff(Cause.AWAY_TOO_LONG)
    if until > at.today:
        return Move(MoveKind.WAIT, Cause.AWAY, until=until)
    if at.is_last_chance and at.named is not None and at.rounds_left > 0:
        return offer(at, 1.0)
    return restate(at, Cause.AWAY)


def _questioned(at: Standing, answer: SupplierMove) -> Move:
    """A question that our last offer answers gets it again; any other is for staff."""
    if answer.topic is Topic.OTHER or at.last is None:
        return to_staff(Cause.THEIR_QUESTION)
    return restate(at, Cause.RESTATE)
