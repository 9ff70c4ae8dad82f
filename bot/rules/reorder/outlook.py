"""What is expected to be sold through each day ahead, and how wrong that may be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Self

#: An outlook tells at least so many days, or lead times could not be looked through.
SHORTEST_OUTLOOK = 91
#: Beyond its last day an outlook goes on as its last four weeks did.
_TAIL_DAYS = 28


@dataclass(frozen=True, slots=True)
class Outlook:
    """Demand ahead as sums: `mean[0]` is through tomorrow, `mean[6]` through a week from today.

    Args:
        mean: pieces expected through each day, never falling.
        sd: the standard deviation of the error of each sum, pieces.

    Raises:
        ValueError: fewer than 91 days, of different lengths, or sums that cannot be.
    """

    mean: tuple[float, ...]
    sd: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.mean) != len(self.sd) or len(self.mean) < SHORTEST_OUTLOOK:
            raise ValueError(
                f"An outlook needs {SHORTEST_OUTLOOK} days or more of both its sums and their "
                f"errors, not {len(self.mean)} and {len(self.sd)}."
            )
        if not all(map(math.isfinite, self.mean + self.sd)) or min(self.sd) < 0:
            raise ValueError("An outlook's sums are finite, and their errors not negative.")
        if self.mean[0] < 0 or any(later < sooner for sooner, later in pairwise(self.mean)):
            raise ValueError("An outlook's sums of demand begin at 0 or more and never fall.")

    @classmethod
    def steady(cls, mean: float, sd: float, days: int = SHORTEST_OUTLOOK) -> Self:
        """The same demand each day, days independent: 3±1 a day → 21±2.65 through a week."""
        ahead = range(1, days + 1)
        return cls(tuple(mean * day for day in ahead), tuple(sd * math.sqrt(day) for day in ahead))

    @classmethod
    def daily(cls, mean: Sequence[float], spread: Sequence[float]) -> Self:
        """A forecast as it is stored: pieces by day, and the errors of the sums.

        A forecast below nothing is nothing: `[1, -0.2, 2]` → 1, 1, 3 through each day.
        """
        return cls(tuple(accumulate(max(pieces, 0.0) for pieces in mean)), tuple(spread))

    @property
    def rate(self) -> float:
        """Pieces a day, over the whole outlook."""
        return self.mean[-1] / len(self.mean)

    def at(self, days: float) -> tuple[float, float]:
        """Mean and variance of the demand through so many days, parts of a day too.

        Between two days both lie on the straight line; beyond the last day they follow the
        line of the last four weeks, on which the variance does not fall.
        `Outlook.steady(3, 1).at(7)` → (21, 7).
        """
        if days <= 0:
            return 0.0, 0.0
        last = len(self.mean)
        if days >= last:
            mean, variance = self._through(last)
            mean_before, variance_before = self._through(last - _TAIL_DAYS)
            over = (days - last) / _TAIL_DAYS
            slope = max(variance - variance_before, 0.0)
            return mean + over * (mean - mean_before), variance + over * slope
        day = math.floor(days)
        (mean, variance), (mean_next, variance_next) = self._through(day), self._through(day + 1)
        part = days - day
        return mean + part * (mean_next - mean), variance + part * (variance_next - variance)

    def days_until(self, pieces: float) -> float:
        """How long so many pieces last at the expected demand; infinite when none is expected.

        `Outlook.steady(2, 1).days_until(24)` → 12.
        """
        if pieces <= 0:
            return 0.0
        last = len(self.mean)
        if pieces > self.mean[-1]:
            a_day = (self.mean[-1] - self.mean[last - 1 - _TAIL_DAYS]) / _TAIL_DAYS
            return last + (pieces - self.mean[-1]) / a_day if a_day > 0 else math.inf
        day = next(place for place, sold in enumerate(self.mean) if sold >= pieces)
        before = self.mean[day - 1] if day else 0.0
        return day + (pieces - before) / (self.mean[day] - before)

    def _through(self, day: int) -> tuple[float, float]:
        return (self.mean[day - 1], self.sd[day - 1] ** 2) if day else (0.0, 0.0)
