"""What customers asked for that staff have to agree to."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from bot.console import audit
from bot.console.access import needs
from bot.console.conversation import Id
from bot.console.parts import ConsoleParts, Parts
from bot.console.rendering import Screen, ScreenOfRequest
from bot.console.sessions import Viewer
from bot.desk.approvals import ApprovalRefused
from bot.rules.permissions import Permission
from knowledge.records import Staff

router = APIRouter(
    prefix="/approvals",
    dependencies=[Depends(needs(Permission.APPROVE, Permission.VIEW_PERSONAL_DATA))],
)

#: What the page may be told to say was done.
_DONE = frozenset({"agreed", "not_agreed"})
Note = Annotated[str, Form(max_length=4_000)]


@router.get("")
async def approvals(
    viewer: Viewer, screen: ScreenOfRequest, parts: Parts, done: str = ""
) -> Response:
    """What waits, oldest first."""
    return await _page(screen, parts, viewer, done=done if done in _DONE else "")


@router.post("/{action_id}/agree")
async def agree(action_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts) -> Response:
    """Do it."""
    doing = parts.approvals.agree(action_id, viewer.key)
    return await _decided(screen, parts, viewer, doing, "agreed")


@router.post("/{action_id}/refuse", dependencies=[Depends(needs(Permission.REFUSE))])
async def refuse(
    action_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts, note: Note = ""
) -> Response:
    """Leave it undone; the customer reads the note. One that is refused stays in its box."""
    doing = parts.approvals.refuse(action_id, viewer.key, note)
    return await _decided(screen, parts, viewer, doing, "not_agreed", typed=(action_id, note))


async def _decided(
    screen: Screen,
    parts: ConsoleParts,
    viewer: Staff,
    doing: Awaitable[None],
    done: str,
    typed: tuple[int, str] = (0, ""),
) -> Response:
    """Have the desk do it, which writes it down, or show why the desk refused."""
    try:
        await doing
    except LookupError:
        raise HTTPException(404, "not_found") from None
    except ApprovalRefused as refused:
        problem = screen.words[f"approval_{refused.reason}"]
        return await _page(screen, parts, viewer, status=409, problem=problem, typed=typed)
    return RedirectResponse(f"{screen.base}/approvals?done={done}", 303)


async def _page(
    screen: Screen,
    parts: ConsoleParts,
    viewer: Staff,
    *,
    status: int = 200,
    done: str = "",
    problem: str = "",
    typed: tuple[int, str] = (0, ""),
) -> Response:
    """The page. It shows addresses and phones, so that it was looked at is written down."""
    async with parts.store.writing() as unit:
        waiting = await parts.approvals.waiting(unit, screen.language)
        audit.record(unit, viewer, "view_approvals", "approvals")
    said = {"done": done, "problem": problem, "typed": typed}
    shown = {"waiting": waiting, "now": parts.now(), **said}
    return screen.page("approvals.html", shown, viewer, status)
