"""A day's delivery routes by hand: planned, begun, printed and drawn."""

from __future__ import annotations

import asyncio
import sys
from datetime import date
from pathlib import Path

from bot.commands.shop import migrate, say
from bot.errors import CommandFailed
from bot.policy_file import read_policy
from bot.settings import Settings
from bot.supply.route_map import drawn
from bot.supply.route_sheet import table
from bot.supply.routes import RouteDesk
from knowledge.store import Store


async def routes(settings: Settings, day: str, svg: Path | None, *, start: bool) -> int:
    """Plan a day and print its routes; one whose vehicles have left is printed as it is.

    Raises:
        CommandFailed: the day is none, or the drawing cannot be written; the plan is kept.
        RoutesRefused: the day cannot be planned or begun.
    """
    meant = _day(day)
    policy = read_policy(Path(settings.policy) if settings.policy else None)
    store = Store(settings.database_url)
    try:
        await migrate(store)
        desk = RouteDesk(store, policy=policy, zone=settings.zone)
        kept = await desk.sheet(meant)
        if start:
            sheet = await desk.start(meant)
        elif kept is not None and kept.is_started:
            say(f"The vehicles of {meant} have left: this is the plan they drive.")
            sheet = kept
        else:
            sheet = await desk.plan(meant)
    finally:
        await store.close()
    sys.stdout.write(f"{table(sheet, settings.zone)}\n")
    if svg is not None:
        await asyncio.to_thread(_write, svg, drawn(sheet, settings.zone))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandFailed(f"'{text}' is no day such as 2026-11-23.") from None


def _write(svg: Path, drawing: str) -> None:
    try:
        svg.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"{svg} cannot be written: {error.strerror}.") from error
    say(f"Drawn in {svg}.")
