"""One conversation as staff see it: what was said, who it is, and their orders."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Response
from fastapi.responses import JSONResponse

from bot.console import audit
from bot.console.parts import ConsoleParts, Parts
from bot.console.rendering import Screen, ScreenOfRequest
from bot.console.sessions import Viewer
from knowledge.queries import console, conversations, handovers
from knowledge.queries.staff import staff_names
from knowledge.records import Staff
from knowledge.store import Unit

router = APIRouter(prefix="/conversations/{conversation_id}")

#: The largest id that a database's integer holds.
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]

_MESSAGES = 200
#: What a page may be told to say was done.
_DONE = frozenset({"taken", "answered", "given_back", "noted"})


async def _seen(parts: ConsoleParts, viewer: Staff, conversation_id: int) -> dict[str, object]:
    """Everything about a conversation. That it was looked at is written down first."""
    async with parts.store.writing() as unit:
        try:
            shown = await _everything(unit, conversation_id)
        except LookupError:
            raise HTTPException(404, "not_found") from None
        audit.record(unit, viewer, "view_conversation", audit.conversation(conversation_id))
    return {**shown, "now": parts.now()}


async def _everything(unit: Unit, conversation_id: int) -> dict[str, object]:
    conversation, account, customer = await conversations.scene(unit, conversation_id)
    return {
        "conversation": conversation,
        "account": account,
        "customer": customer,
        "messages": await conversations.recent_messages(unit, conversation_id, _MESSAGES),
        "handover": await handovers.open_handover(unit, conversation_id),
        "notes": await console.notes_of(unit, conversation_id),
        "orders": await console.order_views(unit, account.customer_id, account.key),
        "names": await staff_names(unit),
        "version": await console.version_of(unit, conversation_id),
    }


async def conversation_screen(
    screen: Screen,
    parts: ConsoleParts,
    viewer: Staff,
    conversation_id: int,
    *,
    status: int = 200,
    done: str = "",
    problem: str = "",
    draft: str = "",
    note: str = "",
) -> Response:
    """The page, saying what was done or why it was not, with the words typed so far."""
    shown = await _seen(parts, viewer, conversation_id)
    said = {"done": done, "problem": problem, "draft": draft, "note": note}
    return screen.page("conversation.html", {**shown, **said}, viewer, status)


@router.get("")
async def conversation_page(
    conversation_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts, done: str = ""
) -> Response:
    """The whole page."""
    said = done if done in _DONE else ""
    return await conversation_screen(screen, parts, viewer, conversation_id, done=said)


@router.get("/version")
async def version(conversation_id: Id, parts: Parts) -> Response:
    """Whether there is anything new. It tells nothing of what was said, and is no view of it."""
    async with parts.store.reading() as unit:
        return JSONResponse({"version": await console.version_of(unit, conversation_id)})


@router.get("/live")
async def live(
    conversation_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts
) -> Response:
    """The parts of the page that change while it is open."""
    shown = await _seen(parts, viewer, conversation_id)
    return screen.page("conversation_live.html", shown, viewer)
