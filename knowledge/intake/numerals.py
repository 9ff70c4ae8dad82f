"""Numbers as the shop writes them: amounts, litres, pieces, degrees, price breaks.

A ValueError is the end of a sentence that begins with the column and the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable

#: PostgreSQL's INTEGER, which the records use.
_LARGEST = 2**31 - 1
_AMOUNT = re.compile(r"[0-9]+(\.[0-9]{1,2})?", re.ASCII)
_LITRES = re.compile(r"[0-9]+(\.[0-9]{1,3})?", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,10}", re.ASCII)
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,12})?", re.ASCII)


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
