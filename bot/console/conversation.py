"""One conversation as staff see it: what was said, who it is, and their orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Response
from fastapi.responses import JSONResponse

from bot.console import audit
from bot.console.access import needs
from bot.console.parts import ConsoleParts, Parts
from bot.console.rendering import Screen, ScreenOfRequest
from bot.console.sessions import Viewer
from bot.rules.permissions import Permission
from knowledge.queries import console, conversations, handovers, ratings, teaching
from knowledge.queries.cases import open_cases
from knowledge.queries.orders import orders_of
from knowledge.queries.staff import staff_names
from knowledge.records import Staff
from knowledge.store import Unit

#: What every page and deed around a conversation needs at least.
SEES = Depends(needs(Permission.SEE_CONVERSATIONS, Permission.VIEW_PERSONAL_DATA))

router = APIRouter(prefix="/conversations/{conversation_id}", dependencies=[SEES])

#: An id; the largest is what PostgreSQL's INTEGER holds.
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]

_MESSAGES = 200
#: The orders among which cases are looked for, as the desk does that tells of them.
_ORDERS = 50
#: What a page may be told to say was done.
_DONE = frozenset(
    {
        "taken",
        "answered",
        "given_back",
        "noted",
        "taught",
        "undone",
        "blocked",
        "unblocked",
        "case_received",
        "case_settled",
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation in front of a staff member."""

    conversation_id: int
    viewer: Staff
    screen: Screen
    parts: ConsoleParts

    async def page(
        self,
        status: int = 200,
        *,
        done: str = "",
        problem: str = "",
        draft: str = "",
    ) -> Response:
        """The page, saying what was done or why it was not, with the answer typed so far."""
        said = {"done": done, "problem": problem, "draft": draft}
        shown = await self.seen()
        return self.screen.page("conversation.html", {**shown, **said}, self.viewer, status)

    async def seen(self) -> dict[str, object]:
        """Everything about the conversation. That it was looked at is written down with it."""
        async with self.parts.store.writing() as unit:
            try:
                shown = await _everything(unit, self.conversation_id)
            except LookupError:
                raise HTTPException(404, "not_found") from None
            language, approvals = self.screen.language, self.parts.approvals
            shown["ledger"] = await approvals.ledger(unit, self.conversation_id, language)
            self.record(unit, "view_conversation")
        return {**shown, "now": self.parts.now()}

    async def cases(self) -> set[int]:
        """The ids of the customer's cases that are not settled."""
        async with self.parts.store.reading() as unit:
            try:
                _, account, _ = await conversations.scene(unit, self.conversation_id)
            except LookupError:
                raise HTTPException(404, "not_found") from None
            bought = await orders_of(unit, account.customer_id, account.key, _ORDERS)
            found = await open_cases(unit, [order.key for order in bought])
            return {kept.key for kept, _ in found}

    def record(self, unit: Unit, action: str, detail: str = "") -> None:
        """Write down what the staff member did here."""
        audit.record(unit, self.viewer, action, f"conversation:{self.conversation_id}", detail)


async def _case(conversation_id: Id, viewer: Viewer, screen: ScreenOfRequest, parts: Parts) -> Case:
    return Case(conversation_id, viewer, screen, parts)


CaseOfRequest = Annotated[Case, Depends(_case)]


async def _everything(unit: Unit, conversation_id: int) -> dict[str, object]:
    conversation, account, customer = await conversations.scene(unit, conversation_id)
    views = await console.order_views(unit, account.customer_id, account.key)
    return {
        "conversation": conversation,
        "account": account,
        "customer": customer,
        "messages": await conversations.recent_messages(unit, conversation_id, _MESSAGES),
        "handover": await handovers.open_handover(unit, conversation_id),
        "notes": await console.notes_of(unit, conversation_id),
        "orders": views,
        "cases": await open_cases(unit, [view.order.key for view in views]),
        "names": await staff_names(unit),
        "attachments": await console.attachments_in(unit, conversation_id),
        "ratings": await ratings.ratings_in(unit, conversation_id),
        "average": await ratings.average(unit),
        "taught": await teaching.taught_in(unit, conversation_id),
        "version": await console.version_of(unit, conversation_id),
        "earlier": await console.earlier_of(unit, conversation),
        "goes_on_in": await conversations.current(unit, conversation_id),
    }


@router.get("")
async def conversation_page(case: CaseOfRequest, done: str = "") -> Response:
    """The whole page."""
    return await case.page(done=done if done in _DONE else "")


@router.get("/version")
async def version(case: CaseOfRequest) -> Response:
    """Whether there is anything new. It tells nothing of what was said, and is no view of it."""
    async with case.parts.store.reading() as unit:
        return JSONResponse({"version": await console.version_of(unit, case.conversation_id)})


@router.get("/live")
async def live(case: CaseOfRequest) -> Response:
    """The part of the page that changes while it is open."""
    return case.screen.page("conversation_live.html", await case.seen(), case.viewer)
