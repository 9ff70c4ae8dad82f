"""Staff give a course back to the desk: it goes on where it stood, with what came meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.rules.negotiation.moves import MoveKind
from bot.supply.course_book import SAID, SHOP, STAFF, SUPPLIER
from knowledge.queries import negotiations
from knowledge.records import (
    Negotiation,
    NegotiationMove,
    NegotiationState,
    SupplierMessage,
    SupplierMessageState,
)
from knowledge.store import Unit

HANDED_BACK = "hand_back"


async def hand_back(unit: Unit, course: Negotiation, staff_id: int) -> dict[str, Any]:
    """Open a held course that staff have.

    A deal that nothing was said about since waits for its signature again. What the supplier wrote
    last in staff's time is read anew, unless staff have answered it; the rest is settled.

    Returns:
        What the step keeps: whether staff `spoke` to the supplier since our last offer.
    """
    moves = await negotiations.moves_of(unit, course.key)
    letters = await negotiations.letters_about(unit, course.purchase_order_id)
    unread = _unread(moves, letters)
    spoke = _spoke(moves, letters)
    await negotiations.settle(unit, course.purchase_order_id, staff_id)
    if unread is not None:
        unread.state, unread.why = SupplierMessageState.NEW, ""
    signs = unread is None and not spoke and _waits_for_signature(moves)
    course.state = NegotiationState.TO_SIGN if signs else NegotiationState.OPEN
    course.next_move = "sign" if signs else "wait"
    course.next_why_zh = "同事已交回系统继续谈判。"
    course.next_why_en = "A colleague has handed it back; the desk goes on."
    return {"spoke": spoke}


def staff_spoke(moves: Sequence[NegotiationMove]) -> bool:
    """Whether our last offer is older than words of staff's own: a yes may be one to those."""
    for one in reversed(moves):
        if one.side == STAFF and one.kind == HANDED_BACK and one.terms.get("spoke"):
            return True
        if one.side == SHOP and one.kind in SAID:
            return False
    return False


def _unread(
    moves: Sequence[NegotiationMove], letters: Sequence[SupplierMessage]
) -> SupplierMessage | None:
    """The supplier's last words, if they came in staff's time and wait to be seen to."""
    steps = [one for one in moves if one.side != STAFF]
    if not steps or steps[-1].side != SUPPLIER:
        return None
    waits = SupplierMessageState.WITH_STAFF
    return next(
        (one for one in letters if one.key == steps[-1].message_id and one.state is waits), None
    )


def _spoke(moves: Sequence[NegotiationMove], letters: Sequence[SupplierMessage]) -> bool:
    """Whether there are words of ours that belong to no step, later than those that do.

    The first letter is the order itself.
    """
    known = {one.message_id for one in moves}
    ours = [one for one in letters if one.is_ours]
    return any(one.key not in known for one in ours[1:] if one.key > _last(moves))


def _last(moves: Sequence[NegotiationMove]) -> int:
    """The id of our last message in a step; 0 before the first."""
    said = [one.message_id for one in moves if one.side == SHOP and one.message_id is not None]
    return max(said, default=0)


def _waits_for_signature(moves: Sequence[NegotiationMove]) -> bool:
    """Whether the last thing that was decided is a deal."""
    steps = [one for one in moves if one.side != STAFF]
    return bool(steps) and steps[-1].side == SHOP and steps[-1].kind == MoveKind.ACCEPT
