"""Ready answers: what may stand in one, and filling it for a customer.

A slot is a name in braces: `您好{customer}，我是{agent}。`. What is not known is left out and
named, so that whoever sends it can see to it; a brace never reaches a customer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TITLE = 120
LONGEST_BODY = 4_000

_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
#: Stands where something was left out until the text around it is mended; U+FFFC, the object
#: replacement character, is never typed.
_GAP = "\ufffc"
_COMMA = "[，,、]"
_AT_START = re.compile(rf"^{_GAP}{_COMMA}?[ \t]*", re.MULTILINE)
_BEFORE_PUNCTUATION = re.compile(
    rf"{_COMMA}?[ \t]*{_GAP}(?=[ \t]*(?:[，,、。.！!？?；;：:）)]|$))", re.MULTILINE
)
_ANYWHERE = re.compile(rf"[ \t]*{_GAP}")


class Slot(StrEnum):
    """What can be filled in."""

    CUSTOMER = "customer"
    ORDER_NUMBER = "order_number"
    TRACKING_NUMBER = "tracking_number"
    SHOP_NAME = "shop_name"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Filled:
    """A ready answer for one customer; `missing` names the slots that were left out, in order."""

    text: str
    missing: tuple[str, ...]


def checked(title: str, body: str) -> tuple[str, str]:
    """The title and body as they are kept.

    Raises:
        ValueError: one is empty or too long, or the body has a brace that is no slot; the
            message says which.
    """
    title, body = " ".join(title.split()), body.strip()
    for name, text, longest in (("title", title, LONGEST_TITLE), ("text", body, LONGEST_BODY)):
        if not 1 <= len(text) <= longest:
            raise ValueError(f"The {name} needs 1 to {longest} characters.")
    slots = ", ".join(f"{{{slot}}}" for slot in Slot)
    for name in _IN_BRACES.findall(body):
        if name not in set(Slot):
            raise ValueError(f"Nothing is known as {{{name}}}; there are {slots}.")
    if _BRACE.search(_IN_BRACES.sub("", body)):
        raise ValueError(f"A brace stands alone; in braces there may be {slots}.")
    return title, body


def fill(body: str, known: Mapping[Slot, str]) -> Filled:
    """Fill a ready answer with what is known.

    `Hello {customer}, I am {agent}.` with agent Li Wei → `Hello, I am Li Wei.`, missing customer.
    Values are never read as slots.
    """
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        name = match[1]
        found = _plain(known.get(Slot(name), "")) if name in set(Slot) else ""
        if not found and name not in missing:
            missing.append(name)
        return found or _GAP

    text = _BRACE.sub("", _IN_BRACES.sub(value, body.replace(_GAP, "")))
    for gap in (_AT_START, _BEFORE_PUNCTUATION, _ANYWHERE):
        text = gap.sub("", text)
    return Filled(text.strip(), tuple(missing))


def _plain(value: str) -> str:
    """A value as it stands in a sentence: one line, without what could be a slot."""
    return " ".join(_BRACE.sub("", value).replace(_GAP, "").split())
