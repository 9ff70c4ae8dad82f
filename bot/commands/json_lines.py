"""JSON lines `{"text": …}` in, what a model makes of each out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TextIO

#: What a model makes of texts, in order, as JSON objects.
Read = Callable[[Sequence[str]], Sequence[dict[str, Any]]]
_BATCH = 32
_ERROR = {"error": 'each line must be a JSON object with a "text" string'}


def answer_lines(read: Read, lines: TextIO, out: TextIO) -> int:
    """Write a line for each that is not blank; a bad one gets an `error` line.

    Returns the exit status: 1 where there was a bad line.
    """
    size = 1 if lines.isatty() else _BATCH
    bad = 0
    for batch in _batches(lines, size):
        texts = [_text(line) for line in batch]
        answers = iter(read([text for text in texts if text is not None]))
        for text in texts:
            bad += text is None
            shown = next(answers) if text is not None else _ERROR
            out.write(json.dumps(shown, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if bad else 0


def _batches(lines: TextIO, size: int) -> Iterator[list[str]]:
    wanted = (line for line in lines if line.strip())
    while batch := list(islice(wanted, size)):
        yield batch


def _text(line: str) -> str | None:
    try:
        given = json.loads(line)
    except ValueError:
        return None
    text = given.get("text") if isinstance(given, dict) else None
    return text if isinstance(text, str) and _is_unicode(text) else None


def _is_unicode(text: str) -> bool:
    """JSON may escape half of a surrogate pair (RFC 8259, section 8.2), which no text has."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
