"""What staff do in a conversation: take it, answer, give it back, note something down.

They also take back what was done for the customer there, and block whoever abuses the desk.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from bot.console.access import needs
from bot.console.conversation import SEES, Case, CaseOfRequest, Id
from bot.desk.approvals import ApprovalRefused
from bot.desk.cases import CaseRefused
from bot.errors import XiaoerError
from bot.rules.permissions import Permission
from knowledge.queries import actions, conversations
from knowledge.records import Note

router = APIRouter(prefix="/conversations/{conversation_id}", dependencies=[SEES])

Words = Annotated[str, Form(max_length=4_000)]


@router.post("/take", dependencies=[Depends(needs(Permission.TAKE_OVER))])
async def take(case: CaseOfRequest) -> Response:
    """Take a conversation; the bot is silent from now on."""
    doing = case.parts.desk.take(case.conversation_id, case.viewer.key)
    return await _done(case, doing, "taken")


@router.post("/answer", dependencies=[Depends(needs(Permission.ANSWER))])
async def answer(case: CaseOfRequest, text: Words = "") -> Response:
    """Answer the customer. Words that could not be sent stay in the box."""
    if not text.strip():
        return await case.page(422, problem=case.screen.words["answer_empty"])
    doing = case.parts.desk.answer(case.conversation_id, case.viewer.key, _clean(text))
    return await _done(case, doing, "answered", draft=text)


@router.post("/give-back", dependencies=[Depends(needs(Permission.ANSWER))])
async def give_back(case: CaseOfRequest) -> Response:
    """Give a conversation back to the bot."""
    doing = case.parts.desk.give_back(case.conversation_id, case.viewer.key)
    return await _done(case, doing, "given_back")


@router.post("/notes", dependencies=[Depends(needs(Permission.ANSWER))])
async def add_note(case: CaseOfRequest, text: Words = "") -> Response:
    """Write something down for colleagues; the customer never sees it."""
    if not text.strip():
        return await case.page(422, problem=case.screen.words["note_empty"])
    async with case.parts.store.writing() as unit:
        try:
            await conversations.scene(unit, case.conversation_id)
        except LookupError:
            raise HTTPException(404, "not_found") from None
        note = Note(
            conversation_id=case.conversation_id, staff_id=case.viewer.key, text=_clean(text)
        )
        unit.add(note)
        case.record(unit, "add_note")
    return _back(case, "noted")


@router.post("/actions/{action_id}/undo", dependencies=[Depends(needs(Permission.UNDO))])
async def undo(case: CaseOfRequest, action_id: Id) -> Response:
    """Take back an action of this conversation; the desk writes it down and tells the customer."""
    async with case.parts.store.reading() as unit:
        action = await actions.action_numbered(unit, action_id)
    if action is None or action.conversation_id != case.conversation_id:
        raise HTTPException(404, "not_found")
    try:
        await case.parts.approvals.undo(action_id, case.viewer.key)
    except ApprovalRefused as refused:
        return await case.page(409, problem=case.screen.words[f"approval_{refused.reason}"])
    return _back(case, "undone")


@router.post("/cases/{case_id}/received", dependencies=[Depends(needs(Permission.ANSWER))])
async def case_received(case: CaseOfRequest, case_id: Id) -> Response:
    """The goods of one of the customer's cases are here."""
    return await _case_moved(case, case_id, case.parts.cases.received, "case_received")


@router.post("/cases/{case_id}/settled", dependencies=[Depends(needs(Permission.ANSWER))])
async def case_settled(case: CaseOfRequest, case_id: Id) -> Response:
    """Nothing is left to do about one of the customer's cases."""
    return await _case_moved(case, case_id, case.parts.cases.settled, "case_settled")


async def _case_moved(
    case: Case, case_id: int, move: Callable[[int, int], Awaitable[None]], said: str
) -> Response:
    shown = await case.cases()
    if case_id not in shown:
        # Another customer's, or settled meanwhile by a colleague.
        return await case.page(409, problem=case.screen.words["case_refused"])
    try:
        await move(case_id, case.viewer.key)
    except CaseRefused:
        return await case.page(409, problem=case.screen.words["case_refused"])
    return _back(case, said)


@router.post("/block", dependencies=[Depends(needs(Permission.BLOCK))])
async def block(case: CaseOfRequest) -> Response:
    """Block the account: what it writes is kept, and the bot does not answer."""
    await _set_blocked(case, case.parts.now(), "block_account")
    return _back(case, "blocked")


@router.post("/unblock", dependencies=[Depends(needs(Permission.BLOCK))])
async def unblock(case: CaseOfRequest) -> Response:
    """Let the account be answered again."""
    await _set_blocked(case, None, "unblock_account")
    return _back(case, "unblocked")


async def _set_blocked(case: Case, at: datetime | None, action: str) -> None:
    """Block or unblock, and write it down; what is so already stays as it is."""
    async with case.parts.store.writing() as unit:
        try:
            _, account, _ = await conversations.scene(unit, case.conversation_id)
        except LookupError:
            raise HTTPException(404, "not_found") from None
        if (account.blocked_at is None) is not (at is None):
            account.blocked_at = at
            case.record(unit, action, f"account:{account.key}")


def _clean(text: str) -> str:
    """PostgreSQL refuses NUL in text."""
    return text.replace("\x00", "").strip()


async def _done(case: Case, doing: Awaitable[None], said: str, *, draft: str = "") -> Response:
    """Have the desk do it, which writes it down, or show why the desk refused."""
    try:
        await doing
    except LookupError:
        raise HTTPException(404, "not_found") from None
    except (XiaoerError, ValueError) as error:
        return await case.page(409, problem=str(error), draft=draft)
    return _back(case, said)


def _back(case: Case, said: str) -> Response:
    place = f"{case.screen.base}/conversations/{case.conversation_id}?done={said}"
    return RedirectResponse(place, 303)
