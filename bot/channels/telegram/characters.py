"""Text as Telegram counts it, and without what no database or HTTP request can hold."""

from __future__ import annotations

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with NUL and lone surrogates replaced by U+FFFD.

    JSON may spell both (`"\\ud800"`); PostgreSQL refuses the first and UTF-8 the second.
    Everything else, right-to-left marks and emoji among it, stays as it is.
    """
    return _UNSTORABLE.sub("\ufffd", text)


def units(text: str) -> int:
    """The length in UTF-16 code units, which is how Telegram counts.

    `units("a😀") -> 3` (https://core.telegram.org/api/entities#entity-length).
    """
    return len(text) + sum(1 for character in text if character > "\uffff")


def split_text(text: str, limit: int = 4096) -> list[str]:
    """The text in parts of at most `limit` UTF-16 units, cut at line or sentence ends.

    Parts of white space alone are left out: Telegram refuses them.
    """
    parts = []
    rest = text.strip()
    while units(rest) > limit:
        cut = _cut(rest[: _longest(rest, limit)])
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in [*parts, rest] if part]


def _longest(text: str, limit: int) -> int:
    """How many characters fit into `limit` units."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


#: Where a text may be cut, best first. Full-width marks end a sentence by themselves.
_ENDS = tuple(
    map(
        re.compile,
        (r"\n\s*\n", r"\n", r"[。！？…][。！？…”’」』）]*|[.!?][\"')\]”’]*(?=\s)", r"[，、；]|\s"),
    )
)


def _cut(window: str) -> int:
    """The last good place to cut in the window's second half, else its end."""
    for ends in _ENDS:
        places = [match.end() for match in ends.finditer(window)]
        if places and places[-1] > len(window) // 2:
            return places[-1]
    return len(window)
