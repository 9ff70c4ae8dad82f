"""When a supplier is written to: on its working days, in its working hours, in its own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.records import Supplier

#: Beyond a week the same days come again.
_WEEK = 7


def zone_of(supplier: Supplier, shop_zone: ZoneInfo) -> ZoneInfo:
    """The supplier's zone; the shop's where none or an unknown one is on record."""
    try:
        return ZoneInfo(supplier.timezone) if supplier.timezone else shop_zone
    except (ZoneInfoNotFoundError, ValueError):
        return shop_zone


def next_moment(supplier: Supplier, shop_zone: ZoneInfo, now: datetime) -> datetime:
    """The first moment from now on at which the supplier is written to, in UTC.

    Mon-Fri 9-18, Friday 18:30 → Monday 09:00. A supplier without any working day on record is
    written to at once: a message that never leaves would be worse.
    """
    zone = zone_of(supplier, shop_zone)
    local = now.astimezone(zone)
    for ahead in range(_WEEK + 1):
        day = local.date() + timedelta(days=ahead)
        if str(day.isoweekday()) not in supplier.works_on:
            continue
        opens, closes = _hours(supplier, day, zone)
        if now < closes:
            return max(now.astimezone(UTC), opens)
    return now.astimezone(UTC)


def works_at(supplier: Supplier, shop_zone: ZoneInfo, now: datetime) -> bool:
    """Whether the supplier works at this moment."""
    return next_moment(supplier, shop_zone, now) == now


def _hours(supplier: Supplier, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From and until when it works on a day, in UTC; hours in a senseless order end at midnight."""
    opens = datetime.combine(day, time(supplier.works_from), tzinfo=zone)
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    until = supplier.works_until
    if supplier.works_from < until < 24:
        return opens.astimezone(UTC), datetime.combine(day, time(until), zone).astimezone(UTC)
    return opens.astimezone(UTC), midnight.astimezone(UTC)
