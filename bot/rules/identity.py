"""Who may see an order."""

from __future__ import annotations

import hmac
import re

from models.fixed_forms import half_width

_DIGITS = re.compile(r"(?<![0-9])([0-9]{4})(?![0-9])")
_PHONE_END = re.compile(
    r"尾号|尾號|后四位|後四位|末四位|手机|手機|电话|電話|phone|mobile|digits|ending", re.IGNORECASE
)


def phone_digits(text: str) -> str | None:
    """The four digits a customer gives as the end of a phone: `尾号 4821` → `4821`."""
    found = _DIGITS.findall(half_width(text))
    return found[-1] if found else None


def speaks_of_phone(text: str) -> bool:
    """Whether digits in a text are said to be a phone's: `尾号4821` → true; `2026年` → false."""
    return _PHONE_END.search(text) is not None


def digits_match(given: str, phone: str) -> bool:
    """Whether the digits given end the order's phone, compared in constant time."""
    return len(phone) >= 4 and hmac.compare_digest(given.encode(), phone[-4:].encode())


def contact_phone(text: str) -> str:
    """E.164 of the phone in a contact; empty when it is none: `8613812345678` → `+8613812345678`.

    A channel's contact has its country code, the plus left out or not. So `13105551234` is
    +1 310 555 1234, and taking it for a mainland mobile would show it a stranger's orders.
    """
    digits = re.sub(r"[^0-9]", "", half_width(text)).removeprefix("00")
    return f"+{digits}" if 8 <= len(digits) <= 15 else ""
