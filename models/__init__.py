"""Xiaoer's learned models: what a message means, how a reply is worded, what a review says.

Serving is torch-free (ONNX Runtime). `models.training` makes the weights.
"""

from __future__ import annotations

from pathlib import Path

#: Where the shipped weights lie, one folder a model.
WEIGHTS = Path(__file__).parent / "weights"
BASE_WEIGHTS = WEIGHTS / "base"
UNDERSTANDING_WEIGHTS = WEIGHTS / "understanding"
REPLY_WEIGHTS = WEIGHTS / "replies"
SENTIMENT_WEIGHTS = WEIGHTS / "sentiment"
ANSWER_WEIGHTS = WEIGHTS / "answers"
