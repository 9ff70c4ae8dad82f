"""The days a text names: `12月8号`, `8 Dec`, 下周三, `within 10 days`, `ex-works 5 Dec + 3 days`.

A day that can be read in two ways (`12/5`), or that no calendar fixes ("before Chinese New
Year", 月底), is kept with a doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.rules.supplier_answers.date_patterns import RULES
from bot.rules.supplier_answers.named_days import AMBIGUOUS, Day


def find_days(text: str, today: date) -> list[Day]:
    """Every day in a folded text, first to last; each character belongs to one of them."""
    found: list[Day] = []
    taken = [False] * len(text)
    for pattern, make in RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            made = make(match, today)
            taken[start:end] = [True] * (end - start)
            found.append(made)
    found.sort(key=lambda day: day.span)
    return _with_weekdays(found, text)


def _with_weekdays(found: list[Day], text: str) -> list[Day]:
    """A weekday beside a date settles it or contradicts it: `Sat 12/5` -> 5 December."""
    kept: list[Day] = []
    for day in found:
        before = kept[-1] if kept else None
        close = before and not re.search(r"[^\s,，.()(the)on]", text[before.span[1] : day.span[0]])
        if before and close and before.weekday != day.weekday:
            pair = (day, before) if before.weekday else (before, day)
            kept[-1] = _settled(*pair)
        else:
            kept.append(day)
    return kept


def _settled(dated: Day, weekday: Day) -> Day:
    span = (min(dated.span[0], weekday.span[0]), max(dated.span[1], weekday.span[1]))
    if weekday.day is None or dated.day is None:
        return replace(dated, span=span, doubt=dated.doubt or weekday.doubt)
    fits = [d for d in (dated.day, dated.other) if d and d.weekday() == weekday.day.weekday()]
    if len(fits) == 1:
        doubt = "" if dated.doubt == AMBIGUOUS else dated.doubt
        return replace(dated, day=fits[0], span=span, doubt=doubt)
    return replace(dated, span=span, doubt="the weekday is not that of the date")
