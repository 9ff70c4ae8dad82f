"""What staff have begun to write and not sent, by staff member and conversation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select

from knowledge.records import Draft
from knowledge.store import Unit


async def keep(unit: Unit, staff_id: int, conversation_id: int, text: str, now: datetime) -> None:
    """Keep what is in the box now; an empty box keeps nothing.

    What a database refuses (NUL, half a surrogate pair) is left out.
    """
    words = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if not words.strip():
        await forget(unit, staff_id, conversation_id)
        return
    insert = sqlite.insert if unit.get_bind().dialect.name == "sqlite" else postgresql.insert
    whose = {"staff_id": staff_id, "conversation_id": conversation_id}
    await unit.exec(
        insert(Draft)
        .values(**whose, text=words, created_at=now, updated_at=now)
        .on_conflict_do_update(index_elements=list(whose), set_={"text": words, "updated_at": now})
    )


async def read(unit: Unit, staff_id: int, conversation_id: int) -> str:
    """What the staff member has begun to write there; empty where nothing."""
    found = await unit.exec(
        select(Draft.text).where(
            Draft.staff_id == staff_id, Draft.conversation_id == conversation_id
        )
    )
    return found.first() or ""


async def forget(unit: Unit, staff_id: int, *conversation_ids: int) -> None:
    """Forget what the staff member has begun to write in these conversations."""
    await unit.exec(
        delete(Draft).where(
            col(Draft.staff_id) == staff_id, col(Draft.conversation_id).in_(conversation_ids)
        )
    )
