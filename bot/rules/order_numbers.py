"""What in a text may be an order's number, whatever form the shop's numbers have."""

from __future__ import annotations

import re

#: Up to four letters and at least five digits, as shops number orders: W6067464, SO-2024-00017.
_NUMBER = re.compile(r"(?<![A-Za-z0-9])#?([A-Za-z]{0,4}(?:-?\d+){1,4})(?![A-Za-z0-9])")
_FEWEST_DIGITS = 5


def numbers_in(text: str) -> list[str]:
    """Everything in a text that may be an order's number, in order, as it is compared.

    `order #w6067464, please` -> W6067464. Phone numbers may be among them.
    """
    found = [compared(match[1]) for match in _NUMBER.finditer(text)]
    return [number for number in found if sum(map(str.isdigit, number)) >= _FEWEST_DIGITS]


def compared(number: str) -> str:
    """A number as it is compared: without signs, in capitals."""
    return re.sub(r"[^A-Za-z0-9]", "", number).upper()


def is_lettered(number: str) -> bool:
    """Whether a number begins with letters, as no phone and no amount does."""
    return number[:1].isalpha()
