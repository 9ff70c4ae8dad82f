"""Whether a sentence lies beside its rendering in the other language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from models.encoder import Floats

#: Among how many sentences the other one has to be found.
_AMONG = 500


class Embedder(Protocol):
    """Turns sentences into vectors of length 1, [n, dimension]."""

    def embed(self, texts: Sequence[str]) -> Floats: ...


def alignment_lines(model: Embedder, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The section of the page: pairs of the corpus, the same thing said in both languages."""
    if not pairs:
        yield "not measured: the corpus has no `pairs.txt`"
        return
    chosen = pairs[:: max(1, len(pairs) // _AMONG)][:_AMONG]
    chinese, english = (model.embed(list(side)) for side in zip(*chosen, strict=True))
    there, back = share_nearest(chinese, english), share_nearest(english, chinese)
    yield f"{len(chosen)} pairs of the corpus, of training writers: nearest in the other language"
    yield f"  zh -> en {there:.1%}, en -> zh {back:.1%} are the same thing said"


def share_nearest(asked: Floats, known: Floats) -> float:
    """The share of rows of `asked` [n, d] whose nearest row of `known` [n, d] is their own."""
    nearest = (asked @ known.T).argmax(axis=1)
    return float((nearest == np.arange(len(asked))).mean())
