"""Why a row was not taken."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import KnowledgeError

_SHOWN = 60
#: Characters of a wrong value that a refusal keeps.
_MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value.

    Args:
        column: the field's name; empty when it is about the row as a whole.
        value: as it was handed in; empty when there was none.
        line: which of an order's lines, from 0; None outside them.
    """

    column: str
    reason: str
    value: str = ""
    line: int | None = None

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= _SHOWN else self.value[:_SHOWN] + "…"
        said = [self.column, f'"{shown}"' if shown else "", self.reason]
        return " ".join(part for part in said if part)


class RowRefused(KnowledgeError):
    """One row was not taken, all others may be: `price "1.999" has more than 2 decimals`."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


def problems_in(error: ValidationError) -> list[Problem]:
    """What pydantic found, in our words."""
    return [_problem(found) for found in error.errors()]


def _problem(error: ErrorDetails) -> Problem:
    place = error["loc"]
    line = place[1] if len(place) > 1 and isinstance(place[1], int) else None
    column = str(place[-1]) if place and line != place[-1] else str(place[0]) if place else ""
    value = error["input"]
    shown = str(value) if isinstance(value, str | int | float) else ""
    return Problem(_showable(column), _reason(error), _showable(shown), line)


def _showable(text: str) -> str:
    """Text that can be sent back: a refusal quotes what may itself be unfit."""
    return text[:_MOST_KEPT].encode("utf-8", "replace").decode()


def _reason(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    sentences = {
        "missing": "is missing",
        "extra_forbidden": "is not a known field",
        "string_too_long": f"is longer than {context.get('max_length')} characters",
        "too_long": f"has more than {context.get('max_length')} entries",
        "too_short": "is empty",
        "string_type": "is not text",
        "value_error": str(context.get("error", "")),
    }
    return sentences.get(error["type"]) or f"is not usable: {error['msg']}"
