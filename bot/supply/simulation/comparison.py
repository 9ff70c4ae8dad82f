"""Ways of buying side by side, over several worlds.

Tuned rules are a frontier: more stock, more service. Where the shop's own buying reaches a
service level, the frontier tells how much stock the tuned rules take for the same one; where its
stock lies, which service they give for it. Between two tuned points the straight line is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

import numpy as np

from bot.supply.simulation.buyers import OwnBuyer
from bot.supply.simulation.hindsight import Tuned, tuned
from bot.supply.simulation.min_max import Year, typed_last_year
from bot.supply.simulation.world import draw_world
from bot.supply.simulation.year import Outcome, live

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
    """One world: the shop's own buying, what was typed before, and the two frontiers."""

    seed: int
    own: Outcome
    typed: Outcome
    last_year: Frontier
    this_year: Frontier

    def stock_saved(self, frontier: Frontier) -> float:
        """How much less stock value we have than tuned rules at our service: 0.15 is 15 %."""
        return 1 - self.own.stock_value / frontier.stock_at(self.own.service)

    def service_gained(self, frontier: Frontier) -> float:
        """How much more service we give than tuned rules at our stock: 0.03 is 3 points."""
        return self.own.service - frontier.service_at(self.own.stock_value)


#: One of the two frontiers.
Which = Callable[[Compared], Frontier]


def compare(
    seeds: Sequence[int],
    items: int,
    buyer: Callable[[], OwnBuyer] = OwnBuyer,
    progress: Progress | None = None,
) -> list[Compared]:
    """Live through a world of each seed with every way of buying.

    Raises:
        ValueError: no seed, or no item.
    """
    if not seeds:
        raise ValueError("Nothing is compared over no world.")
    found = []
    for done, seed in enumerate(seeds, 1):
        world = draw_world(seed, items)
        typed = live(world, typed_last_year(world))
        last, this = (Frontier(tuple(tuned(world, year))) for year in (Year.LAST, Year.THIS))
        found.append(Compared(seed, live(world, buyer()), typed, last, this))
        if progress is not None:
            progress(done, len(seeds))
    return found


def told(found: Sequence[Compared]) -> str:
    """The table."""
    own = [one.own for one in found]
    lines = [
        f"{len(found)} simulated shops (seeds {found[0].seed} to {found[-1].seed}), a year each; "
        "money in the shop's currency, means over the shops:",
        "",
        f"{'':46}{'service':>9}{'out':>8}{'stock':>12}{'orders':>8}{'lines':>8}{'messages':>10}"
        f"{'a piece':>9}",
        _row("forecast and reorder point (ours)", own),
        _row("min/max typed by the textbook from last year", [one.typed for one in found]),
        _row("min/max tuned on last year, nearest service", _nearest(found, _last)),
        _row("min/max tuned on this very year, nearest", _nearest(found, _this)),
        "",
        _figure("stock against what was typed", [_against(o) for o in found], -1),
        *_against_frontier("tuned on last year", found, _last),
        *_against_frontier("tuned on this very year", found, _this),
        "",
        "service: pieces sold of those wanted. out: item-days on which somebody left without.",
        "Tuned: the best pair for each SKU, found by living through a year with hundreds.",
        "On this very year, every demand and delivery is known beforehand: nobody can type that.",
    ]
    return "\n".join(lines)


def _last(one: Compared) -> Frontier:
    return one.last_year


def _this(one: Compared) -> Frontier:
    return one.this_year


def _nearest(found: Sequence[Compared], which: Which) -> list[Outcome]:
    return [which(one).nearest(one.own.service) for one in found]


def _against_frontier(name: str, found: Sequence[Compared], which: Which) -> list[str]:
    saved = [one.stock_saved(which(one)) for one in found]
    gained = [one.service_gained(which(one)) for one in found]
    return [
        _figure(f"stock at the same service, {name}", saved, -1),
        _figure(f"service at the same stock, {name}", gained, 1),
    ]


def _against(one: Compared) -> float:
    return 1 - one.own.stock_value / one.typed.stock_value


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    def mean(told: Told) -> float:
        return fmean(told(outcome) for outcome in outcomes)

    return (
        f"{name:46}{100 * mean(lambda o: o.service):>8.2f}%"
        f"{100 * mean(lambda o: o.out_days / o.days):>7.2f}%"
        f"{mean(lambda o: o.stock_value) / 100:>12,.0f}"
        f"{mean(lambda o: o.orders):>8.0f}{mean(lambda o: o.lines):>8.0f}"
        f"{mean(lambda o: o.messages):>10.0f}"
        f"{mean(lambda o: o.paid / max(o.bought, 1)) / 100:>9.2f}"
    )


def _figure(name: str, values: Sequence[float], sign: int) -> str:
    """`stock value at the same service: -12.3 % ± 1.1 (standard error)`."""
    spread = 100 * stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
    unit = "%" if sign < 0 else "points"
    return f"{name}: {sign * 100 * fmean(values):+.1f} {unit} ± {spread:.1f} (standard error)"
