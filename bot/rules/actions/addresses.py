"""Whether an order may go to another address, and whether an address is whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.rules.actions.before_it_leaves import too_late
from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.verdict import Allowed, Because, Refused, Verdict
from bot.rules.policy import Policy

_SIGNS = re.compile(r"[\s,，.。;；:：、-]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLACE_ZH = re.compile("[省市区县州镇乡村旗盟]")
_STREET_EN = re.compile(
    r"\b(?:streets?|st|roads?|rd|lanes?|ln|avenues?|ave|drive|dr|way|close|court|ct|crescent|place"
    r"|pl|square|sq|terrace|boulevard|blvd|parkway|highway|hwy|row|walk|hill|park|gardens?|mews"
    r"|quay|circle|trail|house|building|tower|apartments?|apt|flat|unit|suite|floor|room|box"
    r"|district|village)\b|\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|\b\d{5}(?:-\d{4})?\b",
    re.IGNORECASE,
)
_STREET_ZH = re.compile("[路街道巷弄栋棟幢座楼樓室园園苑村组里胡同厦廈场場镇鎮乡鄉段]")


#: A house's number before a name, or behind it, or a box: 12 Mill Lane; Hauptstraße 5; PO Box 12.
_HOUSE = re.compile(
    r"(?:^|[\s,])\d{1,6}[A-Za-z]?[\s,]+[A-Za-z]|[A-Za-z.]{3,}\s+\d{1,5}[A-Za-z]?(?:$|[\s,])"
    r"|\bbox\s+\d",
    re.IGNORECASE,
)
_SENTENCE = frozenset(
    "i my me you can could want wants need change changed order please where when is it the to "
    "what return refund cancel update edit delivery shipping address ship send deliver".split()
)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an order goes; an empty recipient or phone stays as it was."""

    address: str
    recipient: str = ""
    phone: str = ""


def may_change_address(facts: OrderFacts, wanted: Destination, policy: Policy) -> Verdict:
    """Until it is packed or ships, by `policy.address_change.until`, and only to another one."""
    refused = too_late(facts, policy.address_change.until)
    if refused is not None:
        return refused
    order = facts.order
    same = _bare(wanted.address) == _bare(order.address)
    same = same and wanted.recipient in {"", order.recipient} and wanted.phone in {"", order.phone}
    return Refused(Because.SAME_ADDRESS) if same else Allowed()


def is_whole(address: str) -> bool:
    """Whether an address names a place, a street and a number, as far as can be told.

    `杭州市西湖区文三路398号` and `12 Mill Lane, Leeds LS1 4AB` are; `杭州` and `my office` are not.
    """
    if _HAN.search(address):
        number = any(sign.isdigit() or sign in "一二三四五六七八九十" for sign in address)
        street = _STREET_ZH.search(address) is not None
        return len(_bare(address)) >= 8 and number and street and bool(_PLACE_ZH.search(address))
    words = [word for word in re.split(r"[\s,]+", address.casefold()) if word]
    # Part of a sentence is no address, whatever numbers are in it.
    if len(words) < 4 or _SENTENCE.intersection(words):
        return False
    number = any(sign.isdigit() for sign in address)
    named = address.count(",") >= 2 or _STREET_EN.search(address) is not None
    return (number and named) or _HOUSE.search(address) is not None


def where_it_begins(text: str) -> int | None:
    """Where the first Chinese province or city is named, None where none is: 改上海市… -> 1."""
    found = _cities().search(text)
    return None if found is None else found.start()


@cache
def _cities() -> re.Pattern[str]:
    file = Path(__file__).with_name("places_zh.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if not line.startswith("#") for name in line.split()]
    # The longest first: 内蒙古 before any shorter name that it might begin with.
    named = "|".join(sorted(names, key=len, reverse=True))
    # 福州路 is a road, wherever it is.
    return re.compile(f"(?:{named})(?![东西南北中]?(?:路|街|大道|巷|弄|村|新村|小区|一路|二路))")


def _bare(address: str) -> str:
    return _SIGNS.sub("", address).casefold()
