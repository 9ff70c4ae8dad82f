"""English differences to our price as the price they make: `40 cents over your price`.

A cent of yuan is a fen. Only the rules read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.rules.supplier_answers.english_words import (
    Rewrite,
    item_named,
)
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Rule
from bot.rules.supplier_answers.values import AskedLine


def differences_in_place(lines: Sequence[AskedLine]) -> list[Rule]:
    """`charger +0.20` where 9.40 was ours -> `charger at 9.60`."""
    return [(_RAISED, _raised(lines)), (_DIFFERENCE, _difference(lines))]


_MONEY = r"(\d+(?:\.\d+)?) ?(cents?|¢|fen|jiao|mao|yuan|rmb|usd|dollars?)"


_OURS = (
    r"(?:your (?:price|offer|bid|figure|number|target|order price|po price)|"
    r"(?:what )?you (?:offered|"
    r"wrote|put|said|have|asked|offer|say)|the po(?: price)?)"
)


_MORE = r"(more|up|higher|over|above|on top|dearer|less|off|cheaper|below|under|lower)"


_DIFFERENCE = worded(
    rf"\b{_MONEY} {_MORE}(?: (?:than|on|of|from|to))? {_OURS}|"
    rf"\b(?:your|the po) (?:price|offer|bid|figure|[\d.]+) (plus|minus|and) {_MONEY}"
)


_RAISED = worded(
    r"\b(raise|increase|lift|lower|reduce|cut|drop) (?:the |"
    r"your )?([a-z]{3,})(?: price)? (?:up |down )?by "
    + _MONEY
    + r"|\b([a-z]{3,}) ?([+-]) ?(0\.\d\d)(?!\d)"
)


_WORTH = {"cent": 1, "cents": 1, "¢": 1, "fen": 1, "jiao": 10, "mao": 10}


_DOWN = frozenset("less off cheaper below under lower minus reduce cut drop -".split())


def _difference(lines: Sequence[AskedLine]) -> Rewrite:
    """`40 cents over your price` -> the price, for the item named last or the only one."""

    def made(match: re.Match[str]) -> str:
        line = _named_last(match, lines)
        if line is None or not line.unit_price_minor:
            return match[0]
        number, unit = (match[1], match[2]) if match[1] else (match[5], match[6])
        return f"at {_moved(line.unit_price_minor, number, unit, (match[3] or match[4]) in _DOWN)}"

    return made


def _named_last(match: re.Match[str], lines: Sequence[AskedLine]) -> AskedLine | None:
    if len(lines) == 1:
        return lines[0]
    words = re.findall(r"[a-z]{3,}", re.split(r"[.;\n,]", match.string[: match.start()])[-1])
    named = [line for word in words if (line := item_named(word, lines))]
    return named[-1] if named else None


def _moved(minor: int, number: str, unit: str, down: bool) -> str:
    """A price in minor units and a difference -> the price that it makes, `9.60`."""
    by = Decimal(number) * _WORTH.get(unit, 100)
    return f"{(minor - by if down else minor + by) / 100:.2f}"


def _raised(lines: Sequence[AskedLine]) -> Rewrite:
    """`charger +0.20` -> `charger at 9.60` where 9.40 was ours."""

    def made(match: re.Match[str]) -> str:
        word = match[2] or match[5]
        line = item_named(word, lines) if len(lines) > 1 else None
        if line is None or not line.unit_price_minor:
            return match[0]
        number, unit = match[3] or match[7], match[4] or "main"
        down = (match[1] or match[6]) in _DOWN
        return f"{word} at {_moved(line.unit_price_minor, number, unit, down)}"

    return made
