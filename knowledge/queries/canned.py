"""Ready answers, everybody's and staff's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, or_, select

from knowledge.records import CannedReply
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Canned:
    """A ready answer as a staff member has it; `is_shared`: everybody has it."""

    key: int
    title: str
    language: str
    body: str
    is_shared: bool


async def canned_for(unit: Unit, staff_id: int, language: str | None = None) -> Sequence[Canned]:
    """A staff member's own ready answers and everybody's, by title; of one language or all."""
    wanted = select(CannedReply).where(
        or_(col(CannedReply.staff_id) == staff_id, col(CannedReply.staff_id).is_(None))
    )
    if language is not None:
        wanted = wanted.where(CannedReply.language == language)
    found = await unit.exec(wanted.order_by(col(CannedReply.title), col(CannedReply.id)))
    return [
        Canned(one.key, one.title, one.language, one.body, one.staff_id is None)
        for one in found.all()
    ]


async def canned_seen_by(unit: Unit, canned_id: int, staff_id: int) -> CannedReply:
    """One that the staff member has.

    Raises:
        LookupError: there is none; a colleague's own is nobody else's to know of.
    """
    found = await unit.get(CannedReply, canned_id)
    if found is None or found.staff_id not in {None, staff_id}:
        raise LookupError(f"There is no ready answer {canned_id}.")
    return found
