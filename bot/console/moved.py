"""Where a conversation was before the inbox: notices that were sent before lead there still."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from bot.console.access import needs
from bot.console.attachments import Id
from bot.console.rendering import ScreenOfRequest
from bot.rules.permissions import Permission

router = APIRouter(
    prefix="/conversations", dependencies=[Depends(needs(Permission.SEE_CONVERSATIONS))]
)


@router.get("/{conversation_id}")
async def conversation(conversation_id: Id, screen: ScreenOfRequest) -> Response:
    """The inbox with the conversation open; whether there is one is said there."""
    return RedirectResponse(f"{screen.base}/?open={conversation_id}", 303)
