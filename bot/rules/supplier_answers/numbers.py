"""Numbers as suppliers write them: `1,200`, `12k`, `1.2万`, `一千二`, `two hundred and forty`."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_ENGLISH = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
} | dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_SUFFIX = {"k": 1000, "w": 10000, "万": 10000, "千": 1000, "百": 100, "thousand": 1000}
_SUFFIX |= {"hundred": 100}

_WORD = "|".join(sorted(_ENGLISH, key=len, reverse=True))
ENGLISH = (
    rf"\b(?:{_WORD}|a (?=hundred|thousand))(?:[- ]?(?:{_WORD}|hundred|thousand)| and "
    rf"(?={_WORD}))*\b"
)
CHINESE = "(?<![零〇一二两三四五六七八九十百千万])[零〇一二两三四五六七八九十百千万]{1,12}"
NOT_IN_WORD = r"(?<![\w.])"
DIGITS = (
    NOT_IN_WORD + r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.\d{1,6})?(?!\d)"
    r"(?:\s?(?:万|千|百|[kw](?![a-z0-9])|thousand|hundred))?"
)
#: Any number: in digits, in Chinese characters, or in English words.
NUMBER = rf"(?:{DIGITS}|{CHINESE}|{ENGLISH})"


def value(text: str) -> Decimal | None:
    """What a number says, None where it is none: `一千二` -> 1200, `12k` -> 12000."""
    text = text.strip().lower()
    if re.fullmatch(CHINESE, text):
        return _chinese(text)
    found = re.fullmatch(r"([\d,]*\d(?:\.\d+)?)\s?(\D*)", text)
    if found:
        return Decimal(found[1].replace(",", "")) * _SUFFIX.get(found[2].strip(), 1)
    return _english(text)


def whole(text: str) -> int | None:
    """The number if it is a whole one."""
    number = value(text)
    return int(number) if number is not None and number == int(number) else None


def _chinese(text: str) -> Decimal | None:
    """`一千二` leaves out its last unit and means 1200; `一二三` is read digit by digit."""
    if not any(mark in _TENS for mark in text):
        return Decimal("".join(str(_DIGITS[mark]) for mark in text))
    total = section = digit = 0
    unit = 1
    for place, mark in enumerate(text):
        if mark in _DIGITS:
            digit = _DIGITS[mark]
            last = place == len(text) - 1
            if last and place > 1 and text[place - 1] in "百千万":
                digit *= unit // 10
        elif mark == "万":
            total, section, digit, unit = (total + section + digit) * 10000, 0, 0, 10000
        else:
            unit = _TENS[mark]
            section, digit = section + (digit or 1) * unit, 0
    return Decimal(total + section + digit)


def _english(text: str) -> Decimal | None:
    total = part = 0
    for word in re.split(r"[- ]+", text):
        if word in _ENGLISH:
            part += _ENGLISH[word]
        elif word == "a":
            part = 1
        elif word == "hundred":
            part = (part or 1) * 100
        elif word == "thousand":
            total, part = total + (part or 1) * 1000, 0
        elif word != "and":
            return None
    return Decimal(total + part)
