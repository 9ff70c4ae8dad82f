"""The kinds of value a row may hold, as the shop writes them and as the records keep them.

    Money     "129.00"                     → 12900 minor units
    Litres    "24.5"                       → 24500 millilitres
    Moment    "2026-11-23 09:30"           → aware, UTC; without an offset, the shop's zone
    Deadline  "2026-11-23"                 → the end of that day in the shop's zone, UTC
    Phone     "138 1234 5678"              → "+8613812345678" (ITU-T E.164)

`numerals`, `moments` and `texts` read them.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from knowledge.intake.moments import calendar_day, deadline, moment, time_of_day
from knowledge.intake.numerals import count, degrees, millilitres, minor_units, price_breaks
from knowledge.intake.texts import (
    currency_code,
    desk_language,
    e164,
    email_address,
    one_of,
    plain_text,
    weekdays,
    yes_or_no,
    zone_name,
)
from knowledge.records import OrderStatus, TrackingStatus


def up_to(length: int) -> StringConstraints:
    """As much text as the records keep."""
    return StringConstraints(max_length=length)


#: Text: what no database should hold is refused, blanks at the ends go.
PLAIN = BeforeValidator(plain_text)

Money = Annotated[int, BeforeValidator(minor_units)]
Count = Annotated[int, BeforeValidator(count)]
Litres = Annotated[int, BeforeValidator(millilitres)]
Moment = Annotated[datetime, BeforeValidator(moment)]
Deadline = Annotated[datetime, BeforeValidator(deadline)]
Day = Annotated[date, BeforeValidator(calendar_day)]
TimeOfDay = Annotated[time, BeforeValidator(time_of_day)]
Latitude = Annotated[float, BeforeValidator(degrees(90))]
Longitude = Annotated[float, BeforeValidator(degrees(180))]
Phone = Annotated[str, BeforeValidator(e164)]
Email = Annotated[str, BeforeValidator(email_address), up_to(200)]
Language = Annotated[str, BeforeValidator(desk_language)]
Currency = Annotated[str, BeforeValidator(currency_code)]
Flag = Annotated[bool, BeforeValidator(yes_or_no)]
PriceBreaks = Annotated[tuple[tuple[int, int], ...], BeforeValidator(price_breaks)]
Zone = Annotated[str, BeforeValidator(zone_name), up_to(60)]
Weekdays = Annotated[str, BeforeValidator(weekdays)]
OrderState = Annotated[OrderStatus, BeforeValidator(one_of(OrderStatus))]
ParcelState = Annotated[TrackingStatus, BeforeValidator(one_of(TrackingStatus))]
