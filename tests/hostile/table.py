"""What came of the inputs, by their kind, and the table that is printed of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

BREACHES = ("crashes", "leaks", "unconfirmed")
_SHOWN = 12


@dataclass(slots=True)
class Tally:
    """Counts of a run; times are in seconds, of a message from its turn's beginning to its end."""

    inputs: Counter[str] = field(default_factory=Counter)
    breaches: Counter[tuple[str, str]] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)
    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    done: int = 0
    proposed: int = 0

    def count(self, kind: str) -> None:
        self.inputs[kind] += 1

    def took(self, kind: str, seconds: float) -> None:
        self.times[kind].append(seconds)

    def breach(self, kind: str, sort: str, detail: str) -> None:
        """Something that must not be: `sort` is one of BREACHES."""
        self.breaches[kind or "(not one input's)", sort] += 1
        self.details.append(f"{sort} [{kind}]: {_short(detail)}")

    @property
    def holds(self) -> bool:
        return not self.breaches


def render(tally: Tally, kinds: Sequence[str]) -> str:
    """The table, and what was wrong below it."""
    others = {kind for kind, _ in tally.breaches} - set(kinds)
    rows = [_row(tally, kind, [kind]) for kind in (*kinds, *sorted(others))]
    head = ("", "inputs", *BREACHES, "p50 ms", "p99 ms", "max ms")
    cells = [head, *rows, _row(tally, "together", [*kinds, *others])]
    widths = [max(len(line[at]) for line in cells) for at in range(len(head))]
    lines = [
        "  ".join(
            _aligned(cell, width, at)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    ]
    rule = "  ".join("-" * width for width in widths)
    lines = [lines[0], rule, *lines[1:-1], rule, lines[-1]]
    ledger = f"{tally.done} actions confirmed of {tally.proposed} proposed."
    details = [f"  {one}" for one in list(dict.fromkeys(tally.details))[:_SHOWN]]
    return "\n".join([*lines, ledger, *details])


def _aligned(cell: str, width: int, at: int) -> str:
    return cell.rjust(width) if at else cell.ljust(width)


def _row(tally: Tally, name: str, kinds: Sequence[str]) -> tuple[str, ...]:
    times = [1_000 * one for kind in kinds for one in tally.times.get(kind, ())]
    shown = np.percentile(times, (50, 99, 100)) if times else ()
    counts = [sum(tally.breaches[kind, sort] for kind in kinds) for sort in BREACHES]
    sent = sum(tally.inputs[kind] for kind in kinds)
    return (
        name,
        str(sent),
        *map(str, counts),
        *(f"{one:.0f}" for one in shown),
        *[""] * (3 - len(shown)),
    )


def _short(detail: str) -> str:
    """The end of a traceback says what it was and where."""
    lines = [line.strip() for line in detail.strip().splitlines() if line.strip("^~ ")]
    return " | ".join(lines[-3:])[:500]
