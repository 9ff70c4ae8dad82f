"""What staff teach in a conversation: understood right, or what a message was about instead."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from bot.console.access import needs
from bot.console.conversation import SEES, Case, CaseOfRequest, Id
from bot.desk.teaching import TeachingRefused
from bot.rules.permissions import Permission

router = APIRouter(
    prefix="/conversations/{conversation_id}/messages/{message_id}",
    dependencies=[SEES, Depends(needs(Permission.TEACH))],
)

#: More than any message carries; a longer list comes from no page of ours.
_MOST = 5


@router.post("/confirm")
async def confirm(case: CaseOfRequest, message_id: Id) -> Response:
    """Say that a message was understood right."""
    doing = case.parts.teaching.confirm(case.conversation_id, message_id, case.viewer.key)
    return await _done(case, doing, message_id, "confirm_intent")


@router.post("/correct")
async def correct(
    case: CaseOfRequest,
    message_id: Id,
    intent: Annotated[list[str], Form(max_length=_MOST)] = [],  # noqa: B006 (FastAPI copies it)
) -> Response:
    """Say what a message was about."""
    named = [name for name in intent if name]
    doing = case.parts.teaching.correct(case.conversation_id, message_id, named, case.viewer.key)
    return await _done(case, doing, message_id, "correct_intent", ", ".join(named))


async def _done(
    case: Case, doing: Awaitable[None], message_id: int, action: str, meant: str = ""
) -> Response:
    """Have the desk keep it and write it down, or show why the desk refused."""
    try:
        await doing
    except LookupError:
        raise HTTPException(404, "not_found") from None
    except TeachingRefused as refused:
        return await case.page(409, problem=case.screen.words[f"teach_{refused.reason}"])
    async with case.parts.store.writing() as unit:
        case.record(unit, action, f"message:{message_id} {meant}".strip())
    place = f"{case.screen.base}/conversations/{case.conversation_id}"
    return RedirectResponse(f"{place}?done=taught#message-{message_id}", 303)
