"""Whether words speak of an order that has been placed, or ask in general."""

from __future__ import annotations

import re

from models.script import plain_script

_OWN = re.compile(
    r"我的|我买|我订|我下|我那|我这|俺的|咱的|买的|订的|订购的|拍的|下的单|订单|包裹|单号|快件|催"
    r"|\bmy\b|\bmine\b|\bi (?:bought|ordered|placed|purchased|paid)\b|\bi've (?:bought"
    r"|ordered)\b"
    r"|\border(?:ed)?\b|\bparcel\b|\bpackage\b",
    re.IGNORECASE,
)


def speaks_of_own_order(text: str) -> bool:
    """`我订购的产品什么时候能送达` → true; `一般几天能到` → false."""
    return _OWN.search(plain_script(text)) is not None
