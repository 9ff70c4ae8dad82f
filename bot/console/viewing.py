"""How the console says things: durations, times, orders, and what to call a customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.console.attachments import SHOWN
from bot.desk import facts
from bot.desk.actions.summary import what
from bot.desk.options import option_name
from bot.desk.teaching import can_be_taught
from bot.rules.permissions import Permission, may
from knowledge.queries.handovers import OpenHandover
from knowledge.queries.orders import ShipmentView
from models.values import Intent, Language


def filters(zone: ZoneInfo) -> dict[str, Callable[..., object]]:
    """What the templates use, with times in the shop's zone."""
    return {
        "duration": duration,
        "clock": partial(clock, zone=zone),
        "called": called,
        "money": facts.money,
        "items": facts.items,
        "parcel": partial(parcel, zone=zone),
        "about": about,
        "can_be_taught": can_be_taught,
        "choices": choices,
        "is_shown": SHOWN.__contains__,
        "size": size,
        "action_name": what,
        "may": lambda role, name: may(role, Permission(name)),
    }


def duration(length: timedelta, language: str) -> str:
    """How long somebody waits: 刚刚, 12 分钟, 3 小时 5 分 / just now, 12 min, 3 h 5 min, 2 days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    hours, days = minutes // 60, minutes // 1440
    if minutes == 0:
        return "刚刚" if language == "zh" else "just now"
    if hours == 0:
        return f"{minutes} 分钟" if language == "zh" else f"{minutes} min"
    if days == 0:
        rest = minutes % 60
        return f"{hours} 小时 {rest} 分" if language == "zh" else f"{hours} h {rest} min"
    return f"{days} 天" if language == "zh" else f"{days} day{'s' if days > 1 else ''}"


def clock(at: datetime, now: datetime, *, zone: ZoneInfo) -> str:
    """A time in the shop's zone: 15:20 today, otherwise 11-22 15:20."""
    there = at.astimezone(zone)
    is_today = there.date() == now.astimezone(zone).date()
    return f"{there:%H:%M}" if is_today else f"{there:%m-%d %H:%M}"


def called(one: OpenHandover) -> str:
    """The customer's name, else what the channel calls the account, else its number."""
    if one.customer is not None:
        return one.customer.name
    return one.account.display_name or f"#{one.account.key}"


def parcel(view: ShipmentView, number: int, now: datetime, language: str, *, zone: ZoneInfo) -> str:
    """One parcel: `1. 顺丰速运 SF123：运输中，预计明天送达`."""
    return facts.parcel_line(number, view, now.astimezone(zone), language)


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
