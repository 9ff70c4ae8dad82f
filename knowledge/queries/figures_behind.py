"""The conversations behind a figure's number, newest first, a page at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import col, or_, select

from knowledge.queries.contacts import Judged, Topics, judged_between
from knowledge.queries.figures import Span
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    Handover,
    HandoverReason,
    KnowledgeGap,
    Message,
    Rating,
)
from knowledge.store import Unit

_JUDGED = ("contacts", "resolved_alone", "recontact")


async def conversations_behind(
    unit: Unit,
    name: str,
    span: Span,
    topics: Topics,
    *,
    part: str = "",
    language: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[int]:
    """The conversations behind a number of a day; the next page is `before` the last of these.

    Without a part or a language it is all of the figure's. One that was counted twice, as a
    customer came twice, is told once.

    Raises:
        LookupError: no conversations stand behind this figure, or it has no such part.
    """
    if name in _JUDGED:
        judged = await judged_between(unit, span.start, span.end, topics)
        found = {
            one.contact.conversation_id
            for one in judged
            if _counts(one, name, topics)
            and part in ("", one.contact.topic)
            and language in ("", one.contact.language)
        }
        ranked = sorted((key for key in found if before is None or key < before), reverse=True)
        return ranked[:limit]
    conversation, wanted = _rows(name, span, part, language)
    query = wanted if before is None else wanted.where(conversation < before)
    rows = await unit.exec(query.distinct().order_by(conversation.desc()).limit(limit))
    return list(rows.all())


def _counts(one: Judged, name: str, topics: Topics) -> bool:
    if name == "contacts":
        return True
    return one.recontacted if name == "recontact" else one.is_alone(topics)


def _rows(name: str, span: Span, part: str, language: str) -> tuple[Any, Any]:
    """The column that names the conversation, and the query for the rows that were counted."""
    try:
        return _QUERIES[name](span, part, language)
    except KeyError:
        raise LookupError(f"No conversations stand behind {name!r}.") from None
    except ValueError as error:
        raise LookupError(f"The figure {name!r} has no part {part!r}.") from error


def _day(table: Any, span: Span) -> Any:
    conversation = col(table.conversation_id)
    return select(conversation).where(table.created_at >= span.start, table.created_at < span.end)


def _ratings(span: Span, part: str, _language: str) -> tuple[Any, Any]:
    query = _day(Rating, span)
    return col(Rating.conversation_id), query.where(Rating.score == int(part)) if part else query


def _handovers(span: Span, part: str, _language: str) -> tuple[Any, Any]:
    query = _day(Handover, span)
    if part:
        query = query.where(Handover.reason == HandoverReason(part))
    return col(Handover.conversation_id), query


def _responses(span: Span, part: str, _language: str) -> tuple[Any, Any]:
    if part not in ("", "median", "p90", "answered", "unanswered"):
        raise ValueError(part)
    answered = col(Handover.first_answer_at)
    query = _day(Handover, span)
    if part:
        query = query.where(answered.is_(None) if part == "unanswered" else answered.is_not(None))
    return col(Handover.conversation_id), query


def _fallbacks(span: Span, _part: str, _language: str) -> tuple[Any, Any]:
    return col(Message.conversation_id), _day(Message, span).where(text("message.fallback"))


def _gaps(span: Span, part: str, language: str) -> tuple[Any, Any]:
    query = (
        select(col(Message.conversation_id))
        .join(KnowledgeGap, col(KnowledgeGap.message_id) == Message.id)
        .where(KnowledgeGap.created_at >= span.start, KnowledgeGap.created_at < span.end)
    )
    if part:
        query = query.where(KnowledgeGap.intent == part)
    if language:
        query = query.where(KnowledgeGap.language == language)
    return col(Message.conversation_id), query


def _actions(span: Span, part: str, _language: str) -> tuple[Any, Any]:
    query = _day(Action, span)
    if part:
        kind, _, state = part.partition(":")
        query = query.where(Action.kind == ActionKind(kind), Action.state == ActionState(state))
    return col(Action.conversation_id), query


_QUERIES = {
    "ratings": _ratings,
    "handovers": _handovers,
    "first_response": _responses,
    "fallbacks": _fallbacks,
    "fact_lock": _fallbacks,
    "unanswered": _gaps,
    "actions": _actions,
}


async def waiting_behind(
    unit: Unit,
    now: datetime,
    *,
    part: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[int]:
    """The conversations in which somebody waits for staff at this moment, newest first.

    Raises:
        LookupError: the part is neither `unassigned` nor `taken`.
    """
    if part not in ("", "unassigned", "taken"):
        raise LookupError(f"The figure 'waiting_now' has no part {part!r}.")
    query = select(Handover.conversation_id).where(
        col(Handover.resolved_at).is_(None),
        col(Handover.waits_since).is_not(None),
        or_(col(Handover.snoozed_until).is_(None), col(Handover.snoozed_until) <= now),
    )
    if part:
        free = col(Handover.taken_by).is_(None)
        query = query.where(free if part == "unassigned" else ~free)
    if before is not None:
        query = query.where(Handover.conversation_id < before)
    rows = await unit.exec(query.order_by(col(Handover.conversation_id).desc()).limit(limit))
    return list(rows.all())
