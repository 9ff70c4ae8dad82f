"""What came of the courses, by the kind of supplier, and the table that is printed of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from bot.rules.negotiation.moves import MoveKind
from tests.negotiation.courses import Outcome

AGREED, KEPT = 0.95, 0.60
_HEAD = (
    "", "courses", "overlap", "agreed", "kept", "kept of deals", "no overlap, dealt", "to staff",
    "closed", "unsigned", "rounds", "days",
)  # fmt: skip


def agreed(outcomes: Sequence[Outcome]) -> float:
    """The share of courses with overlap that ended in a deal."""
    return _mean([one.gained is not None for one in outcomes if one.overlaps])


def kept(outcomes: Sequence[Outcome]) -> float:
    """The mean of our share of the possible gain, over courses with overlap, failures as 0."""
    return _mean([one.kept for one in outcomes if one.overlaps])


def breaches(outcomes: Sequence[Outcome]) -> Counter[str]:
    return Counter(breach for one in outcomes for breach in one.breaches)


def holds(outcomes: Sequence[Outcome]) -> bool:
    """Nothing that must not be, and both figures reached."""
    return not breaches(outcomes) and agreed(outcomes) >= AGREED and kept(outcomes) >= KEPT


def render(outcomes: Sequence[Outcome]) -> str:
    """The table, and what was wrong below it."""
    kinds = list(dict.fromkeys(one.kind for one in outcomes))
    rows = [_row(kind, [one for one in outcomes if one.kind == kind]) for kind in kinds]
    cells = [_HEAD, *rows, _row("together", outcomes)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(_HEAD))]
    lines = [
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    ]
    rule = "  ".join("-" * width for width in widths)
    found = breaches(outcomes)
    notes = [
        f"{sum(one.messages for one in outcomes)} messages, each in two languages; "
        + (", ".join(f"{what}: {n}" for what, n in found.items()) or "no breach"),
        "kept: our gain over the gain possible with the supplier earning nothing, "
        "courses with overlap, failures 0",
    ]
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1], *notes])


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    met = [one for one in outcomes if one.overlaps]
    ends = Counter(one.end.kind for one in outcomes)
    return (
        name,
        str(len(outcomes)),
        str(len(met)),
        f"{agreed(outcomes):.1%}" if met else "-",
        f"{kept(outcomes):.1%}" if met else "-",
        f"{_mean([one.kept for one in met if one.gained is not None]):.1%}" if met else "-",
        str(sum(one.gained is not None and not one.overlaps for one in outcomes)),
        str(ends[MoveKind.TO_STAFF]),
        str(ends[MoveKind.CLOSE]),
        str(sum(one.auto for one in outcomes)),
        f"{_mean([one.rounds for one in outcomes]):.1f}",
        f"{_mean([one.days for one in outcomes]):.1f}",
    )


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
