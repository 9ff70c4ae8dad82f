"""Token ids of texts that may be longer than a network reads: their head and their tail.

A long review says what it thinks at its beginning and, above all, at its end; of what is
kept a quarter is head and three quarters are tail (Sun et al. 2019, arXiv:1905.05583).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.script import plain_script

Ids = NDArray[np.int64]
_HEAD = 0.25
#: More characters a token than any text has; what is cut by them is cut by tokens too.
_CHARACTERS_A_TOKEN = 16


class LongTexts:
    """Turns texts into ids and masks of at most `most` tokens each."""

    def __init__(self, tokenizer: Tokenizer, most: int, pad_id: int) -> None:
        """The tokenizer's own cutting and padding are switched off."""
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer, self.most, self.pad_id = tokenizer, most, pad_id

    def __call__(self, texts: Sequence[str]) -> tuple[Ids, Ids]:
        """Ids and attention mask [n, t] of at least one text, padded to the longest."""
        return self.padded(self.ids(texts))

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text, at most `most`."""
        characters = _CHARACTERS_A_TOKEN * self.most
        ends = [_ends(plain_script(text), characters) for text in texts]
        return [head_and_tail(found.ids, self.most) for found in self._tokenizer.encode_batch(ends)]

    def padded(self, rows: Sequence[Sequence[int]]) -> tuple[Ids, Ids]:
        """Ids and attention mask [n, t] of at least one row of ids."""
        longest = max(map(len, rows))
        ids = [[*row, *[self.pad_id] * (longest - len(row))] for row in rows]
        mask = [[1] * len(row) + [0] * (longest - len(row)) for row in rows]
        return np.array(ids, np.int64), np.array(mask, np.int64)


def head_and_tail(ids: Sequence[int], most: int) -> list[int]:
    """`ids` with the middle left out where there are more: 1 to 10, most 8 -> 1, 2, 5 to 10."""
    if len(ids) <= most:
        return list(ids)
    head = max(1, int(_HEAD * most))
    return [*ids[:head], *ids[len(ids) - (most - head) :]]


def _ends(text: str, characters: int) -> str:
    """`text` without a middle that no token is taken from; a whole book costs no more time."""
    if len(text) <= 2 * characters:
        return text
    return text[:characters] + " " + text[-characters:]
