"""Who did something in the staff chat, as far as an admin linked them to a staff account."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.queries.staff import staff_of_telegram
from knowledge.records import AuditEntry
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody in the staff chat.

    Args:
        name: as the chat shows it.
        user_id: the channel's id of them; 0 where the channel does not tell.
    """

    name: str = ""
    user_id: int = 0


@dataclass(frozen=True, slots=True)
class Doer:
    """Who that is to the shop.

    Args:
        staff_id: the linked account; None without one.
        name: the account's name, else the chat's.
        detail: what the audit keeps of it.
        is_barred: the linked account was switched off.
        user_id: the channel's id of them; 0 where the channel does not tell.
    """

    staff_id: int | None
    name: str
    detail: str
    is_barred: bool = False
    user_id: int = 0

    def entry(self, action: str, subject: str, detail: str = "") -> AuditEntry:
        """What the audit keeps of something that was done."""
        said = " · ".join(part for part in (detail, self.detail) if part)
        return AuditEntry(staff_id=self.staff_id, action=action, subject=subject, detail=said)


async def doer_of(unit: Unit, hand: Hand) -> Doer:
    """Whose hand it is."""
    linked = await staff_of_telegram(unit, hand.user_id) if hand.user_id else None
    if linked is not None:
        name = linked.name or linked.username
        return Doer(linked.key, name, "Telegram", is_barred=not linked.active)
    known = f": {hand.name} ({hand.user_id or '?'})" if hand.name else ""
    return Doer(None, hand.name or "Telegram", f"Telegram{known}", user_id=hand.user_id)
