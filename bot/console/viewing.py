"""How the console says things: times, what a message is about, and how large a file is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.desk.options import option_name
from bot.rules.permissions import Permission, may
from models.values import Intent, Language


def filters(zone: ZoneInfo) -> dict[str, Callable[..., object]]:
    """What the templates use, with times in the shop's zone."""
    return {
        "clock": partial(clock, zone=zone),
        "may": lambda role, name: may(role, Permission(name)),
    }


def clock(at: datetime, now: datetime, *, zone: ZoneInfo) -> str:
    """A time in the shop's zone: 15:20 today, otherwise 11-22 15:20."""
    there = at.astimezone(zone)
    is_today = there.date() == now.astimezone(zone).date()
    return f"{there:%H:%M}" if is_today else f"{there:%m-%d %H:%M}"


def stamp(at: datetime | None, *, zone: ZoneInfo) -> str:
    """A moment of any year, in the shop's zone: 2026-11-22 15:20; empty for none."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def about(names: Sequence[str], language: str) -> str:
    """Intents in plain words: 退款进度 / where a refund is; a name of another version as it is."""
    return ", ".join(
        option_name(Intent(name), Language(language)) if name in set(Intent) else name
        for name in names
    )


def choices(language: str) -> list[tuple[str, str]]:
    """Every intent's name with its plain words, in the order of the closed list."""
    return [(intent.value, option_name(intent, Language(language))) for intent in Intent]


def size(of: int) -> str:
    """How large a file is: 34 KB, 1.2 MB; a byte is 1 KB."""
    return f"{of / 1e6:.1f} MB" if of >= 1_000_000 else f"{max(of // 1000, 1)} KB"
