"""Notes of absence: they say nothing of the order, and at most when someone is back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.rules.supplier_answers import cues
from bot.rules.supplier_answers.fields import CLEAR, DOUBTED
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.named_days import Day
from bot.rules.supplier_answers.values import Act, SupplierAnswer

_TERMS = worded(
    r"[¥$%]|\d\s*(?:元|块|pcs|个)|可以|确认|发货|出货|到货|交货|accept|"
    r"agree|confirm|\bship"
)


def is_note_of_absence(text: str) -> bool:
    """Whether a text says that someone is away, and nothing of the order."""
    return cues.is_away(text) and not _TERMS.search(text) and not cues.agrees_at_once(text)


def note_of_absence(days: Sequence[Day], text: str) -> SupplierAnswer:
    """A note of absence says nothing of the order, and at most when someone is back."""
    day, doubt = _back_on(days, text)
    confidence = DOUBTED if doubt else CLEAR
    doubts = (doubt,) if doubt else ()
    return SupplierAnswer(Act.OUT_OF_OFFICE, back_on=day, confidence=confidence, doubts=doubts)


def _back_on(days: Sequence[Day], text: str) -> tuple[date | None, str]:
    """When an absent person is back, and why that is not sure."""
    for day in days:
        before = re.split("[,，。\n]", text[: day.span[0]])[-1]
        after = re.split("[,，。\n]", text[day.span[1] :])[0]
        if day.day and cues.says_back(before, after):
            return day.day, day.doubt
    for day in days:
        if day.day and cues.says_until(text[: day.span[0]]):
            return day.day + timedelta(days=1), "it is not said on which day they are back"
    return None, "no day of the return is named" if days else ""
