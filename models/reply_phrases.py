"""The phrases that a reply may be made of: runs of words that the corpus has for its act.

A small model now and then joins two wordings into one that nobody wrote and that says
something else: "{carrier} was to bring {order_number}, and we are urging them on {eta}". The
rules of `models.reply_rules` cannot see that, for every slot is there. So each run of a few
words, slots and stops counted as words, must be a run of some wording of the same act and
language; then what is joined is joined where the corpus joins it.

Only hashes are kept: 24 bits each, of which a hundredth is taken by chance by some other run
(190,000 of 2**24). A wrong sentence has several wrong runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelCorrupt
from models.reply_config import PHRASES_FILE, REBUILD
from models.values import Language

#: How many words make a run: English words, Chinese characters.
_RUN = {Language.EN: 4, Language.ZH: 5}
_WORD = re.compile(r"\{\w+\}|[A-Za-z']+|[^\sA-Za-z']")
_START, _END = "<", ">"
_HASH_BYTES = 3

Hashes = NDArray[np.uint32]


class Phrases:
    """The runs of a corpus. Threads may share it."""

    def __init__(self, hashes: Hashes) -> None:
        self._hashes = hashes

    @classmethod
    def of(cls, wordings: Iterable[tuple[str, Language, str]]) -> Phrases:
        """The runs of wordings, each an act, a language and a text."""
        hashes = [number for wording in wordings for number in _hashes(*wording)]
        return cls(np.unique(np.array(hashes, dtype=np.uint32)))

    @classmethod
    def load(cls, folder: Path) -> Phrases:
        """The runs kept in `folder`. Raises ModelCorrupt."""
        file = folder / PHRASES_FILE
        try:
            with np.load(file) as kept:
                return cls(np.cumsum(kept["gaps"], dtype=np.uint32))
        except Exception as error:  # numpy raises what the broken byte happens to be to it
            raise ModelCorrupt(file, REBUILD, error) from error

    def save(self, folder: Path) -> None:
        gaps = np.diff(self._hashes, prepend=np.uint32(0))
        np.savez_compressed(folder / PHRASES_FILE, gaps=gaps)

    def allow(self, act: str, language: Language, text: str) -> bool:
        """Whether every run of `text` is one of the corpus's for the act and language."""
        asked = np.array(_hashes(act, language, text), dtype=np.uint32)
        places = np.searchsorted(self._hashes, asked)
        found = self._hashes[np.minimum(places, len(self._hashes) - 1)]
        return bool((found == asked).all())


def _hashes(act: str, language: Language, text: str) -> list[int]:
    words = [_START, *_WORD.findall(text.lower()), _END]
    length = _RUN[language]
    starts = range(max(1, len(words) - length + 1))
    return [_hash(act, language, *words[at : at + length]) for at in starts]


def _hash(*words: str) -> int:
    return int.from_bytes(blake2b("\n".join(words).encode(), digest_size=_HASH_BYTES).digest())
