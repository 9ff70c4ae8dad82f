"""Questions nobody answered, put together by meaning and ranked by how much they matter.

Greedy clustering by a leader: the questions are taken in order, and each joins the group whose
mean it is nearest to, or begins one (Hartigan 1975, "Clustering Algorithms", chapter 3). One
pass, no number of groups to guess, and the same questions give the same groups.

The encoder of the model that serves was trained to tell intents apart, so it puts two
different questions on one intent near to each other (cosines up to 0.86). The words that they
share tell these apart, as they do in article search: a question is both.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from knowledge.terms import search_terms

#: The least cosine of a question with the mean of its group, and the words' part in it. Chosen
#: on hand-made questions (`tests/models/test_alike_questions.py`), pairs rightly together, F1:
#: the meaning alone 0.59 zh and 0.51 en at its best threshold, this 0.88 and 0.73. Lower, and
#: different questions come together; higher, and one question in two wordings falls apart.
ALIKE, OF_WORDS = 0.30, 0.7
#: Terms are counted in so many places; the questions are short, so few share one by chance.
_PLACES = 1024
#: Single characters tell more of a short Chinese question than its pairs alone, but for these.
_SMALL = frozenset("的了吗呢啊我你您们能可以有没不在是想要怎么个会去给把吧")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
#: After this long a question counts half.
HALF_LIFE = timedelta(days=14)


def meant_and_said(texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """What questions mean and the terms they say it in, as one vector each, of length 1.

    Args:
        vectors: the texts' sentence embeddings [n, dim], of length 1.

    Returns:
        float32 [n, dim + places].
    """
    said = np.zeros((len(texts), _PLACES), np.float32)
    for row, text in enumerate(texts):
        singles = [one for one in _CHINESE.findall(text) if one not in _SMALL]
        for term in (*search_terms(text), *singles):
            said[row, zlib.crc32(term.encode()) % _PLACES] += 1
    both = np.hstack([vectors * (1 - OF_WORDS) ** 0.5, _unit(said) * OF_WORDS**0.5])
    return _unit(both)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)


def groups_of(vectors: NDArray[np.float32], alike: float = ALIKE) -> list[list[int]]:
    """The rows that belong together, in the order of the first of each.

    Args:
        vectors: of length 1 [n, dim], as `meant_and_said` makes them.
        alike: the least cosine with the mean of a group.
    """
    sums = np.zeros_like(vectors)
    means = np.zeros_like(vectors)
    groups: list[list[int]] = []
    for row, vector in enumerate(vectors):
        place = _nearest(means[: len(groups)], vector, alike)
        if place is None:
            place = len(groups)
            groups.append([])
        groups[place].append(row)
        sums[place] += vector
        means[place] = sums[place] / (np.linalg.norm(sums[place]) or 1.0)
    return groups


def _nearest(means: NDArray[np.float32], vector: NDArray[np.float32], alike: float) -> int | None:
    if not len(means):
        return None
    cosines = means @ vector
    best = int(np.argmax(cosines))
    return best if cosines[best] >= alike else None


def weight(asked: Sequence[datetime], now: datetime) -> float:
    """How much a question matters, by how often and how recently it was asked.

    Each time counts 1 when it is new and half after each half-life: today, and 14 and 28 days
    ago -> 1 + 0.5 + 0.25 = 1.75.
    """
    return float(sum(0.5 ** (max(now - at, timedelta(0)) / HALF_LIFE) for at in asked))
