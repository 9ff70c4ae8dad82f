"""The page of figures: its sections as Markdown, and the file that keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

#: What stands above this line in the file is written by hand and stays.
MARK = "<!-- From here on written by `python -m bot evaluate`. -->"
_OPENING = """## Figures

Of the shipped weights, on the messages of writers that no model was trained on
([decision 0007](decisions/0007-split-by-writer.md)). What is found is wrong where the first intent
is none that the message carries."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines of plain text below it."""

    heading: str
    lines: Sequence[str]

    def __str__(self) -> str:
        # Customers' words may hold Markdown, and must not end the block.
        shown = "\n".join(self.lines).replace("```", "'''")
        return f"### {self.heading}\n\n```text\n{shown}\n```"


def rendered(sections: Iterable[Section]) -> str:
    """The page as Markdown."""
    return "\n\n".join([_OPENING, *map(str, sections)]) + "\n"


def write_page(file: Path, page: str) -> None:
    """Put `page` into `file` in place of the last one; the introduction above MARK stays."""
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    introduction = before.partition(MARK)[0].rstrip()
    parts = [introduction, MARK, page] if introduction else [MARK, page]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n\n".join(parts), encoding="utf-8")
