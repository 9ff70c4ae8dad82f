"""Whether reviews praise or blame: JSON lines in, JSON lines out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TextIO

from bot.commands.json_lines import answer_lines
from models.sentiment import SentimentModel
from models.values import Sentiment


def sentiment(weights: Path, lines: TextIO, out: TextIO) -> int:
    """Read `{"text": …}` lines and write each one's polarity; a bad line gets an `error` line."""
    model = SentimentModel.load(weights)
    return answer_lines(lambda texts: [_shown(one) for one in model.classify(texts)], lines, out)


def _shown(found: Sentiment) -> dict[str, Any]:
    return {"polarity": found.polarity, "confidence": round(found.confidence, 4)}
