"""What the desk tried before it handed over, put into words for staff.

A handover keeps it in short forms that do not change with the words (`bot.desk.turn.Outcome`'s
note); what staff read is made of them here. What has none of the forms is told as it is.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bot.desk.actions.summary import what
from knowledge.records import ActionKind, Handover

_FORMS = {
    "refused": re.compile(r"(?P<order>\S+): (?P<what>\w+) refused, (?P<why>\w+)"),
    "unconfirmed": re.compile(r"\d+:(?P<what>\w+)(?::\S*)?: neither yes nor no"),
    "unanswered": re.compile(r"(?P<what>\w+), (?P<order>\S+): asked for (?P<field>\w+)"),
    "no_day": re.compile(r"(?P<order>\S+): refund without a day to promise"),
    "article": re.compile(r"article (?P<slug>\S+)"),
    "told": re.compile(r"(?P<order>\S+): (?P<act>\w+)"),
    "order": re.compile(r"(?P<order>[A-Z]+\d{4,})"),
}
_NAMED = {"why": "whys", "act": "acts", "field": "fields"}


def tried_words(note: str, language: str) -> str:
    """`XE1: return_items refused, window_over` -> a sentence. More notes than one stand apart."""
    parts = [_in_words(one.strip(), language) for one in note.split("; ")]
    return ("；" if language == "zh" else "; ").join(part for part in parts if part)


def both_languages(handover: Handover) -> str:
    """What was tried, for the staff chat, whose readers' language is not known."""
    told = [tried_words(handover.tried.strip(), language) for language in ("zh", "en")]
    return " / ".join(dict.fromkeys(told))


def without_note(handover: Handover) -> list[str]:
    """The lines of the summary but the desk's own note, which is told in words."""
    lines = handover.summary.splitlines()
    is_note = bool(lines) and lines[-1] == handover.tried.strip()
    return lines[:-1] if is_note else lines


def summary_words(handover: Handover, language: str) -> str:
    """Who it is and what was said, in the reader's language."""
    said = _words()["said"]
    lines = without_note(handover)
    return "\n".join(said[line][language] if line in said else line for line in lines)


def _in_words(note: str, language: str) -> str:
    words = _words()
    if note in words["said"]:
        return str(words["said"][note][language])
    for name, form in _FORMS.items():
        found = form.fullmatch(note)
        if found is None:
            continue
        filled = {key: _named(key, value, language) for key, value in found.groupdict().items()}
        return str(words["notes"][name][language]).format(**filled)
    return note


def _named(slot: str, value: str, language: str) -> str:
    """What stands in a slot: an action's name, or the words of an act, a reason, a field."""
    if slot == "what":
        return what(ActionKind(value), language) if value in set(ActionKind) else value
    names = _words().get(_NAMED.get(slot, ""), {})
    return names[value][language == "en"] if value in names else value


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).with_name("tried.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
