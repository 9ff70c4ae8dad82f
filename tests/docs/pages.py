"""Reading the project's Markdown: its pages, their headings, links and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = ROOT / "docs" / "operations.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
POLICY = ROOT / "docs" / "policy.md"
DECISIONS = ROOT / "docs" / "decisions"

#: Folders with Markdown that is not documentation: what was installed, built or brought in.
_ELSEWHERE = {"build", "runs", "var", "articles", "shared"}
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """A Markdown file."""

    path: Path

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """The text without fenced code."""
        return _FENCED.sub("", self.text)

    def headings(self, level: int) -> list[str]:
        """The headings of a level, as written."""
        return [words for marks, words in _HEADING.findall(self.prose) if len(marks) == level]

    def anchors(self) -> set[str]:
        """What links may point at within the page."""
        return {anchor(words) for _, words in _HEADING.findall(self.prose)}

    def links(self) -> list[str]:
        """Where the page's links point, code left out."""
        return _LINK.findall(_CODE.sub("", self.prose))

    def code_words(self) -> list[str]:
        """What stands between single backticks."""
        return _CODE.findall(self.prose)

    def section(self, heading: str) -> str:
        """What stands under a heading, up to the next one of any level.

        Raises:
            LookupError: there is no such heading.
        """
        start = re.search(rf"^#+ +{re.escape(heading)} *$", self.text, re.MULTILINE)
        if start is None:
            raise LookupError(f"{self} has no heading '{heading}'")
        rest = _FENCED.sub(lambda code: code[0].replace("\n#", "\n "), self.text[start.end() :])
        end = _HEADING.search(rest)
        return self.text[start.end() :][: end.start() if end else None]


def pages() -> Iterator[Page]:
    """Every page of the project's own documentation."""
    for path in sorted(ROOT.rglob("*.md")):
        inside = path.relative_to(ROOT).parts
        if not any(part in _ELSEWHERE or part.startswith(".") for part in inside):
            yield Page(path)


def anchor(heading: str) -> str:
    """A heading's anchor as GitHub makes it: `Moving to PostgreSQL` → moving-to-postgresql."""
    bare = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return bare.replace(" ", "-")


def table(text: str) -> list[list[str]]:
    """The cells of a Markdown table's rows, its head and rule left out."""
    rows = [line.strip() for line in text.splitlines() if line.strip().startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]
