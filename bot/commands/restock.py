"""Looking at the stock by hand."""

from __future__ import annotations

import sys

from bot.commands.shop import migrate, say
from bot.settings import Settings
from bot.wiring import open_desk


async def restock(settings: Settings, *, dry_run: bool) -> int:
    """Order what is needed and print what was done and why.

    The messages are queued, not sent: only the serving process sends, so that two never
    send the same one.
    """
    async with open_desk(settings, {}) as desk:
        await migrate(desk.store)
        sys.stdout.write(f"{await desk.restock().run(dry_run=dry_run)}\n")
    if not dry_run:
        say("Messages are queued; they leave while `python -m bot run` serves.")
    return 0
