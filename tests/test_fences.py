"""Fences that import-linter cannot see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = [
    path
    for package in ("bot", "models", "knowledge", "migrations")
    for path in sorted((ROOT / package).rglob("*.py"))
]
_ENVIRONMENT = re.compile(
    r"\bos\.(?:environ|getenv|putenv)\b|\bfrom os import .*\b(?:environ|getenv)"
)


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in CODE
        if _ENVIRONMENT.search(path.read_text(encoding="utf-8"))
    ]
    assert readers == ["bot/settings.py"]


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "manager", "misc"])
def test_no_file_has_a_name_that_says_nothing(name: str) -> None:
    assert [path for path in CODE if path.stem == name] == []
