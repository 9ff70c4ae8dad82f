"""What the parts of the overview's figures are called on the page."""

from __future__ import annotations

from collections.abc import Mapping

from bot.console.viewing import about
from bot.desk.actions.summary import what
from bot.rules.fact_lock import Breach
from bot.rules.figures import Figure
from knowledge.records import ActionKind

_BREACHES = {breach.value: breach.name.lower() for breach in Breach}


def part_name(figure: Figure, part: str, words: Mapping[str, str], language: str) -> str:
    """A part in plain words: `track_order` → where an order is, `asked` → asked for a person.

    A name that another version gave is told as it is.
    """
    match figure.parts:
        case "topic":
            return words.get(f"part_{part}") or about([part], language) or words["nothing"]
        case "reason":
            return words.get(f"reason_{part}", part)
        case "score":
            return f"{part} ★"
        case "breach":
            return words.get(f"breach_{_BREACHES.get(part, part)}", part)
        case "action":
            kind, _, state = part.partition(":")
            known = kind in set(ActionKind)
            return f"{what(ActionKind(kind), language) if known else kind}: " + words.get(
                f"action_{state}", state
            )
        case _:
            return words.get(f"part_{part}", part)


def language_name(language: str, words: Mapping[str, str]) -> str:
    """`zh` → 中文 / Chinese."""
    return words.get(f"language_{language}", language) or words["nothing"]
