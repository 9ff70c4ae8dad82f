"""Goods that a message names only to say that they are not meant: not the umbrella, the lamp."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.values import Entity

_DENIED = re.compile(
    r"(?:(?<!是)不是(?!我?(?:买|要|订|拍|选|挑|点|下单))|不要动|别动|别取消|别退|不取消|不退)(?:那个|这个|我的|取消"
    r"|退)?[^，,。；;？?吗]{1,16}(?=[，,；;])"
    r"|(?<!是)不是(?!我?(?:买|要|订|拍|选|挑|点|下单))[^，,。；;？?吗]{1,16}$"
    r"|\b(?:not|don'?t (?:cancel|return|touch|change)|leave|keep) (?:the|my|that|this)\b"
    r"[^,;.]{2,40}?(?=[,;.]|\bbut\b|\bonly\b|\bjust\b|$)",
    re.IGNORECASE,
)

#: Who tells what came tells as well what should have come.
_CAME = re.compile(r"收到|到手|发来|寄来|\b(?:got|received|came|arrived|sent)\b", re.IGNORECASE)


def without_denied(text: str, products: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """The text and its products without what it says is not meant.

    "Not the umbrella, cancel the lamp" -> the lamp alone. Where nothing else is named, all stays:
    不是我买的雨伞 is about the umbrella. What is left out is blank, so that places stay.
    """
    if _CAME.search(text):
        return text, list(products)
    spans = [match.span() for match in _DENIED.finditer(text)]
    meant = [one for one in products if not any(a <= one.start < b for a, b in spans)]
    if not meant or len(meant) == len(products):
        return text, list(products)
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text, meant
