"""Days counted from a day: weekdays to come, working days, the ends of months.

A week starts on Monday (ISO 8601), so 下周三 is the Wednesday of the week after this one.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def in_days(today: date, days: int) -> date:
    return today + timedelta(days=days)


def in_working_days(today: date, days: int) -> date:
    """Monday to Friday; public holidays are not known. Friday + 3 -> Wednesday."""
    day = today
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def in_months(today: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last))


def of_week(today: date, weekday: int, weeks: int) -> date:
    """A weekday (0 Monday) of this week (0), the next (1) and so on."""
    return today - timedelta(days=today.weekday()) + timedelta(days=weekday, weeks=weeks)


def coming(today: date, weekday: int) -> date:
    """The first such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def coming_day(today: date, day: int) -> date | None:
    """`15号` on 27 November -> 15 December: the first such day from today on."""
    if day < 1:
        return None
    for months in range(3):
        month = in_months(today.replace(day=1), months)
        if day <= calendar.monthrange(month.year, month.month)[1]:
            found = month.replace(day=day)
            if found >= today:
                return found
    return None


def of_year(today: date, month: int, day: int, year: int | None = None) -> date | None:
    """A day and month, in the coming year unless one is named; None where there is no such day."""
    try:
        found = date(year or today.year, month, day)
        if year is None and found < today:
            found = date(today.year + 1, month, day)
    except ValueError:
        return None
    return found


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
