"""How an answer changes its course: the steps that are kept, and what is next."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.negotiation.moves import Move, MoveKind
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.wording import why
from bot.rules.supplier_answers.doubts_zh import doubts_said
from bot.supply.answer_moves import plain
from bot.supply.course_book import SHOP, SUPPLIER, kept_answer, kept_move
from bot.supply.course_plan import Plan, Seen
from knowledge.queries import negotiations
from knowledge.records import (
    Negotiation,
    NegotiationMove,
    NegotiationState,
    PurchaseOrderStatus,
    SupplierMessage,
)
from knowledge.store import Unit


async def go_on(unit: Unit, seen: Seen, made: Plan, now: datetime) -> Negotiation | None:
    """The course about the order, begun with its first answer."""
    if seen.position is None:
        return None
    course = await negotiations.course_of(unit, seen.found.order.key)
    if course is None and seen.found.order.status is not PurchaseOrderStatus.REQUESTED:
        return None
    if course is None:
        rails = seen.position.guardrails
        course = Negotiation(
            purchase_order_id=seen.found.order.key,
            state=NegotiationState.OPEN,
            began_at=now,
            ends_at=now + timedelta(days=rails.days),
            limits=plain(seen.position),
        )
        unit.add(course)
        await unit.flush()
    if course.state is NegotiationState.OPEN:
        _advance(course, made, seen, now)
    return course


async def keep_steps(
    unit: Unit,
    seen: Seen,
    made: Plan,
    course: Negotiation,
    letters: tuple[SupplierMessage, SupplierMessage | None],
    now: datetime,
) -> None:
    """The supplier's step and ours, with their reasons; `letters`: theirs, and ours if any."""
    number = len(await negotiations.moves_of(unit, course.key)) + 1
    doubts = made.reading["doubts"]
    theirs = NegotiationMove(
        negotiation_id=course.key,
        number=number,
        side=SUPPLIER,
        kind=made.said.kind,
        terms=kept_answer(made.said, made.on_table),
        why_zh=doubts_said(doubts, "zh"),
        why_en=doubts_said(doubts, "en"),
        message_id=letters[0].key,
        happened_at=letters[0].written_at,
    )
    unit.add(theirs)
    await unit.flush()
    if made.move is not None:
        await keep_ours(unit, course, made.move, _why(seen, made), letters[1], now)


async def keep_ours(
    unit: Unit,
    course: Negotiation,
    move: Move,
    reason: tuple[str, str],
    letter: SupplierMessage | None,
    now: datetime,
) -> None:
    """A step of ours with its reason, Chinese and English; `letter`: what the supplier reads."""
    unit.add(
        NegotiationMove(
            negotiation_id=course.key,
            number=len(await negotiations.moves_of(unit, course.key)) + 1,
            side=SHOP,
            kind=move.kind,
            terms=kept_move(move),
            why_zh=reason[0],
            why_en=reason[1],
            message_id=letter.key if letter is not None else None,
            happened_at=now,
        )
    )


def _advance(course: Negotiation, made: Plan, seen: Seen, now: datetime) -> None:
    """Where the course stands after the answer, and what is next."""
    advance(course, None if made.staff_en else made.move, _why(seen, made), now)


def advance(course: Negotiation, move: Move | None, reason: tuple[str, str], now: datetime) -> None:
    """Where the course stands after a move of ours, and what is next; None: staff see to it."""
    if move is None or move.kind is MoveKind.TO_STAFF:
        course.state, course.next_move = NegotiationState.WITH_STAFF, "staff"
    elif move.kind is MoveKind.ACCEPT and move.to_sign:
        course.state, course.next_move = NegotiationState.TO_SIGN, "sign"
    elif move.kind is MoveKind.ACCEPT:
        course.state, course.next_move, course.closed_at = NegotiationState.SIGNED, "", now
    elif move.kind is MoveKind.CLOSE:
        course.state, course.next_move, course.closed_at = NegotiationState.CLOSED, "", now
    else:
        course.next_move = "wait"
    course.next_why_zh, course.next_why_en = reason


def _why(seen: Seen, made: Plan) -> tuple[str, str]:
    if made.staff_en:
        return made.staff_zh, made.staff_en
    assert made.move is not None and seen.position is not None
    return reasons(made.move, seen.position)


def reasons(move: Move, position: Position) -> tuple[str, str]:
    """Why, in Chinese and in English."""
    return why(move, position, "zh"), why(move, position, "en")
