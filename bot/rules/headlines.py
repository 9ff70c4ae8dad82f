"""How the numbers of a day sum up to the one number of a figure, for a day and for several.

A figure of a day is a number for each (part, language), such as contacts by topic and
language; a part or language that a figure does not split by is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.rules.figures import TALK, UNREAD

#: A figure's numbers of a day by (part, language), and all figures' by name.
Parts = Mapping[tuple[str, str], float]
Day = Mapping[str, Parts]

#: The figures whose headline is one of their parts, as the parts do not add up.
_ONE_PART = {"first_response": "median", "restock": "below_not_ordered", "longest_wait": ""}


def headline(name: str, day: Day) -> float | None:
    """The one number of a figure for a day; None when there is nothing to tell.

    Scores 5, 5 and 2 → 4.0; 3 of 4 contacts resolved → 0.75; no contact → None.
    """
    parts = day.get(name, {})
    if name == "resolved_alone":
        return _share(parts, _besides(day, TALK))
    if name == "recontact":
        return _share(parts, _besides(day, TALK | {UNREAD}))
    if name == "ratings":
        count = sum(parts.values())
        return sum(int(score) * n for (score, _), n in parts.items()) / count if count else None
    if name in _ONE_PART:
        return parts.get((_ONE_PART[name], ""))
    if name == "fact_lock":
        return sum(n for (breach, _), n in parts.items() if breach != "passed")
    return sum(parts.values())


def period(name: str, days: Iterable[Day]) -> float | None:
    """A figure's headline over several days: of sums, and never a mean of shares.

    None where days do not add up: a median of medians says nothing.
    """
    if name in _ONE_PART:
        return None
    summed: dict[str, dict[tuple[str, str], float]] = {}
    for day in days:
        for figure, parts in day.items():
            into = summed.setdefault(figure, {})
            for key, value in parts.items():
                into[key] = into.get(key, 0.0) + value
    return headline(name, summed)


def _besides(day: Day, topics: frozenset[str]) -> float:
    contacts = day.get("contacts", {})
    return sum(n for (topic, _), n in contacts.items() if topic not in topics)


def _share(parts: Parts, whole: float) -> float | None:
    return sum(parts.values()) / whole if whole else None
