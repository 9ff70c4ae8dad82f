"""Who works here; admins add colleagues."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import RedirectResponse

from bot.console.access import needs
from bot.console.account_desks import AccountDesksOfApp
from bot.console.accounts import AccountRefused
from bot.console.parts import ConsoleParts, Parts
from bot.console.rendering import Screen, ScreenOfRequest
from bot.console.sessions import Viewer
from bot.rules.permissions import Permission
from knowledge.queries.staff import all_staff
from knowledge.records import Role, Staff

router = APIRouter(prefix="/staff", dependencies=[Depends(needs(Permission.MANAGE_STAFF))])

Field = Annotated[str, Form(max_length=1_000)]


@router.get("")
async def staff_list(
    viewer: Viewer, screen: ScreenOfRequest, parts: Parts, done: str = ""
) -> Response:
    """Everyone, and the form to add somebody."""
    return await _page(screen, parts, viewer, done="staff_added" if done == "staff_added" else "")


async def _page(
    screen: Screen,
    parts: ConsoleParts,
    viewer: Staff,
    *,
    status: int = 200,
    done: str = "",
    problem: str = "",
    username: str = "",
    name: str = "",
) -> Response:
    async with parts.store.reading() as unit:
        everyone = await all_staff(unit)
    shown = {"everyone": everyone, "done": done, "problem": problem}
    typed = {"username": username, "name": name}
    return screen.page("staff.html", {**shown, **typed}, viewer, status)


@router.post("")
async def add(
    viewer: Viewer,
    screen: ScreenOfRequest,
    parts: Parts,
    desks: AccountDesksOfApp,
    role: Annotated[Role, Form()],
    username: Field = "",
    name: Field = "",
    password: Field = "",
) -> Response:
    """Add a colleague."""
    try:
        await desks.colleagues.add(viewer.key, username, name, role, password)
    except AccountRefused as refused:
        return await _page(
            screen,
            parts,
            viewer,
            status=422,
            problem=refused.reason,
            username=username,
            name=name,
        )
    return RedirectResponse(f"{screen.base}/staff?done=staff_added", 303)
