"""What could not be sent, and trying again."""

from __future__ import annotations

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.responses import RedirectResponse

from bot.console import audit
from bot.console.access import needs
from bot.console.attachments import Id
from bot.console.parts import ConsoleParts, Parts
from bot.console.rendering import Screen, ScreenOfRequest
from bot.console.sessions import Viewer
from bot.errors import XiaoerError
from bot.rules.permissions import Permission
from knowledge.queries import console
from knowledge.records import Staff

router = APIRouter(prefix="/dead-letters", dependencies=[Depends(needs(Permission.SEE_OUTBOX))])


@router.get("")
async def dead_letters(
    viewer: Viewer, screen: ScreenOfRequest, parts: Parts, done: str = ""
) -> Response:
    """What the outbox gave up on, newest first."""
    return await _page(screen, parts, viewer, done="revived" if done == "revived" else "")


async def _page(
    screen: Screen,
    parts: ConsoleParts,
    viewer: Staff,
    *,
    status: int = 200,
    done: str = "",
    problem: str = "",
) -> Response:
    async with parts.store.reading() as unit:
        letters = await console.dead_letters(unit)
    shown = {"letters": letters, "now": parts.now(), "done": done, "problem": problem}
    return screen.page("dead_letters.html", shown, viewer, status)


@router.post("/{item_id}/retry", dependencies=[Depends(needs(Permission.RETRY_OUTBOX))])
async def retry(item_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts) -> Response:
    """Put a dead letter back into the outbox."""
    try:
        revived = await parts.revive(item_id)
    except XiaoerError as error:
        return await _page(screen, parts, viewer, status=409, problem=str(error))
    if not revived:
        raise HTTPException(404, "not_found")
    async with parts.store.writing() as unit:
        audit.record(unit, viewer, "retry_letter", f"outbox:{item_id}")
    return RedirectResponse(f"{screen.base}/dead-letters?done=revived", 303)
