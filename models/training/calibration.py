"""Temperature and thresholds, chosen on the validation writers alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from models.encoder import Floats
from models.intent_decision import calibrated, decide, mixed
from models.understanding_config import Thresholds, UnderstandingConfig
from models.values import Intent

Label = TypeVar("Label")
_TEMPERATURES = np.geomspace(0.1, 3.0, 60)
_NGRAM_SHARES = np.linspace(0.0, 1.0, 11)
_CARRY = (0.1, 0.15, 0.2, 0.25, 0.3)
_SEVERAL = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
#: Asking is worth its trouble where at most half of the answers would be right.
_WORTH_ASKING = 0.5
_WINDOWS = 20


def best_mixture(
    network: Floats, ngrams: Floats, golds: Sequence[Sequence[Intent]], order: Sequence[Intent]
) -> tuple[float, float]:
    """The share of the n-grams, and the temperature, with the least loss."""
    tried = [
        (share, *best_temperature(mixed(network, ngrams, float(share)), golds, order))
        for share in _NGRAM_SHARES
    ]
    share, temperature, _ = min(tried, key=lambda one: one[2])
    return round(float(share), 2), temperature


def best_temperature(
    logits: Floats, golds: Sequence[Sequence[Label]], order: Sequence[Label]
) -> tuple[float, float]:
    """The temperature with the least negative log-likelihood of the first label, and that.

    Texts with one label only: messages with several share their probability on purpose.
    """
    rows = [row for row, gold in enumerate(golds) if len(gold) == 1]
    firsts = [order.index(golds[row][0]) for row in rows]

    def loss(temperature: float) -> float:
        shares = calibrated(logits[rows], temperature)[range(len(rows)), firsts]
        return float(-np.log(np.maximum(shares, 1e-9)).mean())

    best = float(min(_TEMPERATURES, key=loss))
    return best, loss(best)


def best_carry(
    logits: Floats, several: Floats, golds: Sequence[Sequence[Intent]], config: UnderstandingConfig
) -> tuple[float, float]:
    """`several` and `carry` with the best F1 over the sets of carried intents."""

    def score(pair: tuple[float, float]) -> float:
        tried = config.with_thresholds(Thresholds(*pair, 0.0, 0.0))
        found = [carried(logits[row], float(several[row]), tried) for row in range(len(golds))]
        return sets_f1(found, [set(gold) for gold in golds])

    return max(((first, second) for first in _SEVERAL for second in _CARRY), key=score)


def asking_thresholds(
    confidences: Floats, margins: Floats, right: Sequence[bool]
) -> tuple[float, float]:
    """Below which confidence, and which margin, answers are wrong at least half of the time."""
    return _lowest_worth(confidences, right), _lowest_worth(margins, right)


def carried(logits: Floats, several: float, config: UnderstandingConfig) -> set[Intent]:
    """The set of intents that the decision carries."""
    return {scored.intent for scored in decide(logits, several, config).carried}


def sets_f1(found: Sequence[set[Intent]], golds: Sequence[set[Intent]]) -> float:
    """Micro F1 over the intents of all messages, 0 to 1."""
    shared = sum(len(a & b) for a, b in zip(found, golds, strict=True))
    return 2 * shared / max(1, sum(map(len, found)) + sum(map(len, golds)))


def _lowest_worth(values: Floats, right: Sequence[bool]) -> float:
    """The cut below which, in a window that slides over the sorted values, half are wrong."""
    order = np.argsort(values)
    width = max(1, len(order) // _WINDOWS)
    shares = np.convolve(np.asarray(right, float)[order], np.ones(width) / width, mode="valid")
    wrong = np.flatnonzero(shares <= _WORTH_ASKING)
    if not len(wrong):
        return 0.0
    middle = min(int(wrong[-1]) + (width + 1) // 2, len(order) - 1)
    return round(float(values[order][middle]), 3)
