"""What came of a file: counts, the first problems, and the rows that were not taken."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path

from knowledge.errors import IntakeError
from knowledge.intake.csv_text import Sheet, SheetRow
from knowledge.intake.upserts import Outcome

#: Told (rows done, rows in all) as work goes on.
Progress = Callable[[int, int], None]

#: The column added to rejected rows; a corrected file may keep it.
ERROR_COLUMN = "error"

_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was not taken. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.message}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Records by what happened to them, and rows that were rejected.

    Args:
        kind: customers, products, orders, shipments, stock, sales, suppliers, supplier_offers,
            receipts or delivery_places.
        rejected: rows written to `rejected_file`; a bad line rejects all rows of its order.
        problems: the first hundred; every one stands in `rejected_file`.
    """

    kind: str
    created: int
    updated: int
    unchanged: int
    rejected: int
    problems: tuple[RowProblem, ...]
    rejected_file: Path | None

    def __str__(self) -> str:
        counts = (
            f"{self.kind}: {self.created} new, {self.updated} changed, "
            f"{self.unchanged} as they were, {self.rejected} rejected"
        )
        lines = [counts, *(f"  {problem}" for problem in self.problems)]
        if self.rejected_file is not None:
            lines.append(f"  rejected rows are in {self.rejected_file}")
        return "\n".join(lines)


@dataclass(slots=True)
class Tally:
    """Counts as a file is read."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    problems: list[RowProblem] = field(default_factory=list)

    def refused(self, problem: RowProblem) -> None:
        """Remember a problem, if it is among the first."""
        if len(self.problems) < _MOST_SHOWN:
            self.problems.append(problem)

    def report(self, kind: str, rejected: RejectedRows) -> ImportReport:
        """The final count."""
        return ImportReport(
            kind,
            self.outcomes[Outcome.CREATED],
            self.outcomes[Outcome.UPDATED],
            self.outcomes[Outcome.UNCHANGED],
            rejected.count,
            tuple(self.problems),
            rejected.path if rejected.count else None,
        )


class RejectedRows:
    """The file beside the imported one that keeps what was not taken, ready to correct.

    It is written with the first rejected row; one left by an earlier run is removed.
    """

    def __init__(self, source: Path, sheet: Sheet) -> None:
        self.path = source.with_suffix(".rejected.csv")
        self.count = 0
        self._sheet = sheet
        self._file: TextIOWrapper | None = None

    def __enter__(self) -> RejectedRows:
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, rows: Sequence[SheetRow], message: str) -> None:
        """Keep rows with the reason why they were not taken.

        Raises:
            IntakeError: the file cannot be written.
        """
        try:
            if self._file is None:
                self._open()
            for row in rows:
                self._line([*self._without_error(row.cells), message])
        except OSError as error:
            raise self._unwritable(error) from error
        self.count += len(rows)

    def _open(self) -> None:
        # The byte-order mark tells Excel that the file is UTF-8.
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._line([*self._without_error(self._sheet.header), ERROR_COLUMN])

    def _line(self, cells: Sequence[str]) -> None:
        assert self._file is not None
        csv.writer(self._file, delimiter=self._sheet.delimiter).writerow(cells)

    def _without_error(self, cells: Sequence[str]) -> list[str]:
        header = self._sheet.header
        return [
            cell
            for place, cell in enumerate(cells)
            if place >= len(header) or header[place] != ERROR_COLUMN
        ]

    def _unwritable(self, error: OSError) -> IntakeError:
        return IntakeError(f"The file {self.path.name} cannot be written: {error.strerror}.")
