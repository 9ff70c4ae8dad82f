"""Which number on a photographed parcel label is meant.

A label is full of numbers that are none: phones, postcodes, weights, routing codes. The sender's
own orders and parcels are looked for first, among everything that was read. What is none of theirs
counts only in a form that couriers or this shop use, and whether the records know it plays no part:
the answer must not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.rules.order_numbers import compared, numbers_in
from models.fixed_forms import normalised, read_fixed_forms
from models.values import Entity, EntityKind

#: From this length on a number is found inside other characters too: readers join what stands
#: side by side, and labels print 运单号 and spaces around it.
_LONG = 8
_NUMBERS = frozenset({EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER})
#: Couriers' numbers with letters, UPS, the postal union's S10, and this shop's orders.
_KNOWN_FORM = re.compile(
    r"SF\d{12,13}|(?:YT|JT)\d{13}|JD[A-Z]{0,3}\d{10,16}|1Z[A-Z0-9]{16}|[A-Z]{2}\d{9}[A-Z]{2}|XE\d{10}"
)
#: Other couriers' are digits only. In a barcode of its own (phones are shorter) it is one.
_DIGITS = re.compile(r"\d{12,15}|\d{22}")


def own_number(read: Iterable[str], own: Sequence[str]) -> str:
    """The first of the sender's own numbers that stands in what was read; "" for none.

    `运单号 SF 4820 1755 39127` holds SF4820175539127, `2611230042` holds XE2611230042.
    """
    known = {compared(number): number for number in own}
    for text in read:
        whole = compared(text)
        single = {*numbers_in(text), *map(normalised, _fixed_forms(text))}
        for number, as_kept in known.items():
            if number in single or (len(number) >= _LONG and number in whole):
                return as_kept
    return ""


def strange_number(texts: Iterable[str]) -> str:
    """The first number in a known form, for one that is not the sender's; "" for none."""
    numbers = (compared(found.text) for text in texts for found in _fixed_forms(text))
    return next((number for number in numbers if _KNOWN_FORM.fullmatch(number)), "")


def strange_digits(codes: Iterable[str]) -> str:
    """The first barcode that is nothing but a courier's digits; "" for none."""
    return next((code for code in codes if _DIGITS.fullmatch(code)), "")


def _fixed_forms(text: str) -> list[Entity]:
    """The order and tracking numbers in a text, phones left out."""
    return [found for found in read_fixed_forms(text) if found.kind in _NUMBERS]
