"""Days and times as the shop writes them; without an offset they are in the shop's zone.

A ValueError is the end of a sentence that begins with the column and the value.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from pydantic import ValidationInfo

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HOUR = re.compile(r"([01]?\d|2[0-3]):[0-5]\d", re.ASCII)
_END_OF_DAY = time(23, 59, 59)


def moment(value: object, info: ValidationInfo) -> datetime:
    """`2026-11-23T09:30+08:00` → 01:30 UTC. Without an offset it is in the shop's zone."""
    return _in_utc(_iso(value), info)


def deadline(value: object, info: ValidationInfo) -> datetime:
    """Like `moment`, but a day without an hour means its end, not its first minute."""
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        return _in_utc(datetime.combine(_iso(value).date(), _END_OF_DAY), info)
    return moment(value, info)


def _iso(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError("is not a time such as 2026-11-23 09:30") from None


def _in_utc(when: datetime, info: ValidationInfo) -> datetime:
    if not 1990 <= when.year <= 2100:
        raise ValueError("has a year outside 1990 to 2100")
    if when.tzinfo is None:
        zone = (info.context or {}).get("zone")
        if zone is None:
            raise ValueError("has no offset from UTC")
        when = when.replace(tzinfo=zone)
    return when.astimezone(UTC)


def calendar_day(value: object) -> date:
    """`2026-11-23` → that day."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError("is not a day such as 2026-11-23") from None


def time_of_day(value: object) -> time:
    """`9:30` → half past nine."""
    if isinstance(value, time):
        return value
    text = str(value).strip()
    if not _HOUR.fullmatch(text):
        raise ValueError("is not a time of day such as 09:30")
    return time.fromisoformat(text.rjust(5, "0"))
