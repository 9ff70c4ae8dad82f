"""What is done about a course in which nobody has written: waited for, reminded, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules.negotiation.moves import Move, MoveKind
from bot.rules.negotiation.next_move import next_move
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.terms import Course, SupplierKind
from bot.rules.supplier_hours import works_at
from bot.supply.course_book import SUPPLIER, course_from, waiting
from knowledge.queries.supplier_talk import has_left
from knowledge.queries.supply_orders import Purchase
from knowledge.records import (
    Negotiation,
    NegotiationMove,
    SupplierMessage,
    SupplierMessageState,
)

#: Something is done about these; whatever else comes out is looked at again later.
_DONE = frozenset({MoveKind.COUNTER, MoveKind.REMIND, MoveKind.TO_STAFF, MoveKind.CLOSE})
_UNREAD = (SupplierMessageState.NEW, SupplierMessageState.WITH_STAFF)


@dataclass(frozen=True, slots=True)
class Quiet:
    """An open course as it was at one moment.

    Args:
        letters: all that was written about its order, oldest first.
    """

    found: Purchase
    course: Negotiation
    moves: Sequence[NegotiationMove]
    letters: Sequence[SupplierMessage]
    position: Position


def quiet_move(seen: Quiet, now: datetime, zone: ZoneInfo) -> Move | None:
    """What to do, or None: nothing yet.

    Nothing while words are on their way or unread, or when the supplier does not work.
    """
    if any(map(_is_open, seen.letters)) or not seen.moves:
        return None
    if not works_at(seen.found.supplier, zone, now):
        return None
    today = now.astimezone(zone).date()
    move = next_move(seen.position, _as_it_stands(seen, zone), today)
    if move.kind not in _DONE:
        return None
    return move if move.kind is MoveKind.CLOSE or _is_waited_for(seen, now, zone) else None


def _is_open(letter: SupplierMessage) -> bool:
    """Whether a letter of theirs is yet to be seen to, or one of ours has come back."""
    came_back = letter.state is SupplierMessageState.BOUNCED and letter.settled_by is None
    return letter.state in _UNREAD or (letter.is_ours and came_back)


def _as_it_stands(seen: Quiet, zone: ZoneInfo) -> Course:
    course = course_from(_day(seen.course.began_at, zone), seen.moves, zone)
    if _is_away(seen):
        return course
    return waiting(course, _day(seen.moves[-1].happened_at, zone))


def _is_away(seen: Quiet) -> bool:
    """Whether the supplier's last word is that nobody is there."""
    last = [one for one in seen.moves if one.side == SUPPLIER][-1]
    return last.kind == SupplierKind.OUT_OF_OFFICE and seen.moves[-1].kind == MoveKind.WAIT


def _is_waited_for(seen: Quiet, now: datetime, zone: ZoneInfo) -> bool:
    """Whether our last words have left, and so long ago that an answer might have come."""
    ours = [one for one in seen.letters if one.is_ours]
    if not ours or _is_away(seen):
        return True
    # By days, as the rules count: what left at 15:00 on Monday is two days old on Wednesday.
    days = (_day(now, zone) - _day(ours[-1].written_at, zone)).days
    return has_left(ours[-1]) and days >= seen.position.guardrails.silent_days


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
