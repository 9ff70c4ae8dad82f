"""One size up or down: which variant that is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.script import plain_script

_LETTERS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")
_SIZE = re.compile(r"(?<![a-z0-9])(x{0,3}[sl]|m|\d{1,3}(?:\.\d)?)(?![a-z0-9])")
_UP = re.compile(
    r"[大加](?:一|1)?个?(?:码|号)|换大|大点|大些|\b(?:bigger|larger|size up)\b", re.IGNORECASE
)
_DOWN = re.compile(
    r"[小减](?:一|1)?个?(?:码|号)|换小|小点|小些|\b(?:smaller|size down)\b", re.IGNORECASE
)
_TOO_SMALL = re.compile(r"偏小|太小|小了|\btoo (?:small|tight|short)\b", re.IGNORECASE)
_TOO_LARGE = re.compile(r"偏大|太大|大了|\btoo (?:big|large|loose|long)\b", re.IGNORECASE)


def next_size(text: str, variant: str, others: Sequence[str], *, asked: bool = True) -> int | None:
    """The place in `others` of the next size in the direction that a text asks for.

    "Too small" asks for a larger one where it answers the question which one; elsewhere
    (`asked` False) it is a reason.

    "换大一码" with `White M` among `White S`, `White L`, `Red L` -> 1. All but the size has to
    be the same. None where no direction is said, or there is no such size.
    """
    said = plain_script(text)
    up, down = (
        words.search(said) is not None or (asked and reason.search(said) is not None)
        for words, reason in ((_UP, _TOO_SMALL), (_DOWN, _TOO_LARGE))
    )
    mine = _split(variant)
    if up == down or mine is None:
        return None
    found = [
        (abs(theirs[0] - mine[0]), at)
        for at, theirs in ((at, _split(other)) for at, other in enumerate(others))
        if theirs is not None
        and theirs[1] == mine[1]
        and (theirs[0] > mine[0]) is up
        and theirs[0] != mine[0]
    ]
    return min(found)[1] if found else None


def _split(variant: str) -> tuple[float, str] | None:
    """The size of a variant as a number, and the rest of its name: `White XL` -> 5, `white `."""
    name = plain_script(variant).casefold()
    found = _SIZE.search(name)
    if found is None:
        return None
    size = found[1]
    number = float(_LETTERS.index(size)) if size in _LETTERS else _number(size)
    return None if number is None else (number, name[: found.start()] + name[found.end() :])


def _number(size: str) -> float | None:
    try:
        return float(size)
    except ValueError:
        return None
