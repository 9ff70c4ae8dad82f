"""How good the forecasts are on public data: AWS's consumer electronics, 300 items, 24 months.

The last six months are held out: every choice is made on the months before. The figures:

scaled error   mean over items of the mean absolute error over the six months, by the item's mean
               step from month to month before them (Hyndman & Koehler 2006)
coverage       how many of the held-out months lie within the 90 % interval

Each item is sold by five stores; demand is summed over them. The set comes with prices, which
reach three months beyond the demand: a shop knows its planned prices. Ours is measured three times:
by demand alone, as every single model is; with the prices until today, the last one going on; and
with the planned prices of the held-out months as well. The last says little of real shops: demand
in this set is a yearly wave times a power of the price, nearly without noise.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.demand_backtest import Panel, backtest, scales
from models.demand_candidates import ETS, NAIVE, NAMES, SBA, SEASONAL_NAIVE, THETA
from models.demand_choice import choose
from models.demand_history import Matrix
from models.demand_intervals import conformal_bounds
from models.demand_prices import elasticities, price_factors
from models.errors import DemandDataMissing

FOLDER = "ts_aws_consumer_electronics"
HELD_OUT = 6
SEASON = 12
ORIGINS = 6
#: What ours has to beat (issue: each of them applied to all items).
RIVALS = (NAIVE, SEASONAL_NAIVE, ETS, THETA, SBA)


@dataclass(frozen=True, slots=True)
class Score:
    """A line of the check; `coverage` is None for a single model, which has no interval here."""

    name: str
    error: float
    seasonal_error: float
    coverage: float | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """All lines: ours first, then every single model."""

    items: int
    ours: tuple[Score, ...]
    single: tuple[Score, ...]

    @property
    def best_single(self) -> Score:
        """The best of those that ours has to beat."""
        return min((one for one in self.single if one.name in RIVALS), key=lambda one: one.error)


def check_demand(data: Path) -> str:
    """The check as a printed table; `data` is the folder of public sets, or the set's own.

    Raises:
        DemandDataMissing: there is no such set.
    """
    return "\n".join(_lines(checked(data)))


def checked(data: Path) -> Checked:
    """Forecast the held-out months and score what was said of them."""
    demand = _matrix(data, "consumer_electronics_TTS.csv", "demand", np.sum)
    prices = _matrix(data, "consumer_electronics_RTS.csv", "price", np.mean)[:, : demand.shape[1]]
    return scored(demand, prices)


def scored(demand: Matrix, prices: Matrix) -> Checked:
    """The same of any monthly demand (n, T) with its prices (n, T)."""
    known, held = demand[:, :-HELD_OUT], demand[:, -HELD_OUT:]
    months = known.shape[1]
    none = np.ones(demand.shape)
    beta = elasticities(known, prices[:, :months], np.zeros(len(demand), np.int64))
    planned = price_factors(prices, beta)
    panels = (
        ("ours, demand alone", Panel(known, SEASON, none)),
        ("ours, prices until today", Panel(known / planned[:, :months], SEASON, planned, True)),
        ("ours, planned prices too", Panel(known / planned[:, :months], SEASON, planned)),
    )
    ours = tuple(_ours(name, panel, held) for name, panel in panels)
    ahead = backtest(panels[0][1], HELD_OUT, 1).ahead
    single = tuple(_score(name, known, held, said) for name, said in zip(NAMES, ahead, strict=True))
    return Checked(len(demand), ours, single)


def _ours(name: str, panel: Panel, held: Matrix) -> Score:
    known = panel.values * panel.factors[:, : panel.values.shape[1]]
    tested = backtest(panel, HELD_OUT, ORIGINS, least=SEASON)
    found = choose(tested)
    unit = np.repeat(tested.scale[:, None], HELD_OUT, axis=1)
    errors = (tested.actual - found.past) / tested.scale_then[:, :, None]
    low, high = conformal_bounds(errors, found.mean, unit, np.zeros(len(known), np.int64))
    inside = float(((low <= held) & (held <= high)).mean())
    return _score(name, known, held, found.mean, inside)


def _score(
    name: str, known: Matrix, held: Matrix, said: Matrix, coverage: float | None = None
) -> Score:
    wrong = np.abs(said - held).mean(1)
    seasonal = np.abs(known[:, SEASON:] - known[:, :-SEASON]).mean(1)
    # Of sums: an item whose last year repeats itself exactly has no seasonal step to divide by.
    return Score(
        name, float((wrong / scales(known)).mean()), float(wrong.sum() / seasonal.sum()), coverage
    )


def _lines(found: Checked) -> Iterator[str]:
    best = found.best_single
    yield f"{found.items} items, monthly; the last {HELD_OUT} months held out"
    heads = ("scaled error", "by last year", "90 % covers", "to best single")
    yield f"{'':28}{heads[0]:>14}{heads[1]:>14}{heads[2]:>13}{heads[3]:>16}"
    for one in (*found.ours, *found.single):
        covers = "" if one.coverage is None else f"{one.coverage:.1%}"
        beside = f"{one.error / best.error - 1:+.1%}"
        name = f"{one.name} *" if one.name in RIVALS else one.name
        yield f"{name:28}{one.error:14.3f}{one.seasonal_error:14.3f}{covers:>13}{beside:>16}"
    yield f"* to beat; the best of them is {best.name}. By last year: all items' absolute errors"
    yield "by their steps from the same month a year before. Coverage to reach: 87 % to 93 %."


def _matrix(data: Path, file: str, column: str, over: Callable[..., Matrix]) -> Matrix:
    """One row an item, one column a month, its stores taken together by `over`."""
    found = next((one for one in (data / FOLDER / file, data / file) if one.is_file()), None)
    if found is None:
        raise DemandDataMissing(data / FOLDER / file)
    cells: dict[str, dict[str, list[float]]] = {}
    with found.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            months = cells.setdefault(line["item_id"], {})
            months.setdefault(line["timestamp"], []).append(float(line[column]))
    return np.array(
        [[over(months[month]) for month in sorted(months)] for _, months in sorted(cells.items())]
    )
