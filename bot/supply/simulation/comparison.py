"""Ways of buying side by side, over several worlds.

Tuned rules are a frontier: more stock, more service. Where a policy reaches a service level, the
frontier tells how much stock the tuned rules take for the same one; where its stock lies, which
service they give for it. Between two tuned points the straight line is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np

from bot.supply.simulation.hindsight import Tuned, tuned
from bot.supply.simulation.min_max import Year, typed_last_year
from bot.supply.simulation.outcome import Outcome
from bot.supply.simulation.policy import Maker
from bot.supply.simulation.world import draw_world
from bot.supply.simulation.year import live

#: Told (worlds done, worlds).
Progress = Callable[[int, int], None]
#: A number of an outcome.
Told = Callable[[Outcome], float]


@dataclass(frozen=True, slots=True)
class Frontier:
    """Stock against service of rules that were tuned; money in minor units."""

    points: tuple[Tuned, ...]

    def stock_at(self, service: float) -> float:
        """The stock value that they take for a service level."""
        return self._between(service, lambda o: o.service, lambda o: o.stock_value)

    def service_at(self, stock_value: float) -> float:
        """The service level that they give for a stock value, 0 to 1."""
        return self._between(stock_value, lambda o: o.stock_value, lambda o: o.service)

    def nearest(self, service: float) -> Outcome:
        """The outcome whose service is nearest to a level."""
        outcomes = (each.outcome for each in self.points)
        return min(outcomes, key=lambda outcome: abs(outcome.service - service))

    def _between(self, given: float, of: Told, asked: Told) -> float:
        points = sorted((of(one.outcome), asked(one.outcome)) for one in self.points)
        return float(np.interp(given, [x for x, _ in points], [y for _, y in points]))


@dataclass(frozen=True, slots=True)
class Compared:
    """One world: a year with each policy, with what was typed before, and the two frontiers.

    Args:
        lived: by the policy's name, in the order in which they were asked for.
    """

    seed: int
    lived: dict[str, Outcome]
    typed: Outcome
    last_year: Frontier
    this_year: Frontier

    def stock_saved(self, name: str, frontier: Frontier) -> float:
        """How much less stock value a policy has than tuned rules at its service: 0.15 is 15 %."""
        outcome = self.lived[name]
        return 1 - outcome.stock_value / frontier.stock_at(outcome.service)

    def service_gained(self, name: str, frontier: Frontier) -> float:
        """How much more service it gives than tuned rules at its stock: 0.03 is 3 points."""
        outcome = self.lived[name]
        return outcome.service - frontier.service_at(outcome.stock_value)


def compare(
    seeds: Sequence[int],
    items: int,
    makers: Sequence[Maker],
    progress: Progress | None = None,
    jobs: int = 1,
) -> list[Compared]:
    """Live through a world of each seed with every policy.

    Args:
        jobs: processes; with more than one the makers travel to them (they are pickled).

    Raises:
        ValueError: no seed, no item, or two policies of one name.
    """
    if not seeds:
        raise ValueError("Nothing is compared over no world.")
    one = partial(compare_one, items=items, makers=tuple(makers))
    if jobs == 1 or len(seeds) == 1:
        return _collected(map(one, seeds), len(seeds), progress)
    # Not forked: a process with the threads of numeric libraries in it may hang in its copy.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return _collected(pool.map(one, seeds), len(seeds), progress)


def _collected(found: Iterable[Compared], count: int, progress: Progress | None) -> list[Compared]:
    worlds = []
    for world in found:
        worlds.append(world)
        if progress is not None:
            progress(len(worlds), count)
    return worlds


def compare_one(seed: int, items: int, makers: Sequence[Maker]) -> Compared:
    """A year of one world with every policy."""
    world = draw_world(seed, items)
    policies = [maker(world) for maker in makers]
    if len({policy.name for policy in policies}) < len(policies):
        raise ValueError("Two policies of one name cannot be told apart.")
    last, this = (Frontier(tuple(tuned(world, year))) for year in (Year.LAST, Year.THIS))
    return Compared(
        seed,
        {policy.name: live(world, policy) for policy in policies},
        live(world, typed_last_year(world)),
        last,
        this,
    )
