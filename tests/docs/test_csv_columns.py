"""The README's table of CSV files has every column that an import takes."""

from __future__ import annotations

import re

from knowledge.intake.csv_kinds import KINDS
from knowledge.records import OrderStatus, TrackingStatus
from tests.docs.pages import ROOT, Page, table

_SECTION = Page(ROOT / "README.md").section("Bringing in your shop's records")


def test_every_kind_of_file_has_its_row_with_its_columns() -> None:
    shown = {row[0]: [re.findall(r"`(\w+)`", cell) for cell in row[1:]] for row in table(_SECTION)}
    assert shown == {kind.name: _columns(kind.key, kind.columns()) for kind in KINDS}


def _columns(key: tuple[str, ...], columns: dict[str, bool]) -> list[list[str]]:
    required = [name for name, is_required in columns.items() if is_required]
    return [list(key), required, [name for name in columns if name not in required]]


def test_every_status_is_named() -> None:
    named = set(re.findall(r"`(\w+)`", _SECTION))
    assert {*OrderStatus, *TrackingStatus} <= named
