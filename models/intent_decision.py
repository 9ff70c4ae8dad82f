"""From the intents' logits to the intents that a message carries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.encoder import Floats
from models.understanding_config import UnderstandingConfig
from models.values import ScoredIntent

#: Below this share a second intent is none, however surely there is one.
_LEAST = 0.01


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

    Whether there are several is a question of its own: else a hesitation between two intents
    would look like both. Where there are, the runner-up is one of them however small its
    share: the first has taken most of it. A third has to have a share of its own. The network
    shares one probability among all intents of a message (it is trained on soft targets), so
    with k carried each share counts k-fold: 0.48 and 0.45 of two -> 0.96 and 0.90.
    """
    shares = calibrated(logits, config.temperature)
    order = np.argsort(-shares, kind="stable")
    count = _count(shares[order], several, config)
    scored = [
        ScoredIntent(config.intents[int(at)], min(1.0, float(shares[at]) * count)) for at in order
    ]
    margin = scored[0].confidence - scored[count].confidence
    return Decision(tuple(scored[:count]), margin, scored[count])


def _count(shares: Floats, several: float, config: UnderstandingConfig) -> int:
    """How many are carried, 1 to 3; `shares` [intents] are from large to small."""
    if 1 / (1 + np.exp(-several)) < config.thresholds.several or shares[1] < _LEAST:
        return 1
    return 3 if shares[2] >= config.thresholds.carry else 2
