"""How long a supplier takes, as the receipts show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, pstdev, stdev

#: So many receipts make an observed lead time; with fewer, `ASSUMED_LEAD` is taken and said.
ENOUGH_RECEIPTS = 3
#: A lead time known by mean and standard deviation alone is looked through at so many points.
_POINTS = 15


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Days from request to receipt: mean and standard deviation; `assumed`: not observed.

    Args:
        days: each observed one; without any, a normal one of that mean and deviation.
    """

    mean: float
    sd: float
    assumed: bool = False
    days: tuple[float, ...] = ()

    def spans(self) -> tuple[float, ...]:
        """The lead times to reckon with, each as likely as another.

        Observed ones as they were. Otherwise quantiles of the normal distribution, stretched
        so that their deviation is the one given, none below 0: 12±0 → (12,).
        """
        if self.days:
            return self.days
        if self.sd <= 0:
            return (self.mean,)
        points = [NormalDist().inv_cdf((place + 0.5) / _POINTS) for place in range(_POINTS)]
        stretch = self.sd / pstdev(points)
        return tuple(max(self.mean + point * stretch, 0.0) for point in points)


ASSUMED_LEAD = LeadTime(14.0, 4.0, assumed=True)


def lead_time(observed: Sequence[float]) -> LeadTime:
    """The lead time that receipts show, days each; assumed 14±4 with fewer than three."""
    if len(observed) < ENOUGH_RECEIPTS:
        return ASSUMED_LEAD
    return LeadTime(fmean(observed), stdev(observed), days=tuple(sorted(observed)))
