"""What the model makes of messages: JSON lines in, JSON lines out."""

from __future__ import annotations

from typing import Any, TextIO

from bot.commands.json_lines import answer_lines
from models.shop_weights import ShopWeights
from models.values import Understanding


def understand(weights: ShopWeights, lines: TextIO, out: TextIO) -> int:
    """Read `{"text": …}` lines and write what each means; a bad line gets an `error` line.

    `weights` are those that serve.
    """
    model = weights.load()
    return answer_lines(lambda texts: [_shown(one) for one in model.predict(texts)], lines, out)


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
