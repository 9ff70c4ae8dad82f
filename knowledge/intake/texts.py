"""Words as the shop writes them: phones, addresses, languages, codes, states.

A ValueError is the end of a sentence that begins with the column and the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar
from zoneinfo import available_timezones

#: Control characters, and halves of surrogate pairs, which UTF-8 cannot hold.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NOT_IN_PHONES = re.compile(r"[^0-9+()\-./\s]")

_Enum = TypeVar("_Enum", bound=StrEnum)


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
