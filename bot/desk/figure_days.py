"""A day as the figures count it: from midnight to midnight of the shop, until it is settled."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.figures import TALK, UNREAD
from bot.rules.policy import Policy
from knowledge.queries.contacts import Topics
from knowledge.queries.figures import OpenTime, Span

#: How far back missed days are made up for.
KEPT_DAYS = 90
#: After so many days nothing that a day's figures tell changes any more.
SETTLED = timedelta(days=4)
TOPICS = Topics(TALK, UNREAD)


def day_span(day: date, zone: ZoneInfo) -> Span:
    """A day of the shop, from its midnight to the next; 23 or 25 hours when clocks change."""
    start, end = (
        datetime.combine(one, time(), tzinfo=zone) for one in (day, day + timedelta(days=1))
    )
    return Span(start, end)


def open_time(policy: Policy, zone: ZoneInfo) -> OpenTime:
    """Counts the opening hours between two times of whatever zone."""
    return lambda start, end: policy.hours.open_time(start.astimezone(zone), end.astimezone(zone))
