"""Importing a CSV file: good rows go in, bad ones into a file beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import groupby
from pathlib import Path

from knowledge.intake.csv_kinds import Kind, recognise
from knowledge.intake.csv_text import Sheet, SheetRow, read_sheet
from knowledge.intake.refusals import Problem, RowRefused
from knowledge.intake.report import (
    ERROR_COLUMN,
    ImportReport,
    Progress,
    RejectedRows,
    RowProblem,
    Tally,
)
from knowledge.intake.rows import Row, fields, read_row
from knowledge.store import Store

#: Rows a unit of work; it holds the write lock for some tenths of a second.
BATCH = 500


@dataclass(frozen=True, slots=True)
class _Entry:
    """The rows of the file that make up one record."""

    rows: Sequence[SheetRow]
    record: Row | RowRefused


async def import_csv(
    store: Store, path: Path, *, zone: tzinfo, progress: Progress | None = None
) -> ImportReport:
    """Put every good row of a file into the records; a second run changes nothing.

    Args:
        zone: the shop's zone, for times without an offset.

    Raises:
        IntakeError: the file as a whole cannot be used; nothing was imported.
        StoreUnavailable: batches before this are in; running again takes the rest.
    """
    sheet = await asyncio.to_thread(read_sheet, path)
    kind = recognise(sheet.header, path.name)
    tally = Tally()
    with RejectedRows(path, sheet) as rejected:
        for batch in _batches(_entries(sheet, kind, zone)):
            await _put(store, kind, batch, tally, rejected)
            if progress is not None:
                progress(batch[-1].rows[-1].number, sheet.last_row)
        return tally.report(kind.name, rejected)


async def _put(
    store: Store, kind: Kind, batch: Sequence[_Entry], tally: Tally, rejected: RejectedRows
) -> None:
    good = [entry for entry in batch if isinstance(entry.record, Row)]
    refused = {id(entry): entry.record for entry in batch if isinstance(entry.record, RowRefused)}
    if good:
        async with store.writing() as unit:
            results = await kind.put(unit, [entry.record for entry in good])
        for entry, result in zip(good, results, strict=True):
            if isinstance(result, RowRefused):
                refused[id(entry)] = result
            else:
                tally.outcomes[result] += 1
    for entry in batch:
        if id(entry) in refused:
            _reject(entry, refused[id(entry)], tally, rejected)


def _reject(entry: _Entry, refusal: RowRefused, tally: Tally, rejected: RejectedRows) -> None:
    found = [_placed(problem, entry.rows) for problem in refusal.problems]
    for problem in found:
        tally.refused(problem)
    rejected.write(entry.rows, "; ".join(str(problem) for problem in found))


def _placed(problem: Problem, rows: Sequence[SheetRow]) -> RowProblem:
    row = rows[problem.line or 0]
    return RowProblem(row.number, problem.column, str(problem))


def _batches(entries: Iterable[_Entry]) -> Iterator[list[_Entry]]:
    batch: list[_Entry] = []
    held = 0
    for entry in entries:
        batch.append(entry)
        held += len(entry.rows)
        if held >= BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _entries(sheet: Sheet, kind: Kind, zone: tzinfo) -> Iterator[_Entry]:
    first_seen: dict[tuple[str, ...], int] = {}
    for rows in _grouped(sheet, kind):
        key = _key(sheet, kind, rows[0])
        first = first_seen.setdefault(key, rows[0].number)
        if first != rows[0].number and any(key):
            twice = Problem(kind.key[-1], f"stands in row {first} already", key[-1])
            yield _Entry(rows, RowRefused(twice))
        else:
            yield _Entry(rows, _read(sheet, kind, rows, zone))


def _grouped(sheet: Sheet, kind: Kind) -> Iterator[Sequence[SheetRow]]:
    """The rows of each record; those of an order whose rows are scattered come last."""
    if kind.line is None:
        yield from ((row,) for row in sheet.rows())
        return
    scattered = _scattered(sheet, kind)
    held: dict[tuple[str, ...], list[SheetRow]] = {key: [] for key in scattered}
    for key, rows in groupby(sheet.rows(), key=lambda row: _key(sheet, kind, row)):
        if not any(key):
            yield from ((row,) for row in rows)
        elif key in held:
            held[key].extend(rows)
        else:
            yield tuple(rows)
    yield from held.values()


def _scattered(sheet: Sheet, kind: Kind) -> list[tuple[str, ...]]:
    seen: set[tuple[str, ...]] = set()
    again: dict[tuple[str, ...], None] = {}
    for key, _ in groupby(sheet.rows(), key=lambda row: _key(sheet, kind, row)):
        if key in seen and any(key):
            again[key] = None
        seen.add(key)
    return list(again)


def _key(sheet: Sheet, kind: Kind, row: SheetRow) -> tuple[str, ...]:
    places = (sheet.header.index(column) for column in kind.key)
    return tuple(row.cells[place].strip() if place < len(row.cells) else "" for place in places)


def _read(sheet: Sheet, kind: Kind, rows: Sequence[SheetRow], zone: tzinfo) -> Row | RowRefused:
    try:
        cells = [_cells(sheet, row, place) for place, row in enumerate(rows)]
        if kind.line is None:
            return read_row(kind.row, cells[0], zone=zone)
        line = fields(kind.line)
        head = _head([{n: c for n, c in row.items() if n not in line} for row in cells])
        lines = [{n: c for n, c in row.items() if n in line and c.strip()} for row in cells]
        return read_row(kind.row, {**head, "lines": lines}, zone=zone)
    except RowRefused as refusal:
        return refusal


def _cells(sheet: Sheet, row: SheetRow, place: int) -> dict[str, str]:
    """A row's cells by column. `place` is the row's among its record's rows, from 0."""
    width, cells = len(sheet.header), row.cells
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        wrong = f"the row has {len(cells)} cells, the header {width}"
        raise RowRefused(Problem("", wrong, line=place))
    named = zip(sheet.header, cells, strict=False)
    return {name: cell for name, cell in named if name != ERROR_COLUMN}


def _head(rows: Sequence[dict[str, str]]) -> dict[str, str]:
    """What an order's rows say about the whole order: its first row, repeated or left blank."""
    head = rows[0]
    for place, row in enumerate(rows[1:], start=1):
        for column, cell in row.items():
            if cell.strip() and cell.strip() != head[column].strip():
                raise RowRefused(Problem(column, "differs from the order's first row", cell, place))
    return head
