"""The benchmark's table, and what else the machine was doing while each row was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from tests.bench.machine import matrix_rate


@dataclass(slots=True)
class Row:
    """One measurement.

    Args:
        what: what was measured.
        figure: what came out, with its unit.
        target: what it should be; empty where there is no target.
        holds: whether it is; None where there is no target.
        notes: what belongs under the table.
    """

    what: str
    figure: str = ""
    target: str = ""
    holds: bool | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Circumstances:
    """The machine during a measurement.

    Args:
        rate: its fp32 matrix multiplication just before, GFLOP/s.
        others: how many cores other programs kept busy meanwhile.
    """

    rate: float
    others: float = 0.0


@contextmanager
def circumstances() -> Iterator[Circumstances]:
    """Measure the machine before, and other programs' work during, what is done inside."""
    found = Circumstances(matrix_rate())
    busy, own, at = _busy_s(), _own_s(), _clock_s()
    yield found
    passed = max(_clock_s() - at, 0.01)
    found.others = max(0.0, (_busy_s() - busy) - (_own_s() - own)) / passed


def _clock_s() -> float:
    return float(sum(psutil.cpu_times())) / (psutil.cpu_count() or 1)


def _busy_s() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait)


def _own_s() -> float:
    times = psutil.Process().cpu_times()
    living = sum(_cpu_s(child) for child in psutil.Process().children(recursive=True))
    ended = times.children_user + times.children_system
    return float(times.user + times.system + ended + living)


def _cpu_s(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def render(rows: Sequence[tuple[Row, Circumstances]]) -> str:
    """The rows as a table, their notes below."""
    head = ("", "measured", "target", "", "GFLOP/s", "others' cores")
    lines = [head, *(_cells(row, around) for row, around in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    shown = [
        "  ".join(cell.ljust(n) for cell, n in zip(line, widths, strict=True)) for line in lines
    ]
    shown.insert(1, "  ".join("-" * n for n in widths))
    notes = [f"  {row.what}: {note}" for row, _ in rows for note in row.notes]
    return "\n".join(line.rstrip() for line in [*shown, "", *notes])


def _cells(row: Row, around: Circumstances) -> tuple[str, ...]:
    verdict = {True: "holds", False: "MISSED", None: ""}[row.holds]
    return (
        row.what,
        row.figure,
        row.target,
        verdict,
        f"{around.rate:.0f}",
        f"{around.others:.2f}",
    )
