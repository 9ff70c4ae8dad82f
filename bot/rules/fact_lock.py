"""The fact lock: words may point at facts only through the slots of their plan.

A wording is a template such as `预计{eta}送达`. It passes when every slot it must use is
there once, no other slot is, nothing that looks like a fact is written out, and it is in
the customer's language. Values go in last and are never read as a wording.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum

#: The longest wording that is still a chat message, in characters, slots counted as written.
LONGEST = 400

_SLOT = re.compile(r"\{([a-z_]+)\}")
#: A brace or angle bracket that is no slot: a broken one, or one of the model's own marks.
_MARKUP = re.compile(r"[{}<>]")
_DIGIT = re.compile(r"\d")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
#: Time, money and numbers in words: facts that belong in a slot.
_WRITTEN_FACT = re.compile(
    r"星期[一二三四五六日天]|周[一二三四五六日末]|礼拜[一二三四五六天]"
    r"|[今明后昨前]天(?!气)|[今明]晚|上午|下午|凌晨|月底|月初"
    r"|[一二三四五六七八九十两百千]+(?:个)?(?:工作日|小时|分钟|天|元|块|折|周|月)"
    r"|[二三四五六七八九十两百千]+件"
    r"|[¥$€£%]"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\btomorrow\b|\byesterday\b|\btonight\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)[ -]"
    r"(?:\w+ )?(?:minutes?|hours?|days?|weeks?|months?|pieces?|parcels?|tries)\b"
    r"|\b(?:january|february|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)


class Breach(StrEnum):
    """Why a wording was refused."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    SLOT_MISSING = "a required slot is missing"
    SLOT_FOREIGN = "a slot that the plan does not offer"
    SLOT_REPEATED = "a slot appears twice"
    BROKEN_SLOT = "a brace that is no slot"
    WRITTEN_FACT = "a fact written out"
    WRONG_LANGUAGE = "not the customer's language"


def slots_of(template: str) -> list[str]:
    """The slots a template names, in order: `{a} and {b}` → `["a", "b"]`."""
    return _SLOT.findall(template)


def check(
    template: str, *, must: frozenset[str], offered: frozenset[str], language: str
) -> Breach | None:
    """The first breach in a wording, or None when it may be said.

    Args:
        template: the wording, with `{slot}` placeholders.
        must: slots that have to appear.
        offered: slots that the plan has facts for (`must` included).
        language: `zh` or `en`.
    """
    bare = _SLOT.sub("", template)
    if not bare.strip(" \n，。？！,.?!"):
        return Breach.EMPTY
    if len(template) > LONGEST:
        return Breach.TOO_LONG
    return _slot_breach(template, bare, must, offered) or _word_breach(bare, language)


def _slot_breach(
    template: str, bare: str, must: frozenset[str], offered: frozenset[str]
) -> Breach | None:
    counted = Counter(slots_of(template))
    if _MARKUP.search(bare):
        return Breach.BROKEN_SLOT
    if not must <= counted.keys():
        return Breach.SLOT_MISSING
    if not counted.keys() <= offered:
        return Breach.SLOT_FOREIGN
    return Breach.SLOT_REPEATED if any(n > 1 for n in counted.values()) else None


def _word_breach(bare: str, language: str) -> Breach | None:
    if _DIGIT.search(bare) or _WRITTEN_FACT.search(bare):
        return Breach.WRITTEN_FACT
    chinese = len(_CJK.findall(bare))
    if language == "zh":
        return (
            Breach.WRONG_LANGUAGE
            if chinese < 2 or len(_LATIN_WORD.findall(bare)) > chinese
            else None
        )
    return Breach.WRONG_LANGUAGE if chinese or not _LATIN_WORD.search(bare) else None


def fill(template: str, values: dict[str, str]) -> str:
    """The template with its slots filled; values are put in as they are, never re-read.

    Raises:
        KeyError: a slot has no value.
    """
    return _SLOT.sub(lambda match: values[match.group(1)], template)
