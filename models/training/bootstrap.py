"""How far the luck of the test messages may have moved a figure: bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
RESAMPLES = 1000
_EDGES = (0.025, 0.975)
_SEED = 17


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with the ends of its 95% interval, each 0 to 1."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.1%} ({100 * self.low:.1f} to {100 * self.high:.1f})"


def bootstrapped(
    statistic: Callable[[Places], float],
    count: int,
    *,
    resamples: int = RESAMPLES,
    seed: int = _SEED,
) -> Figure:
    """`statistic` of `count` messages and its percentile interval (Efron 1979).

    `statistic` is given the places of the messages to work on: once all, then as many drawn
    with replacement. The same seed draws the same: 2 messages, 1 right -> 50% (0 to 100).
    """
    chance = np.random.default_rng(seed)
    drawn = [statistic(chance.integers(count, size=count)) for _ in range(resamples)]
    low, high = np.quantile(drawn, _EDGES)
    return Figure(statistic(np.arange(count)), float(low), float(high))
