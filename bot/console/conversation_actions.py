"""What staff do in a conversation: take it, answer, give it back, note something down."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from bot.console.conversation import Case, CaseOfRequest
from bot.errors import XiaoerError
from knowledge.queries import conversations
from knowledge.records import Note

router = APIRouter(prefix="/conversations/{conversation_id}")

Words = Annotated[str, Form(max_length=4_000)]


@router.post("/take")
async def take(case: CaseOfRequest) -> Response:
    """Take a conversation; the bot is silent from now on."""
    doing = case.parts.desk.take(case.conversation_id, case.viewer.key)
    return await _done(case, doing, "take", "taken")


@router.post("/answer")
async def answer(case: CaseOfRequest, text: Words = "") -> Response:
    """Answer the customer. Words that could not be sent stay in the box."""
    if not text.strip():
        return await case.page(422, problem=case.screen.words["answer_empty"])
    doing = case.parts.desk.answer(case.conversation_id, case.viewer.key, _clean(text))
    return await _done(case, doing, "answer", "answered", draft=text)


@router.post("/give-back")
async def give_back(case: CaseOfRequest) -> Response:
    """Give a conversation back to the bot."""
    doing = case.parts.desk.give_back(case.conversation_id, case.viewer.key)
    return await _done(case, doing, "give_back", "given_back")


@router.post("/notes")
async def add_note(case: CaseOfRequest, text: Words = "") -> Response:
    """Write something down for colleagues; the customer never sees it."""
    if not text.strip():
        return await case.page(422, problem=case.screen.words["note_empty"])
    async with case.parts.store.writing() as unit:
        try:
            await conversations.scene(unit, case.conversation_id)
        except LookupError:
            raise HTTPException(404, "not_found") from None
        note = Note(
            conversation_id=case.conversation_id, staff_id=case.viewer.key, text=_clean(text)
        )
        unit.add(note)
        case.record(unit, "add_note")
    return _back(case, "noted")


def _clean(text: str) -> str:
    """PostgreSQL refuses NUL in text."""
    return text.replace("\x00", "").strip()


async def _done(
    case: Case, doing: Awaitable[None], action: str, said: str, *, draft: str = ""
) -> Response:
    """Have the desk do it and write it down, or show why the desk refused."""
    try:
        await doing
    except LookupError:
        raise HTTPException(404, "not_found") from None
    except (XiaoerError, ValueError) as error:
        return await case.page(409, problem=str(error), draft=draft)
    async with case.parts.store.writing() as unit:
        case.record(unit, action)
    return _back(case, said)


def _back(case: Case, said: str) -> Response:
    place = f"{case.screen.base}/conversations/{case.conversation_id}?done={said}"
    return RedirectResponse(place, 303)
