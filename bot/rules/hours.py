"""When staff are there: every day between two times, but for the holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from bot.rules.section import Section

#: The longest holiday, days: a slip in the year must not close the shop for ten of them.
LONGEST_HOLIDAY = 366
#: The most holidays in a list.
MOST_HOLIDAYS = 400

_DAY = timedelta(days=1)


class OpeningHours(Section):
    """When staff answer, every day but on holidays, in the shop's zone."""

    opens: time = Field(default=time(9), description="Staff are there from this time on.")
    closes: time = Field(default=time(21), description="They are gone from this time on.")
    holidays: tuple[str, ...] = Field(
        default=(),
        max_length=MOST_HOLIDAYS,
        description="Days on which nobody is there: dates such as '2027-01-01', and first and "
        "last day of longer ones, such as '2027-02-05/2027-02-12'.",
    )

    @field_validator("holidays", mode="before")
    @classmethod
    def _as_written(cls, value: Any) -> Any:
        """A day without quotes is a date to TOML."""
        if not isinstance(value, (list, tuple)):
            return value
        return tuple(one.isoformat() if type(one) is date else one for one in value)

    @field_validator("holidays")
    @classmethod
    def _are_days(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            days_of(one)
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must be before closes")
        return self

    def is_holiday(self, day: date) -> bool:
        """Whether nobody comes in on a day."""
        return any(first <= day <= last for first, last in map(days_of, self.holidays))

    def is_open(self, local: datetime) -> bool:
        """Whether staff are there at a local (zoned) time."""
        at = local.timetz().replace(tzinfo=None)
        return self.opens <= at < self.closes and not self.is_holiday(local.date())

    def next_opening(self, local: datetime) -> datetime:
        """The next time at which staff come in, after or at `local`.

        09:00-21:00, closed from the 1st to the 7th: the 30th at 22:00 → the 8th at 09:00.
        """
        day = local.date()
        if local > self._at(self.opens, day, local):
            day += _DAY
        while self.is_holiday(day):
            day += _DAY
        return self._at(self.opens, day, local)

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time between two local (zoned) moments staff are there.

        09:00-21:00, from 20:50 to 09:05 the next day → 15 minutes.
        """
        total, day = timedelta(), start.date()
        while day <= end.date():
            if not self.is_holiday(day):
                # In UTC: hours of one zone are subtracted as wall-clock times, summer time or not.
                begin = max(start, self._at(self.opens, day, start)).astimezone(UTC)
                close = min(end, self._at(self.closes, day, start)).astimezone(UTC)
                total += max(close - begin, timedelta())
            day += _DAY
        return total

    def until_closing(self, local: datetime) -> timedelta:
        """How long staff are still there today; nothing where they are not."""
        if not self.is_open(local):
            return timedelta()
        close = self._at(self.closes, local.date(), local)
        return close.astimezone(UTC) - local.astimezone(UTC)

    def _at(self, hour: time, day: date, like: datetime) -> datetime:
        return datetime.combine(day, hour, tzinfo=like.tzinfo)


def days_of(holiday: str) -> tuple[date, date]:
    """The first and last day of a holiday: `2027-02-05/2027-02-12`, or one day alone.

    Raises:
        ValueError: it is neither, ends before it begins, or is longer than a year.
    """
    begin, _, end = holiday.partition("/")
    try:
        first = date.fromisoformat(begin.strip())
        last = date.fromisoformat(end.strip()) if "/" in holiday else first
    except ValueError:
        raise ValueError(
            f"'{holiday}' is no date such as 2027-01-01 or 2027-02-05/2027-02-12"
        ) from None
    if last < first:
        raise ValueError(f"'{holiday}' ends before it begins")
    if (last - first).days >= LONGEST_HOLIDAY:
        raise ValueError(f"'{holiday}' is longer than {LONGEST_HOLIDAY} days")
    return first, last
