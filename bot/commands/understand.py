"""What the model makes of messages: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, TextIO

from models.shop_weights import ShopWeights
from models.values import Understanding

_BATCH = 32


def understand(weights: ShopWeights, lines: TextIO, out: TextIO) -> int:
    """Read `{"text": …}` lines and write what each means; a bad line gets an `error` line.

    `weights` are those that serve.
    """
    model = weights.load()
    size = 1 if sys.stdin.isatty() else _BATCH
    bad = 0
    for batch in _batches(lines, size):
        texts = [_text(line) for line in batch]
        understood = iter(model.predict([text for text in texts if text is not None]))
        for text in texts:
            bad += text is None
            shown = _shown(next(understood)) if text is not None else _ERROR
            out.write(json.dumps(shown, ensure_ascii=False) + "\n")
        out.flush()
    return 1 if bad else 0


_ERROR = {"error": 'each line must be a JSON object with a "text" string'}


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
    return text if isinstance(text, str) else None


def _shown(found: Understanding) -> dict[str, Any]:
    return {
        "intent": found.top.intent,
        "confidence": round(found.top.confidence, 4),
        "intents": [
            {"intent": scored.intent, "confidence": round(scored.confidence, 4)}
            for scored in found.intents
        ],
        "entities": [
            {"kind": e.kind, "text": e.text, "start": e.start, "end": e.end} for e in found.entities
        ],
        "language": found.language,
        "mood": found.mood,
    }
