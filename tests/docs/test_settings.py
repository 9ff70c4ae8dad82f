"""Every setting is described, with its default."""

from __future__ import annotations

import re

import pytest

from bot.settings import Settings, environment_name
from tests.docs.pages import OPERATIONS, ROOT, Page, pages

_NAME = re.compile(r"XIAOER_[A-Z_]*[A-Z]")
_FIELDS = tuple(Settings.__slots__)
_KNOWN = {environment_name(field) for field in _FIELDS}


def test_every_setting_has_a_heading_and_no_heading_is_left_over() -> None:
    headings = {h for h in Page(OPERATIONS).headings(3) if _NAME.fullmatch(h)}
    assert headings == _KNOWN


@pytest.mark.parametrize("field", _FIELDS)
def test_a_settings_default_is_the_one_described(field: str) -> None:
    default = str(getattr(Settings(), field))
    said = f"Default: `{default}`." if default else "Default: empty."
    assert said in Page(OPERATIONS).section(environment_name(field))


def test_the_example_file_has_every_setting_with_its_default_and_no_other() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert given == {environment_name(field): str(getattr(Settings(), field)) for field in _FIELDS}


def test_every_setting_that_is_named_anywhere_exists() -> None:
    files = [page.path for page in pages()]
    files += [ROOT / "Dockerfile", ROOT / "compose.yaml", ROOT / ".env.example"]
    named = {(file.name, name) for file in files for name in _NAME.findall(file.read_text("utf-8"))}
    assert {(file, name) for file, name in named if name not in _KNOWN} == set()
