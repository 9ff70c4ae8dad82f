"""The list of conversations in staff's hands."""

from __future__ import annotations

from fastapi import APIRouter, Response

from bot.console.parts import ConsoleParts, Parts
from bot.console.rendering import ScreenOfRequest
from bot.console.sessions import Viewer
from knowledge.queries import console
from knowledge.queries.staff import staff_names

router = APIRouter()


async def _shown(parts: ConsoleParts) -> dict[str, object]:
    async with parts.store.reading() as unit:
        return {
            "waiting": await console.waiting_conversations(unit),
            "dead": await console.dead_letter_count(unit),
            "names": await staff_names(unit),
            "now": parts.now(),
        }


@router.get("/")
async def handover_list(viewer: Viewer, screen: ScreenOfRequest, parts: Parts) -> Response:
    """Who waits for a person, longest first."""
    return screen.page("handovers.html", await _shown(parts), viewer)


@router.get("/handovers/rows")
async def handover_rows(viewer: Viewer, screen: ScreenOfRequest, parts: Parts) -> Response:
    """The list alone, which the page asks for again every few seconds."""
    return screen.page("handover_rows.html", await _shown(parts), viewer)
