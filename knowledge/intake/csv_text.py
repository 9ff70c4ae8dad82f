"""Reading a CSV file as the shop's programs write it: encoding, delimiter, quotes, rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import IntakeError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ZIP = b"PK\x03\x04"
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not blank. `number` counts as a spreadsheet does: the header is row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file that can be read to its end.

    Args:
        header: column names, lower case.
        last_row: the number of the last row.
    """

    text: str
    delimiter: str
    header: tuple[str, ...]
    last_row: int

    def rows(self) -> Iterator[SheetRow]:
        """The rows under the header."""
        for row in _rows(self.text, self.delimiter):
            if row.number > 1:
                yield row


def read_sheet(path: Path) -> Sheet:
    """Read a file and make sure that all of it is CSV, before anything is imported.

    Raises:
        IntakeError: it cannot be read, is empty, is no text or has a quote left open.
    """
    text = _decoded(_content(path), path.name)
    delimiter = _delimiter(text)
    header: Sequence[str] = ()
    last = 1
    try:
        for row in _rows(text, delimiter):
            header, last = (row.cells if row.number == 1 else header), row.number
    except csv.Error as error:
        raise IntakeError(f"{path.name} {_fault(error, last)}") from error
    names = tuple(name.strip().lower() for name in header)
    if not any(names):
        raise IntakeError(f"{path.name} has no column names in its first row.")
    return Sheet(text, delimiter, names, last)


def _content(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IntakeError(f"The file {path} cannot be read: {error.strerror}.") from error
    if not data.strip():
        raise IntakeError(f"{path.name} is empty.")
    if data.startswith(_ZIP):
        raise IntakeError(f"{path.name} is a spreadsheet workbook; save it as CSV first.")
    return data


def _decoded(data: bytes, name: str) -> str:
    """UTF-8 with or without byte-order mark, UTF-16 with one, else GB18030 (GB 18030-2022)."""
    if data.startswith(_UTF16):
        return _decode(data, "utf-16", name)
    if b"\0" in data:
        raise IntakeError(f"{name} is not a text file: it contains zero bytes.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data[: error.start], name)
        return _decode(data, "gb18030", name)


def _refuse_broken_utf8(good: bytes, name: str) -> None:
    # Chinese read well up to here: UTF-8 with a broken place. As GB18030 it would be garbled.
    text = good.decode("utf-8-sig", errors="ignore")
    if any("\u3000" <= character <= "\u9fff" for character in text):
        row = text.count("\n") + 1
        raise IntakeError(f"{name} is not valid UTF-8 in row {row}; export it again.")


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise IntakeError(f"{name} is neither UTF-8 nor GB18030 text.") from error


def _delimiter(text: str) -> str:
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _rows(text: str, delimiter: str) -> Iterator[SheetRow]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number, cells in enumerate(lines, start=1):
        if any(cell.strip() for cell in cells):
            yield SheetRow(number, tuple(cells))


def _fault(error: csv.Error, last: int) -> str:
    # A quote left open swallows the rest of the file, up to the reader's limit for a cell.
    if "end of data" in str(error) or "field limit" in str(error):
        return f"has a quote that is never closed, after row {last}."
    return f"cannot be read after row {last}: {error}."
