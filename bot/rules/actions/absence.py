"""Words that say of goods that they were not there when the parcel came."""

from __future__ import annotations

import re

from bot.rules.cantonese import plain_words

_NOT = r"(?:\bnot|n't|\b(?:is|was|did|has)nt|\bnever)\b"
#: The goods may be named anywhere around these. What is "not here yet" is still to come.
_NOT_THERE = re.compile(
    r"(?<!还)没(?:有)?(?:给我|帮我)?(?:看到|看见|见到|见着|见|找到|找着|发现|在|给|到(?!货|账)|放|装|发|寄|来|收到|拿到|打包)"
    r"|不见|不在(?:里|箱|盒|包|快递)|忘(?:记)?(?:了)?(?:给我|帮我|把)?(?:放|装|发|寄|给|拿)"
    r"|(?:漏|少)(?:发|寄|装|放|拿|给)|(?:里|中)(?:面|边|头)?(?:也|都|却|根本)?(?:没|找不到)|找不到|唔见"
    rf"|{_NOT}[^.,;!?]{{0,24}}\b(?:in(?! (?:stock|time))|inside|there|packed|enclosed|part of"
    r"|included(?! in (?:the )?price))\b"
    rf"|{_NOT}\s*$"
    rf"|{_NOT}(?: \w+)? (?:got?|get|receive[ds]?|come|came|arrived?|found|find|see|sent|pack|put"
    r"|include)\b(?![^.,;!?]* yet\b)"
    r"|\b(?:missing(?! an?\b| its\b| some\b)|left out|forgotten|absent|omitted|nowhere"
    r"|(?:can'?t|cannot|couldn'?t) (?:find|see))\b",
    re.IGNORECASE,
)
#: The goods are named right behind these.
_WITHOUT = re.compile(
    r"(?:没(?:有)?|少(?:了)?|缺(?:了|少)?|除了|就差|忘了)(?P<zh>[^，。,.!?？！\s]{1,8})"
    r"|\b(?:without|minus|except(?: for)?|lacks?|lacking|no(?: sign of)?|but not|all but"
    r"|everything but|apart from|forgot|missing|short(?: of)?)"
    r"(?: (?:to|pack|put in|send|the|my|an?|any|one|of))* (?P<en>[\w-]+(?: [\w-]+)?)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,，。;；.!！?？\n]+|\b(?:but|though|however|only)\b|但是?|可是?|不过|结果|然而|(?<=到了)"
)


def clauses_of_absence(text: str) -> list[str]:
    """The parts of a text that say that something was not there: 台灯有，[雨伞没放].

    Empty where it says nothing of the kind.
    """
    words = _plain(text)
    return [part for part in _CLAUSE.split(words) if _NOT_THERE.search(part)]


def absent_by_name(text: str) -> list[str]:
    """What stands behind a word such as without: "came minus the umbrella" -> umbrella."""
    return [found["zh"] or found["en"] for found in _WITHOUT.finditer(_plain(text))]


def _plain(text: str) -> str:
    return plain_words(text[:400]).replace("’", "'")
