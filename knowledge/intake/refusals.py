"""Why a row was not taken."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.errors import KnowledgeError

_SHOWN = 60


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
