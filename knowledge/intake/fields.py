"""The kinds of value a row may hold, as the shop writes them and as the records keep them.

    Money     "129.00"                     → 12900 minor units
    Litres    "24.5"                       → 24500 millilitres
    Moment    "2026-11-23 09:30"           → aware, UTC; without an offset, the shop's zone
    Deadline  "2026-11-23"                 → the end of that day in the shop's zone, UTC
    Phone     "138 1234 5678"              → "+8613812345678" (ITU-T E.164)

A validator's ValueError is the end of a sentence that begins with the column and the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Annotated, TypeVar
from zoneinfo import available_timezones

from pydantic import BeforeValidator, StringConstraints, ValidationInfo

from knowledge.records import OrderStatus, TrackingStatus

#: PostgreSQL's INTEGER, which the records use.
_LARGEST = 2**31 - 1
_AMOUNT = re.compile(r"[0-9]+(\.[0-9]{1,2})?", re.ASCII)
_LITRES = re.compile(r"[0-9]+(\.[0-9]{1,3})?", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,10}", re.ASCII)
#: Control characters, and halves of surrogate pairs, which UTF-8 cannot hold.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HOUR = re.compile(r"([01]?\d|2[0-3]):[0-5]\d", re.ASCII)
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,12})?", re.ASCII)
_NOT_IN_PHONES = re.compile(r"[^0-9+()\-./\s]")
_END_OF_DAY = time(23, 59, 59)

_Enum = TypeVar("_Enum", bound=StrEnum)


def minor_units(value: object) -> int:
    """`129.5` → 12950. Amounts are decimal text, never floats, which cannot hold cents."""
    text = _numeral(value, 'must be decimal text, such as "129.00"')
    if text.startswith(("-", "−")):
        raise ValueError("is negative")
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}", text):
        raise ValueError("has more than 2 decimals")
    if not _AMOUNT.fullmatch(text):
        raise ValueError("is not an amount such as 129.00")
    whole, _, part = text.partition(".")
    return _within(int(whole[:12]) * 100 + int(part.ljust(2, "0")))


def millilitres(value: object) -> int:
    """`24.5` litres → 24500. Decimal text, as amounts are."""
    text = _numeral(value, 'must be decimal text, such as "24.5"')
    if text.startswith(("-", "−")):
        raise ValueError("is negative")
    if not _LITRES.fullmatch(text):
        raise ValueError("is not litres such as 24.5, with 3 decimals at most")
    whole, _, part = text.partition(".")
    return _within(int(whole[:12]) * 1000 + int(part.ljust(3, "0")))


def count(value: object) -> int:
    """`12` → 12: a whole number, not negative."""
    text = _numeral(value, "is not a whole number")
    if text.startswith(("-", "−")):
        raise ValueError("is negative")
    if not _COUNT.fullmatch(text):
        raise ValueError("is not a whole number")
    return _within(int(text))


def _numeral(value: object, otherwise: str) -> str:
    if not isinstance(value, bool) and isinstance(value, str | int):
        return str(value).strip()
    raise ValueError(otherwise)


def _within(number: int) -> int:
    if number > _LARGEST:
        raise ValueError("is too large")
    return number


def at_least_one(number: int) -> int:
    """Refuses zero."""
    if number < 1:
        raise ValueError("must be at least 1")
    return number


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


def degrees(most: float) -> Callable[[object], float]:
    """Reads decimal degrees up to `most` either way: `30.2741` → 30.2741."""

    def read(value: object) -> float:
        text = str(value).strip()
        if isinstance(value, bool) or not _DEGREES.fullmatch(text):
            raise ValueError("is not decimal degrees such as 30.2741")
        if abs(float(text)) > most:
            raise ValueError(f"is not within {most:g} degrees")
        return float(text)

    return read


def e164(value: object) -> str:
    """The phone as E.164; one without a country code is read as mainland China's.

    `138-1234-5678` → +8613812345678, `0571 8888 6666` → +8657188886666,
    `+1 (415) 555-2671` → +14155552671.
    """
    text = str(value).strip()
    digits = re.sub(r"[^0-9]", "", text)
    if _NOT_IN_PHONES.search(text) or not 8 <= len(digits) <= 17:
        raise ValueError("is not a phone number")
    number = _international(digits, has_plus=text.startswith("+"))
    if not 8 <= len(number) <= 15:
        raise ValueError("is not a phone number")
    return f"+{number}"


def _international(digits: str, *, has_plus: bool) -> str:
    if has_plus or digits.startswith("00"):
        return digits.removeprefix("00")
    if digits.startswith("0"):
        return f"86{digits[1:]}"
    if len(digits) == 11 and digits.startswith("1"):
        return f"86{digits}"
    return digits


def plain_text(value: object) -> object:
    """Text without what no database should hold; anything else is left for pydantic."""
    if not isinstance(value, str):
        return value
    if _UNFIT.search(value):
        raise ValueError("contains characters that are no text")
    return value.strip()


def email_address(value: object) -> object:
    """An address with one @ and a dot after it."""
    text = str(plain_text(value))
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError("is not an e-mail address")
    return text


def desk_language(value: object) -> str:
    """`zh-CN` → zh, `EN` → en."""
    primary = re.split(r"[-_]", str(value).strip().lower())[0]
    if primary not in {"zh", "en"}:
        raise ValueError("is not zh or en")
    return primary


def currency_code(value: object) -> str:
    """`cny` → CNY (ISO 4217)."""
    code = str(value).strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError("is not a currency code such as CNY")
    return code


def yes_or_no(value: object) -> bool:
    """`true`, `yes`, `1`, `是` and their opposites."""
    said = str(value).strip().lower()
    if said in {"true", "yes", "y", "1", "是"}:
        return True
    if said in {"false", "no", "n", "0", "否"}:
        return False
    raise ValueError("is not true or false")


def price_breaks(value: object) -> tuple[tuple[int, int], ...]:
    """`500:11.80;1000:11.20` → ((500, 1180), (1000, 1120)): from so many pieces on, a price."""
    found = [_break(part) for part in str(value).split(";") if part.strip()]
    quantities = [quantity for quantity, _ in found]
    if len(set(quantities)) < len(quantities):
        raise ValueError("names a quantity twice")
    return tuple(sorted(found))


def _break(part: str) -> tuple[int, int]:
    quantity, colon, price = part.partition(":")
    if not colon or not _COUNT.fullmatch(quantity.strip()):
        raise ValueError("is not text such as 500:11.80;1000:11.20")
    if count(quantity) < 2:
        raise ValueError("has a price break from fewer than 2 pieces on")
    return count(quantity), minor_units(price)


def zone_name(value: object) -> str:
    """`Europe/Stockholm` → that: a zone of the IANA's."""
    name = str(value).strip()
    if name not in available_timezones():
        raise ValueError("is not a zone such as Asia/Shanghai")
    return name


def weekdays(value: object) -> str:
    """`54321` → 12345: working days by ISO weekday, Monday 1 to Sunday 7."""
    days = sorted(set(str(value).strip()))
    if not days or not set(days) <= set("1234567"):
        raise ValueError("is not weekdays such as 12345, Monday 1 to Sunday 7")
    return "".join(days)


def one_of(choices: type[_Enum]) -> Callable[[object], _Enum]:
    """Reads a member of an enum whatever its case: `in_transit` → TrackingStatus.IN_TRANSIT."""

    def folded(text: object) -> str:
        return re.sub(r"[\s_-]", "", str(text)).lower()

    by_name = {folded(member.value): member for member in choices}

    def read(value: object) -> _Enum:
        if folded(value) not in by_name:
            raise ValueError(f"is not one of {', '.join(choices)}")
        return by_name[folded(value)]

    return read


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
