"""Decisions are numbered without gaps, have one shape, and can be found."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ARCHITECTURE, DECISIONS, Page

_ALL = tuple(Page(path) for path in sorted(DECISIONS.glob("*.md")))
_NAME = re.compile(r"(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
#: A page of print, lines.
_A_PAGE = 60


def test_numbers_have_no_gaps() -> None:
    numbers = [name[1] for page in _ALL if (name := _NAME.fullmatch(page.path.name))]
    assert len(numbers) == len(_ALL)
    assert numbers == [f"{number:04d}" for number in range(1, len(_ALL) + 1)]


@pytest.mark.parametrize("page", _ALL, ids=str)
def test_a_decision_has_the_four_headings_and_fits_a_page(page: Page) -> None:
    assert page.headings(2) == ["Status", "Context", "Decision", "Consequences"]
    assert len(page.headings(1)) == 1
    assert page.headings(1)[0].startswith(f"{page.path.name[:4]} ")
    assert len(page.text.splitlines()) <= _A_PAGE


def test_the_architecture_links_to_every_decision() -> None:
    architecture = Page(ARCHITECTURE)
    linked = {(ARCHITECTURE.parent / link).resolve() for link in architecture.links()}
    assert {page.path for page in _ALL} - linked == set()


def test_the_changelog_has_this_version() -> None:
    root = DECISIONS.parents[1]
    version = re.search(r'^version = "(.+)"', (root / "pyproject.toml").read_text(), re.M)
    assert version is not None
    headings = Page(root / "CHANGELOG.md").headings(2)
    assert headings[0] == "[Unreleased]"
    assert any(heading.startswith(f"[{version[1]}]") for heading in headings)
