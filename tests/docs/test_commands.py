"""Every command is described, with the help that it prints."""

from __future__ import annotations

import re

from tests.docs.help_text import help_texts, same, shown_texts
from tests.docs.pages import OPERATIONS, ROOT, Page, pages

_CALLED = re.compile(r"python -m bot((?: [a-z]+)+)")


def test_every_command_has_a_heading_and_no_heading_is_left_over() -> None:
    headings = [h for h in Page(OPERATIONS).headings(3) if "python -m bot" in h]
    assert sorted(headings) == sorted(f"`python -m bot {name}`" for name in help_texts())


def test_the_help_shown_is_the_help_printed() -> None:
    shown, printed = shown_texts(), help_texts()
    stale = [name for name in printed if not same(shown.get(name, ""), printed[name])]
    assert not stale, f"run `python -m tests.docs.help_text`: {stale}"


def test_every_command_that_a_page_calls_exists() -> None:
    known = {name.split()[0] for name in help_texts()}
    called = {(str(page), words.split()[0]) for page in pages() for words in _calls(page)}
    assert {(page, word) for page, word in called if word not in known} == set()


def _calls(page: Page) -> list[str]:
    return _CALLED.findall(page.text)


def test_every_make_target_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.M))
    named = {(str(page), word) for page in pages() for word in _targets(page)}
    assert {(page, word) for page, word in named if word not in targets} == set()


def _targets(page: Page) -> list[str]:
    return re.findall(r"(?:^|`)make ([a-z]+)", page.text, re.M)


def test_every_make_target_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.M)
    assert [word for word in targets if f"make {word}" not in readme] == []
