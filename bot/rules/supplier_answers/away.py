"""Notes of absence: they say nothing of the order, and at most when someone is back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.rules.supplier_answers import cues
from bot.rules.supplier_answers.fields import CLEAR, DOUBTED
from bot.rules.supplier_answers.findings import UNPLACED
from bot.rules.supplier_answers.folding import take_out, worded
from bot.rules.supplier_answers.named_days import Day
from bot.rules.supplier_answers.values import Act, SupplierAnswer
from bot.rules.supplier_answers.weaknesses import UNDECIDED

_DEFERS = worded(r"(?:给|跟)(?:您|你)(?:们)?(?:报|答复价)|报价|\b(?:will|'ll|then) quote")
_TERMS = worded(
    r"[¥$%]|\d\.\d\d|没问题|能(?:做|到|发|给|供)|应该|[做供接]不|没货|照(?:单|做|你|您)|按(?:单|你|"
    r"您)|"
    r"\d\s*(?:元|块|pcs|个)|可以|确认|发货|出货|到货|交货|accept|"
    r"agree|confirm|\bship"
)


def is_note_of_absence(text: str, days: Sequence[Day]) -> bool:
    """Whether a text says that someone is away, or when they are back, and nothing of the order."""
    if _TERMS.search(text) or cues.agrees_at_once(text):
        return False
    return cues.is_away(text) or bool(_returns(days, text))


def note_of_absence(days: Sequence[Day], text: str) -> SupplierAnswer:
    """A note of absence says nothing of the order, and at most when someone is back."""
    day, doubt = _back_on(days, text)
    defers = UNDECIDED if _DEFERS.search(text) else ""
    rest = take_out(text, [one.span for one in days])
    figures = UNPLACED if re.search(r"\d", rest) else ""
    doubts = tuple(one for one in (doubt, defers, figures) if one)
    confidence = DOUBTED if doubts else CLEAR
    return SupplierAnswer(Act.OUT_OF_OFFICE, back_on=day, confidence=confidence, doubts=doubts)


def _returns(days: Sequence[Day], text: str) -> list[Day]:
    """The days beside which it is said that someone is back."""
    found = []
    for day in days:
        before = re.split("[,，。.\n]", text[: day.span[0]])[-1]
        after = re.split("[,，。.\n]", text[day.span[1] :])[0]
        if day.day and cues.says_back(before, after):
            found.append(day)
    return found


def _back_on(days: Sequence[Day], text: str) -> tuple[date | None, str]:
    """When an absent person is back, and why that is not sure."""
    back = _returns(days, text)
    if back:
        return back[0].day, back[0].doubt
    for day in days:
        if day.day and cues.says_until(text[: day.span[0]]):
            return day.day + timedelta(days=1), "it is not said on which day they are back"
    return None, "no day of the return is named" if days else ""
