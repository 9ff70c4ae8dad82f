"""The second opinion on intents: a linear model over hashed character n-grams.

A network trained on a few thousand lines grasps paraphrases but is easily led astray by an
unknown style; n-grams are the other way round. Their logits are added, which is worth
several points on unseen writers (see the model card). Hashing after Weinberger et al. 2009
(arXiv:0902.2206): no vocabulary to ship, and nothing is ever unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from models.encoder import Floats
from models.errors import ModelCorrupt
from models.script import plain_script
from models.understanding_config import REBUILD

BUCKETS = 2**16
_LONGEST = 4
_MOST_CHARACTERS = 600
_PIECE = re.compile(r"[^\W\d_]+|\d|[^\s\w]")


class NgramModel:
    """Logits of the intents from a text's character n-grams alone."""

    def __init__(self, rarity: Floats, weights: Floats, bias: Floats) -> None:
        """`rarity` [buckets] weighs each n-gram, `weights` is [buckets, intents]."""
        self._rarity, self._weights, self._bias = rarity, weights, bias

    @classmethod
    def load(cls, file: Path, intents: int) -> NgramModel:
        """The model in `file`. Raises ModelCorrupt."""
        try:
            with np.load(file, allow_pickle=False) as arrays:
                scale = arrays["scale"].astype(np.float32)
                weights = arrays["weights"].astype(np.float32) * scale
                rarity, bias = arrays["rarity"].astype(np.float32), arrays["bias"]
        except Exception as error:  # zipfile, numpy and zlib each raise their own
            raise ModelCorrupt(file, REBUILD, error) from error
        if weights.shape != (BUCKETS, intents) or rarity.shape != (BUCKETS,):
            raise ModelCorrupt(file, REBUILD, f"its weights are {weights.shape}")
        return cls(rarity, weights, bias.astype(np.float32))

    def save(self, file: Path) -> None:
        """Write the model with int8 weights, one scale an intent."""
        scale = np.abs(self._weights).max(axis=0) / 127
        weights = np.round(self._weights / np.maximum(scale, 1e-9)).astype(np.int8)
        rarity = self._rarity.astype(np.float16)
        np.savez_compressed(file, rarity=rarity, weights=weights, scale=scale, bias=self._bias)

    def logits(self, texts: Sequence[str]) -> Floats:
        """Logits [n, intents]."""
        return np.stack([self._row(text) for text in texts])

    def _row(self, text: str) -> Floats:
        buckets, counts = counted(text)
        values = counts * self._rarity[buckets]
        length = np.float32(np.linalg.norm(values)) or np.float32(1)
        row = (values / length) @ self._weights[buckets] + self._bias
        return np.asarray(row, np.float32)


def counted(text: str) -> tuple[NDArray[np.int64], Floats]:
    """The buckets [k] of the text's n-grams, and `1 + log(count)` of each [k]."""
    grams = Counter(crc32(gram.encode()) % BUCKETS for gram in _grams(text))
    buckets = np.fromiter(grams.keys(), np.int64, len(grams))
    counts = np.fromiter(grams.values(), np.float32, len(grams))
    return buckets, 1 + np.log(counts)


def _grams(text: str) -> list[str]:
    """Runs of 1 to 4 characters within a word, its edges marked by spaces; and word pairs."""
    words = _PIECE.findall(plain_script(text[:_MOST_CHARACTERS]).lower())
    edged = [f" {word} " for word in words]
    runs = [
        word[at : at + size]
        for word in edged
        for size in range(1, _LONGEST + 1)
        for at in range(max(1, len(word) - size + 1))
    ]
    return runs + [f"{a}_{b}" for a, b in pairwise(words)]
