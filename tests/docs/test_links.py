"""Links lead somewhere, and files and tests that are named are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ARCHITECTURE, ROOT, Page, pages

_ALL = tuple(pages())
#: A file or folder of the project in backticks. A placeholder or a pattern is neither.
_PATH = re.compile(
    r"(?:\.?/)?(?:bot|models|knowledge|migrations|tests|docs|requirements)/[\w./-]*"
    r"|\.env\.example|pyproject\.toml|Makefile|Dockerfile|compose\.yaml"
)
_TEST = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)")


@pytest.mark.parametrize("page", _ALL, ids=str)
def test_every_internal_link_resolves(page: Page) -> None:
    broken = [link for link in page.links() if not _resolves(page, link)]
    assert broken == []


def _resolves(page: Page, link: str) -> bool:
    if re.match(r"[a-z][a-z0-9+.-]*:", link):
        return True
    name, _, fragment = link.partition("#")
    target = (page.path.parent / name).resolve() if name else page.path
    if not target.exists() or ROOT not in (target, *target.parents):
        return False
    return not fragment or fragment in Page(target).anchors()


@pytest.mark.parametrize("page", _ALL, ids=str)
def test_every_file_that_is_named_exists(page: Page) -> None:
    named = {word for word in page.code_words() if _PATH.fullmatch(word)}
    assert {word for word in named if not (ROOT / word).exists()} == set()


@pytest.mark.parametrize("page", _ALL, ids=str)
def test_every_test_that_is_named_exists(page: Page) -> None:
    assert [
        f"{file}::{name}" for file, name in _TEST.findall(page.text) if not _in(file, name)
    ] == []


def _in(file: str, name: str) -> bool:
    path = ROOT / file
    return path.is_file() and re.search(rf"def {name}\(", path.read_text("utf-8")) is not None


def test_every_failure_names_the_test_that_shows_it() -> None:
    text = Page(ARCHITECTURE).section("Failures")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert rows
    assert [row for row in rows if not _TEST.search(row)] == []


def test_every_model_card_is_in_the_index() -> None:
    index = Page(ROOT / "docs" / "models.md")
    linked = {(index.path.parent / link).resolve() for link in index.links()}
    cards = set((ROOT / "models" / "weights").glob("*/CARD.md"))
    assert cards - linked == set()


def test_the_readme_leads_to_every_page_of_the_docs() -> None:
    readme = Page(ROOT / "README.md")
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in readme.links()}
    assert set((ROOT / "docs").glob("*.md")) - linked == set()


def test_no_text_names_a_place_outside_the_project() -> None:
    outside = re.compile(r"(?<![\w.])/(?:root|home|Users)/[\w./-]*")
    found = {(str(page), path) for page in _ALL for path in outside.findall(page.text)}
    files = (Path("Dockerfile"), Path(".dockerignore"), Path("compose.yaml"))
    found |= {(str(f), p) for f in files for p in outside.findall((ROOT / f).read_text("utf-8"))}
    assert found == set()
