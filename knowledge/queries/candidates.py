"""Staff's answers that may become articles, and answers of the bot that staff found wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from knowledge.records import (
    ArticleCandidate,
    Author,
    CandidateState,
    Conversation,
    Message,
    MessageKind,
    Staff,
    WrongAnswer,
)
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate, who proposed it, and the conversation it comes from."""

    candidate: ArticleCandidate
    staff: str
    conversation_id: int | None


@dataclass(frozen=True, slots=True)
class WrongRow:
    """An answer of the bot that staff found wrong: `asked` is what it answered to."""

    id: int
    message_id: int
    conversation_id: int
    language: str
    answer: str
    act: str | None
    asked: str
    note: str
    staff: str
    marked_at: datetime


_NAME = func.coalesce(func.nullif(Staff.name, ""), Staff.username)


async def candidates(unit: Unit, limit: int = 200) -> list[CandidateRow]:
    """The candidates that are neither taken nor dropped, newest first."""
    rows = await unit.exec(
        select(ArticleCandidate, _NAME, Message.conversation_id)
        .join(Staff, col(Staff.id) == ArticleCandidate.staff_id)
        .join(Message, col(Message.id) == ArticleCandidate.message_id, isouter=True)
        .where(ArticleCandidate.state == CandidateState.OPEN)
        .order_by(col(ArticleCandidate.id).desc())
        .limit(limit)
    )
    return [CandidateRow(*row) for row in rows.all()]


async def candidate_of(unit: Unit, message_id: int) -> ArticleCandidate | None:
    """The candidate made of a staff member's words."""
    made = select(ArticleCandidate).where(ArticleCandidate.message_id == message_id)
    return (await unit.exec(made)).first()


async def proposed_in(unit: Unit, conversation_id: int) -> dict[int, CandidateState]:
    """What became of the candidates made in a conversation, by their messages' ids."""
    found = await unit.exec(
        select(ArticleCandidate.message_id, ArticleCandidate.state)
        .join(Message, col(Message.id) == ArticleCandidate.message_id)
        .where(Message.conversation_id == conversation_id)
    )
    return {
        message_id: CandidateState(state)
        for message_id, state in found.all()
        if message_id is not None
    }


async def words_before(unit: Unit, message: Message) -> Message | None:
    """What the customer last wrote before a message of the conversation."""
    said = (
        select(Message)
        .where(
            Message.conversation_id == message.conversation_id,
            col(Message.id) < message.key,
            Message.author == Author.CUSTOMER,
            Message.kind == MessageKind.TEXT,
            Message.text != "",
        )
        .order_by(col(Message.id).desc())
        .limit(1)
    )
    return (await unit.exec(said)).first()


async def wrong_answer_of(unit: Unit, message_id: int) -> WrongAnswer | None:
    """That staff found this message wrong, if they did."""
    marked = select(WrongAnswer).where(WrongAnswer.message_id == message_id)
    return (await unit.exec(marked)).first()


async def wrong_in(unit: Unit, conversation_id: int) -> dict[int, WrongAnswer]:
    """The wrong answers of a conversation, by their messages' ids."""
    found = await unit.exec(
        select(WrongAnswer)
        .join(Message, col(Message.id) == WrongAnswer.message_id)
        .where(Message.conversation_id == conversation_id)
    )
    return {wrong.message_id: wrong for wrong in found.all()}


async def wrong_answers(unit: Unit, before: int | None = None, limit: int = 50) -> list[WrongRow]:
    """Wrong answers, the last marked first.

    Args:
        before: the `id` of the last row of the page before.
    """
    wanted = (
        select(WrongAnswer, Message, Conversation.language, _NAME)
        .join(Message, col(Message.id) == WrongAnswer.message_id)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(Staff, col(Staff.id) == WrongAnswer.staff_id)
        .order_by(col(WrongAnswer.id).desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(col(WrongAnswer.id) < before)
    rows = (await unit.exec(wanted)).all()
    return [await _wrong(unit, *row) for row in rows]


async def _wrong(
    unit: Unit, wrong: WrongAnswer, message: Message, language: str, staff: str
) -> WrongRow:
    asked = await words_before(unit, message)
    return WrongRow(
        id=wrong.key,
        message_id=message.key,
        conversation_id=message.conversation_id,
        language=language,
        answer=message.text,
        act=message.act,
        asked=asked.text if asked else "",
        note=wrong.note,
        staff=staff,
        marked_at=wrong.created_at,
    )
