"""What staff do in a conversation: take it, answer, give it back, note something down."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from bot.console import audit
from bot.console.conversation import Id, conversation_screen
from bot.console.parts import ConsoleParts, Parts
from bot.console.rendering import Screen, ScreenOfRequest
from bot.console.sessions import Viewer
from bot.errors import XiaoerError
from knowledge.queries import conversations
from knowledge.records import Note, Staff
from knowledge.store import Unit

router = APIRouter(prefix="/conversations/{conversation_id}")

Words = Annotated[str, Form(max_length=4_000)]


@router.post("/take")
async def take(
    conversation_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts
) -> Response:
    """Take a conversation; the bot is silent from now on."""
    refusal = await _refusal(parts.desk.take(conversation_id, viewer.key))
    if refusal:
        return await conversation_screen(
            screen, parts, viewer, conversation_id, status=409, problem=refusal
        )
    return await _done(screen, parts, viewer, conversation_id, "take", "taken")


@router.post("/answer")
async def answer(
    conversation_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts, text: Words = ""
) -> Response:
    """Answer the customer. Words that could not be sent stay in the box."""
    if not text.strip():
        problem = screen.words["answer_empty"]
        return await conversation_screen(
            screen, parts, viewer, conversation_id, status=422, problem=problem
        )
    refusal = await _refusal(parts.desk.answer(conversation_id, viewer.key, text.strip()))
    if refusal:
        return await conversation_screen(
            screen, parts, viewer, conversation_id, status=409, problem=refusal, draft=text
        )
    return await _done(screen, parts, viewer, conversation_id, "answer", "answered")


@router.post("/give-back")
async def give_back(
    conversation_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts
) -> Response:
    """Give a conversation back to the bot."""
    refusal = await _refusal(parts.desk.give_back(conversation_id, viewer.key))
    if refusal:
        return await conversation_screen(
            screen, parts, viewer, conversation_id, status=409, problem=refusal
        )
    return await _done(screen, parts, viewer, conversation_id, "give_back", "given_back")


@router.post("/notes")
async def add_note(
    conversation_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts, text: Words = ""
) -> Response:
    """Write something down for colleagues; the customer never sees it."""
    if not text.strip():
        problem = screen.words["note_empty"]
        return await conversation_screen(
            screen, parts, viewer, conversation_id, status=422, problem=problem
        )
    async with parts.store.writing() as unit:
        await _known(unit, conversation_id)
        unit.add(Note(conversation_id=conversation_id, staff_id=viewer.key, text=_clean(text)))
        audit.record(unit, viewer, "add_note", audit.conversation(conversation_id))
    return _back(screen, conversation_id, "noted")


async def _known(unit: Unit, conversation_id: int) -> None:
    try:
        await conversations.scene(unit, conversation_id)
    except LookupError:
        raise HTTPException(404, "not_found") from None


def _clean(text: str) -> str:
    """PostgreSQL refuses NUL in text."""
    return text.replace("\x00", "").strip()


async def _refusal(doing: Awaitable[None]) -> str:
    """Why the desk refused; empty when it did as told."""
    try:
        await doing
    except LookupError:
        raise HTTPException(404, "not_found") from None
    except (XiaoerError, ValueError) as error:
        return str(error)
    return ""


async def _done(
    screen: Screen,
    parts: ConsoleParts,
    viewer: Staff,
    conversation_id: int,
    action: str,
    said: str,
) -> Response:
    async with parts.store.writing() as unit:
        audit.record(unit, viewer, action, audit.conversation(conversation_id))
    return _back(screen, conversation_id, said)


def _back(screen: Screen, conversation_id: int, said: str) -> Response:
    return RedirectResponse(f"{screen.base}/conversations/{conversation_id}?done={said}", 303)
