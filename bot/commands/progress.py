"""Showing long work: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tqdm import tqdm

#: Plain lines are at least this far apart, seconds.
_EVERY = 2.0

#: Told after each step: how much is done, of how much.
Progress = Callable[[int, int], None]


def progress(title: str) -> Progress:
    """A teller for one piece of work; it ends its own bar when all is done."""
    return _bar(title) if sys.stderr.isatty() else _lines(title)


def _bar(title: str) -> Progress:
    shown: list[tqdm[None]] = []

    def tell(done: int, total: int) -> None:
        if not shown:
            shown.append(tqdm(total=total, desc=title, leave=True, file=sys.stderr))
        shown[0].total = total
        shown[0].update(done - shown[0].n)
        if done >= total:
            shown[0].close()

    return tell


def _lines(title: str) -> Progress:
    last = [0.0]

    def tell(done: int, total: int) -> None:
        now = time.monotonic()
        if done >= total or now - last[0] >= _EVERY:
            last[0] = now
            sys.stderr.write(f"{title}: {done} of {total}\n")

    return tell
