"""Who may see an order."""

from __future__ import annotations

import hmac
import re

_DIGITS = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def phone_digits(text: str) -> str | None:
    """The four digits a customer gives as the end of a phone: `尾号 4821` → `4821`."""
    found = _DIGITS.findall(text)
    return found[-1] if found else None


def digits_match(given: str, phone: str) -> bool:
    """Whether the digits given end the order's phone, compared in constant time."""
    return len(phone) >= 4 and hmac.compare_digest(given, phone[-4:])


def same_phone(left: str, right: str) -> bool:
    """Whether two written phone numbers are one: `138 1234 5678` and `+8613812345678`."""
    one, other = normal_phone(left), normal_phone(right)
    return bool(one) and one == other


def normal_phone(text: str) -> str:
    """E.164 of a phone; a bare 11-digit mainland mobile gets +86. Empty when it is none."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 11 and digits.startswith("1"):
        return f"+86{digits}"
    if len(digits) == 13 and digits.startswith("861"):
        return f"+{digits}"
    return f"+{digits}" if 8 <= len(digits) <= 15 else ""
