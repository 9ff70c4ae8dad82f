"""Linking a staff account to a Telegram user, so that the staff chat knows who does what."""

from __future__ import annotations

from bot.console.accounts import normal_username
from bot.errors import XiaoerError
from knowledge.queries.staff import staff_named, staff_of_telegram
from knowledge.records import AuditEntry
from knowledge.store import Store

#: Telegram's ids have at most 52 significant bits (https://core.telegram.org/bots/api#user).
LARGEST_ID = 2**52 - 1


class LinkRefused(XiaoerError):
    """The link cannot be made; nothing was changed."""


async def link_telegram(store: Store, username: str, user_id: int) -> None:
    """Let what a Telegram user does in the staff chat count as a staff member's; 0 ends that.

    Raises:
        LinkRefused: there is no such account, the id is none, or it is a colleague's.
        StoreUnavailable: nothing was written.
    """
    if not 0 <= user_id <= LARGEST_ID:
        raise LinkRefused(f"A Telegram user id is a number from 1 to {LARGEST_ID}; 0 unlinks.")
    async with store.writing() as unit:
        staff = await staff_named(unit, normal_username(username))
        if staff is None:
            raise LinkRefused(f"There is no staff member '{normal_username(username)}'.")
        owner = await staff_of_telegram(unit, user_id) if user_id else None
        if owner is not None and owner.key != staff.key:
            raise LinkRefused(f"The Telegram user {user_id} is linked to '{owner.username}'.")
        if staff.telegram_user_id == (user_id or None):
            return
        staff.telegram_user_id = user_id or None
        subject = f"staff:{staff.username}"[:120]
        unit.add(AuditEntry(action="link_telegram", subject=subject, detail=str(user_id)))
