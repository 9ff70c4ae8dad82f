"""The commands' help as `docs/operations.md` shows it.

`python -m tests.docs.help_text` writes it there anew, after a command has changed.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli import _parser
from tests.docs.pages import OPERATIONS

#: A command's heading and, somewhere below it, its help in a block of plain text.
_BLOCK = re.compile(r"(^### `python -m bot ([a-z ]+)`\n.*?^```text\n)(.*?)(^```$)", re.M | re.S)
_WIDTH = "80"


def help_texts() -> dict[str, str]:
    """Each command's help, 80 columns wide, by its words: `run`, `staff add`."""
    with _columns(_WIDTH):
        return {name: parser.format_help() for name, parser in _commands(_parser())}


def shown_texts() -> dict[str, str]:
    """Each command's help as the page has it."""
    text = OPERATIONS.read_text(encoding="utf-8")
    return {name: shown for _, name, shown, _ in _BLOCK.findall(text)}


def same(one: str, other: str) -> bool:
    """Whether two helps say the same; Python versions wrap their lines differently."""
    return one.split() == other.split()


def rewrite() -> None:
    """Write every command's present help into the page."""
    texts = help_texts()
    page = OPERATIONS.read_text(encoding="utf-8")
    renewed = _BLOCK.sub(lambda found: found[1] + texts.get(found[2], found[3]) + found[4], page)
    OPERATIONS.write_text(renewed, encoding="utf-8")


def _commands(
    parser: argparse.ArgumentParser, name: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    nested = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not nested:
        yield name, parser
    for action in nested:
        for word, command in action.choices.items():
            yield from _commands(command, f"{name} {word}".strip())


@contextmanager
def _columns(width: str) -> Iterator[None]:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = width  # argparse wraps to it
    try:
        yield
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before


if __name__ == "__main__":
    rewrite()
