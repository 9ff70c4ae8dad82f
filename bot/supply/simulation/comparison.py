"""Ways of buying side by side, over several worlds.

The tuned rules are a frontier: more stock, more service. Where the shop's own buying reaches a
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
from bot.supply.simulation.min_max import typed_last_year
from bot.supply.simulation.world import draw_world
from bot.supply.simulation.year import Outcome, live

#: Told (worlds done, worlds).
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Compared:
    """One world: the shop's own buying, what was typed before, and the frontier of hindsight."""

    seed: int
    own: Outcome
    typed: Outcome
    frontier: tuple[Tuned, ...]

    @property
    def same_service(self) -> float:
        """The stock value that the tuned rules take for our service level, minor units."""
        service = [one.outcome.service for one in self.frontier]
        stock = [one.outcome.stock_value for one in self.frontier]
        return float(np.interp(self.own.service, *_rising(service, stock)))

    @property
    def same_stock(self) -> float:
        """The service level that the tuned rules give for our stock value, 0 to 1."""
        service = [one.outcome.service for one in self.frontier]
        stock = [one.outcome.stock_value for one in self.frontier]
        return float(np.interp(self.own.stock_value, *_rising(stock, service)))

    @property
    def stock_saved(self) -> float:
        """How much less stock value we have than the tuned rules at our service: 0.15 is 15 %."""
        return 1 - self.own.stock_value / self.same_service

    @property
    def service_gained(self) -> float:
        """How much more service we give than the tuned rules at our stock: 0.03 is 3 points."""
        return self.own.service - self.same_stock


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
        frontier = tuple(tuned(world))
        typed = live(world, typed_last_year(world))
        found.append(Compared(seed, live(world, buyer()), typed, frontier))
        if progress is not None:
            progress(done, len(seeds))
    return found


def told(found: Sequence[Compared]) -> str:
    """The table."""
    own, typed = [one.own for one in found], [one.typed for one in found]
    near = [_nearest(one) for one in found]
    lines = [
        f"{len(found)} simulated shops (seeds {found[0].seed} to {found[-1].seed}), a year each; "
        "money in the shop's currency, means over the shops:",
        "",
        f"{'':44}{'service':>9}{'out':>8}{'stock':>12}{'orders':>8}{'lines':>8}{'messages':>10}"
        f"{'a piece':>9}",
        _row("forecast and reorder point (ours)", own),
        _row("min/max typed from last year", typed),
        _row("min/max tuned with hindsight, nearest service", near),
        "",
        _figure("stock value at the same service as hindsight", [o.stock_saved for o in found], -1),
        _figure("service at the same stock as hindsight", [o.service_gained for o in found], 1),
        _figure("stock value against what was typed", [_against(o) for o in found], -1),
        "",
        "service: pieces sold of those wanted. out: item-days on which somebody left without.",
        "Hindsight is the best pair for each SKU, chosen with the year's own demand and deliveries",
        "known: nobody can type it before the year.",
    ]
    return "\n".join(lines)


def _rising(
    given: Sequence[float], asked: Sequence[float]
) -> tuple[Sequence[float], Sequence[float]]:
    order = np.argsort(given, kind="stable")
    return [given[at] for at in order], [asked[at] for at in order]


def _nearest(one: Compared) -> Outcome:
    return min(
        (each.outcome for each in one.frontier),
        key=lambda outcome: abs(outcome.service - one.own.service),
    )


def _against(one: Compared) -> float:
    return 1 - one.own.stock_value / one.typed.stock_value


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    def mean(told: Callable[[Outcome], float]) -> float:
        return fmean(told(outcome) for outcome in outcomes)

    return (
        f"{name:44}{100 * mean(lambda o: o.service):>8.2f}%"
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
