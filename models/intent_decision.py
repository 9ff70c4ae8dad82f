"""From the intents' logits to the intents that a message carries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.encoder import Floats
from models.understanding_config import UnderstandingConfig
from models.values import ScoredIntent

#: No message of the corpus carries more.
_MOST = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """The intents carried, most probable first, and what speaks against them."""

    carried: tuple[ScoredIntent, ...]
    margin: float
    runner_up: ScoredIntent


def mixed(network: Floats, ngrams: Floats, ngram_share: float) -> Floats:
    """The two opinions' logits in one: a weighted product of experts (Hinton 2002)."""
    both: Floats = (1 - ngram_share) * network + ngram_share * ngrams
    return both


def calibrated(logits: Floats, temperature: float) -> Floats:
    """Softmax of `logits / temperature` over the last axis (Guo et al. 2017, arXiv:1706.04599)."""
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    shares: Floats = (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)
    return shares


def decide(logits: Floats, several: float, config: UnderstandingConfig) -> Decision:
    """The carried intents for one row of logits [intents] and the logit of `several`.

    The network shares one probability among all intents of a message (it is trained on
    soft targets), so with k carried each share counts k-fold: 0.48 and 0.45 of two -> 0.96
    and 0.90. Whether there are several is a question of its own: else a hesitation
    between two intents would look like both.
    """
    shares = calibrated(logits, config.temperature)
    order = np.argsort(-shares, kind="stable")
    count = _count(shares, several, config)
    scored = [
        ScoredIntent(config.intents[int(at)], min(1.0, float(shares[at]) * count)) for at in order
    ]
    margin = scored[0].confidence - scored[count].confidence
    return Decision(tuple(scored[:count]), margin, scored[count])


def _count(shares: Floats, several: float, config: UnderstandingConfig) -> int:
    if 1 / (1 + np.exp(-several)) < config.thresholds.several:
        return 1
    return max(1, min(_MOST, int((shares >= config.thresholds.carry).sum())))
