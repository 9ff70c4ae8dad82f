"""Addresses of before the live rooms: notices and bookmarks lead there still."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from bot.console.access import needs
from bot.console.attachments import Id
from bot.console.rendering import ScreenOfRequest
from bot.rules.permissions import Permission

router = APIRouter()


@router.get(
    "/conversations/{conversation_id}", dependencies=[Depends(needs(Permission.SEE_CONVERSATIONS))]
)
async def conversation(conversation_id: Id, screen: ScreenOfRequest) -> Response:
    """The inbox with the conversation open; whether there is one is said there."""
    return RedirectResponse(f"{screen.base}/?open={conversation_id}", 303)


@router.get("/staff", dependencies=[Depends(needs(Permission.MANAGE_STAFF))])
async def staff(screen: ScreenOfRequest) -> Response:
    """Who works here."""
    return RedirectResponse(f"{screen.base}/admin?tab=staff", 308)


@router.get("/dead-letters", dependencies=[Depends(needs(Permission.SEE_OUTBOX))])
async def dead_letters(screen: ScreenOfRequest) -> Response:
    """What could not be sent."""
    return RedirectResponse(f"{screen.base}/admin?tab=letters", 308)
