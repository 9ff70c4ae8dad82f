"""Guardrails of many suppliers from a CSV file: all of it is kept, or nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import XiaoerError
from bot.supply.guardrails import (
    BOUNDS,
    TEXTS,
    TICKS,
    GuardrailRefused,
    Typed,
    Value,
    checked,
    keep,
)
from knowledge.intake.csv_text import Sheet, SheetRow, read_sheet
from knowledge.queries.guardrails import rails_by_code
from knowledge.records import Guardrails, utcnow
from knowledge.store import Store, Unit

_CODE, _SUM = "supplier", "accept_up_to_minor"
#: Columns of the file, by the names of `Guardrails`; a sum is typed in whole money.
COLUMNS: Mapping[str, str] = {
    name: name.removesuffix("_minor") for name in (*BOUNDS, *TEXTS, *TICKS)
}
_YES, _NO = {"yes", "true", "1", "是"}, {"no", "false", "0", "否"}


class GuardrailFileRefused(XiaoerError):
    """The file cannot be used; nothing was changed. One line says each thing that is wrong."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    supplier_id: int
    values: Mapping[str, Value]


async def import_guardrails(
    store: Store, path: Path, clock: Callable[[], datetime] = utcnow
) -> tuple[int, int]:
    """Keep the guardrails of a file. Columns and cells left out stay as they are.

    Returns:
        How many suppliers' were changed, and how many the file has.

    Raises:
        IntakeError, GuardrailFileRefused: nothing was changed.
    """
    sheet = read_sheet(path)
    _check_header(sheet, path.name)
    async with store.writing() as unit:
        wanted = await _wanted(unit, sheet, path.name)
        now = clock()
        done = [await keep(unit, one.supplier_id, one.values, None, now) for one in wanted]
    return sum(done), len(done)


def _check_header(sheet: Sheet, name: str) -> None:
    known = {_CODE, *COLUMNS.values()}
    strange = [column for column in sheet.header if column not in known]
    twice = len(set(sheet.header)) != len(sheet.header)
    if _CODE not in sheet.header:
        raise GuardrailFileRefused(f"{name} has no column {_CODE}, with the suppliers' codes.")
    if strange or twice:
        what = f"an unknown column: {strange[0] or '(blank)'}" if strange else "a column twice"
        raise GuardrailFileRefused(f"{name} has {what}. It may have {', '.join(sorted(known))}.")


async def _wanted(unit: Unit, sheet: Sheet, name: str) -> list[_Wanted]:
    there = await rails_by_code(unit)
    wanted: dict[int, _Wanted] = {}
    wrong: list[str] = []
    for row in sheet.rows():
        try:
            one = _read(sheet, row, there)
        except ValueError as error:
            wrong.append(f"row {row.number}: {error}")
            continue
        if one.supplier_id in wanted:
            wrong.append(f"row {row.number}: the supplier stands in the file twice")
        wanted[one.supplier_id] = one
    if wrong:
        raise GuardrailFileRefused("\n".join([f"{name} was not imported:", *wrong]))
    return list(wanted.values())


def _read(
    sheet: Sheet, row: SheetRow, there: Mapping[str, tuple[int, Guardrails | None]]
) -> _Wanted:
    if len(row.cells) != len(sheet.header):
        raise ValueError(f"it has {len(row.cells)} cells, the header {len(sheet.header)}")
    cells = {name: cell.strip() for name, cell in zip(sheet.header, row.cells, strict=True)}
    code = cells[_CODE]
    if code not in there:
        raise ValueError(f"there is no supplier {code or '(blank)'}")
    supplier_id, rails = there[code]
    try:
        return _Wanted(supplier_id, checked(_typed(cells, rails or Guardrails(supplier_id=0))))
    except GuardrailRefused as refused:
        raise ValueError(_said(refused)) from refused


def _typed(cells: Mapping[str, str], rails: Guardrails) -> Typed:
    """What the row says, over what holds."""
    values = dict(_values(cells, rails))
    return Typed(
        {name: float(values[name]) for name in BOUNDS},
        {name: str(values[name]) for name in TEXTS},
        **{name: bool(values[name]) for name in TICKS},
    )


def _values(cells: Mapping[str, str], rails: Guardrails) -> Iterator[tuple[str, Value]]:
    for name, column in COLUMNS.items():
        cell = cells.get(column, "")
        yield name, _value(name, cell) if cell else getattr(rails, name)


def _value(name: str, cell: str) -> Value:
    if name in TEXTS:
        return cell
    if name in TICKS:
        if cell.lower() not in _YES | _NO:
            raise ValueError(f"{COLUMNS[name]} is yes or no, not {cell}")
        return cell.lower() in _YES
    try:
        number = float(cell)
    except ValueError:
        raise ValueError(f"{COLUMNS[name]} is a number, not {cell}") from None
    return round(number * 100, 4) if name == _SUM and math.isfinite(number) else number


def _said(refused: GuardrailRefused) -> str:
    if refused.field != _SUM:
        return str(refused).rstrip(".")
    most = f"{refused.bounds.most / 100:,.2f}"
    return f"{COLUMNS[_SUM]} is a sum from 0 to {most}, with two decimals at most"
