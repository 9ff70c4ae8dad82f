"""Choosing the next token: by chance among the likely ones, within the rules.

Likely are the fewest tokens that together make top p of the probability (nucleus sampling,
Holtzman et al. 2020, arXiv:1904.09751), after the temperature sharpened it. Chance
is a number from 0 to 1 for each token, drawn from the plan beforehand, so that the same plan
is worded alike whatever it is worded beside; zeros choose the likeliest always.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from models.encoder import Floats
from models.values import ReplyPlan

#: How a reply begins decides which of the wordings it becomes, so there chance has more of a
#: say; what follows has to fit. (temperature, top p) of the first tokens, and of the rest.
_BEGINNING, _REST = (0.7, 0.9), (0.3, 0.5)
_FIRST_TOKENS = 3
#: More are never looked at: those beyond have no say in the nucleus of a trained model.
_CANDIDATES = 64

Chances = NDArray[np.float64]


def chances(plan: ReplyPlan, variant: int, count: int) -> Chances:
    """`count` numbers from 0 to 1, the same for the same plan, customer's text and variant."""
    slots = " ".join(sorted(plan.slots))
    parts = (plan.act, plan.language, plan.mood, slots, str(variant), plan.customer_text)
    digest = blake2b("\n".join(parts).encode(errors="surrogatepass"), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest)).random(count)


def choose(scores: Floats, chance: Chances, place: int) -> NDArray[np.int64]:
    """A token [n] for each row of scores [n, vocabulary], by its chance [n]; none of -inf.

    `place` is how many tokens of the reply there are before it. At the beginning scores
    2.1, 2.0, -inf and chance 0.6 -> 0.536 and 0.464 after sharpening, so the second.
    """
    temperature, top_p = _BEGINNING if place < _FIRST_TOKENS else _REST
    count = min(_CANDIDATES, scores.shape[1])
    candidates = np.argpartition(scores, -count, axis=1)[:, -count:]
    rated = np.take_along_axis(scores, candidates, axis=1)
    order = np.argsort(-rated, axis=1, kind="stable")
    rated = np.take_along_axis(rated, order, axis=1)
    shares = np.exp((rated - rated[:, :1]).astype(np.float64) / temperature)
    shares /= shares.sum(axis=1, keepdims=True)
    reached = shares.cumsum(axis=1)
    shares[reached - shares >= top_p] = 0
    reached = shares.cumsum(axis=1)
    drawn = (reached <= chance[:, None] * reached[:, -1:]).sum(axis=1)
    chosen: NDArray[np.int64] = np.take_along_axis(candidates, order, axis=1)[
        np.arange(len(scores)), drawn
    ]
    return chosen


def log_probabilities(logits: Floats, tokens: NDArray[np.int64]) -> Floats:
    """What the model itself thinks of each token [n], before any rule: its log-probability."""
    most = logits.max(axis=1)
    total = most + np.log(np.exp(logits - most[:, None]).sum(axis=1))
    found: Floats = logits[np.arange(len(tokens)), tokens] - total
    return found
