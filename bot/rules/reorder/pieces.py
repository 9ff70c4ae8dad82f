"""How many pieces are sold over a span that is itself not known: a mixture of whole numbers.

Each possible span is a component. Its demand is whole pieces with the mean and variance that
the outlook gives it, by the one family that has a member for each: binomial where the variance
is below the mean, Poisson where they are equal, negative binomial where it is above (the
Panjer or (a, b, 0) class: Panjer, Recursive evaluation of a family of compound distributions,
ASTIN Bulletin 12, 1981; Klugman, Panjer & Willmot, Loss Models, 4th ed., section 6.5). All
three obey `p(k) = p(k-1) * (a + b/k)`, and p(0) is known, so no special function is needed.

A slow item is served honestly by it: 0.45 pieces over a lead time are none or one or two, where
a normal distribution has a third of its weight below none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Above so many pieces they are counted in lots, so that the table stays small; the lot is
#: a 20,000th of what may be sold, far below what any forecast knows.
_MOST_ROWS = 20_000
#: A variance this near to the mean, relatively, is the Poisson's.
_NEAR = 1e-9
#: Guards comparisons against the last bits of a float.
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces sold over a span not known.

    Args:
        parts: mean and variance for each possible span, each as likely as another; in lots.
        lot: pieces in a lot, 1 but for very large numbers.
    """

    parts: tuple[tuple[float, float], ...]
    lot: int = 1

    @property
    def mean(self) -> float:
        return self.lot * sum(mean for mean, _ in self.parts) / len(self.parts)

    def fewest(self, level: float) -> int:
        """The fewest pieces that last with a probability of `level`, found by bisection.

        21±2.65 sold, 95% → 25.

        Raises:
            ValueError: the level is not between 0 and 1, both excluded.
        """
        if not 0 < level < 1:
            raise ValueError(f"A service level lies between 0 and 1, not at {level}.")
        top = math.ceil(max(mean + 4 * math.sqrt(variance) for mean, variance in self.parts)) + 8
        while (chances := self._up_to(top))[-1] < level - _EPSILON:
            top *= 2
        return self.lot * int(np.searchsorted(chances, level - _EPSILON))

    def lacking(self, pieces: float) -> float:
        """How many pieces are expected to be asked for beyond so many: E[(D - pieces)+].

        2 sold for certain, 0.5 there → 1.5. Below none, each one missing lacks as well.
        """
        held = pieces / self.lot
        if held <= 0:
            return self.mean - pieces
        whole = math.floor(held)
        unmet = 1.0 - self._up_to(whole)  # P(D > k) for k = 0 … whole
        served = float(unmet[:whole].sum()) + (held - whole) * float(unmet[whole])
        return max(self.mean - self.lot * served, 0.0)

    def _up_to(self, top: int) -> NDArray[np.float64]:
        """P(D <= k) for k = 0 … top, shape (top + 1,)."""
        counts = np.arange(1, top + 1, dtype=np.float64)
        chances = np.zeros(top + 1)
        for mean, variance in self.parts:
            first, factor, base, slope = _steps(mean, variance)
            with np.errstate(divide="ignore"):
                ratios = np.log(factor * np.maximum(base + slope * counts, 0.0) / counts)
            chances[0] += math.exp(first)
            chances[1:] += np.exp(first + np.cumsum(ratios))
        return np.asarray(np.minimum(np.cumsum(chances) / len(self.parts), 1.0))


def pieces_sold(parts: Sequence[tuple[float, float]]) -> Pieces:
    """The distribution for means and variances of equally likely spans."""
    top = max(mean + 6 * math.sqrt(variance) for mean, variance in parts)
    lot = max(1, math.ceil(top / _MOST_ROWS))
    return Pieces(tuple((mean / lot, variance / lot**2) for mean, variance in parts), lot)


def _steps(mean: float, variance: float) -> tuple[float, float, float, float]:
    """log p(0), and factor, base, slope of `p(k)/p(k-1) = factor * (base + slope * k) / k`.

    A binomial needs whole trials: as many as bring its variance nearest from above, with the
    mean exact, so that 2 a day for certain is 2 for certain.
    """
    if mean <= 0:
        return 0.0, 0.0, 0.0, 0.0
    if abs(variance / mean - 1) < _NEAR:
        return -mean, mean, 1.0, 0.0
    if variance > mean:
        size = mean**2 / (variance - mean)
        missed = 1.0 - mean / variance
        return -size * math.log1p((variance - mean) / mean), missed, size - 1.0, 1.0
    trials = math.ceil(mean**2 / (mean - variance) - _EPSILON)
    chance = min(mean / trials, 1.0 - 1e-12)
    return trials * math.log1p(-chance), chance / (1.0 - chance), trials + 1.0, -1.0
