"""How often journeys succeed, and how reliably.

pass^k is the chance that k runs of a journey, drawn at random, all succeed: of n runs of
which c succeeded, C(c, k) / C(n, k), averaged over the journeys (Yao et al. 2024, τ-bench,
arXiv 2406.12045). 19 of 20 right, k = 5 -> 0.75.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb

from bot.commands.journeys.play import Run


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one journey: its name, its runs, and how many of them succeeded."""

    name: str
    runs: int
    succeeded: int

    @classmethod
    def of(cls, name: str, runs: Sequence[Run]) -> Figures:
        return cls(name, len(runs), sum(run.succeeded for run in runs))

    def passes(self, k: int) -> float:
        """The chance that k runs all succeed; with fewer runs than k, that all of them do."""
        k = min(k, self.runs)
        return comb(self.succeeded, k) / comb(self.runs, k)


def success(all_of: Sequence[Figures]) -> float:
    """The share of all runs that succeeded, 0 to 1."""
    return sum(one.succeeded for one in all_of) / sum(one.runs for one in all_of)


def reliability(all_of: Sequence[Figures], k: int) -> float:
    """pass^k, averaged over the journeys."""
    return sum(one.passes(k) for one in all_of) / len(all_of)


def table(all_of: Sequence[Figures], k: int) -> Iterator[str]:
    """A line a journey, and the figures of all."""
    width = max(len(one.name) for one in all_of)
    for one in all_of:
        yield f"{one.name:<{width}}  {one.succeeded:>3}/{one.runs:<3}  {one.passes(k):.2f}"
    yield f"{len(all_of)} journeys, {sum(one.runs for one in all_of)} runs: " + (
        f"{success(all_of):.1%} succeed, pass^{k} {reliability(all_of, k):.1%}"
    )
