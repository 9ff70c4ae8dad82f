"""The shop's own buying in a simulated year, and the table that puts it beside other ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cli import main
from bot.supply.simulation.buyers import OwnBuyer
from bot.supply.simulation.comparison import Compared, Frontier, compare, told
from bot.supply.simulation.hindsight import Tuned
from bot.supply.simulation.min_max import MinMax
from bot.supply.simulation.world import PAST_DAYS, World, draw_world
from bot.supply.simulation.year import Morning, Outcome, live
from models.demand import DemandForecast
from models.demand_history import ItemHistory

HORIZON = 91


def as_lately(items: Sequence[ItemHistory], last_day: date) -> Iterator[DemandForecast]:
    """The mean of the last eight weeks, as it would be told by the models."""
    for item in items:
        days = [last_day - timedelta(days=ago) for ago in range(56)]
        mean = sum(item.sold.get(day, 0.0) for day in days) / 56
        yield DemandForecast(
            item.key,
            "lately",
            1.0,
            last_day + timedelta(days=1),
            (mean,) * HORIZON,
            (0.0,) * HORIZON,
            (2 * mean,) * HORIZON,
            tuple((1.5 * mean * day) ** 0.5 for day in range(1, HORIZON + 1)),
        )


@pytest.fixture(scope="module")
def world() -> World:
    return draw_world(seed=4, items=6)


def own(service_level: float = 0.95) -> OwnBuyer:
    return OwnBuyer(service_level=service_level, forecaster=as_lately)


def test_a_higher_service_level_serves_more_and_holds_more(world: World) -> None:
    low, high = live(world, own(0.7)), live(world, own(0.98))

    assert low.service < high.service
    assert low.stock_value < high.stock_value
    assert high.service > 0.95


def test_it_forecasts_from_what_was_sold_and_is_told_when_it_had_run_out(world: World) -> None:
    seen: list[tuple[Sequence[ItemHistory], date]] = []

    def listening(items: Sequence[ItemHistory], last_day: date) -> Iterator[DemandForecast]:
        seen.append((items, last_day))
        return as_lately(items, last_day)

    live(world, OwnBuyer(service_level=0.6, forecaster=listening, forecast_every=90))

    assert [last for _, last in seen[:2]] == [
        world.day(PAST_DAYS - 1),
        world.day(PAST_DAYS + 89),
    ]
    assert all(max(item.sold) <= last for items, last in seen for item in items)
    assert any(item.stock_outs for item in seen[-1][0])


def test_what_is_on_its_way_is_not_ordered_again(world: World) -> None:
    """A buyer that forgets would order the same each morning until the goods come."""

    class Counting(OwnBuyer):
        most = 0

        def buy(self, morning: Morning) -> Sequence[object]:  # type: ignore[override]
            found = super().buy(morning)
            self.most = max(self.most, int(morning.coming.max()))
            return found

    buyer = Counting(service_level=0.95, forecaster=as_lately)
    outcome = live(world, buyer)  # type: ignore[arg-type]

    assert outcome.lines < 40 * len(world.items)
    assert buyer.most < world.year.sum(axis=1).max()


def outcome(service: float, stock: float) -> Outcome:
    return Outcome(1_000, round(1_000 * service), 10, 365, stock, 12, 30, 2, 900, 90_000)


def frontier(dearer: float) -> Frontier:
    """100 for 90 % and 200 for 100 %, or so many times that."""
    rules = MinMax("rules", (0,), (1,))
    return Frontier(
        (
            Tuned(0.1, rules, outcome(0.9, dearer * 10_000)),
            Tuned(1.0, rules, outcome(1.0, dearer * 20_000)),
        )
    )


def compared() -> Compared:
    """We give 95 % for 120; what was typed gives it for 240."""
    own, typed = outcome(0.95, 12_000), outcome(0.95, 24_000)
    return Compared(1, own, typed, frontier(2.0), frontier(1.0))


def test_a_frontier_is_read_between_its_points() -> None:
    one = compared()

    assert one.this_year.stock_at(0.95) == pytest.approx(15_000)
    assert one.stock_saved(one.this_year) == pytest.approx(0.2)
    assert one.stock_saved(one.last_year) == pytest.approx(0.6)
    assert one.this_year.service_at(12_000) == pytest.approx(0.92)
    assert one.service_gained(one.this_year) == pytest.approx(0.03)


def test_the_table_tells_what_was_saved_and_gained() -> None:
    table = told([compared(), replace(compared(), seed=2)])

    assert "stock at the same service, tuned on last year: -60.0 % ± 0.0" in table
    assert "stock at the same service, tuned on this very year: -20.0 % ± 0.0" in table
    assert "service at the same stock, tuned on this very year: +3.0 points ± 0.0" in table
    assert "stock against what was typed: -50.0 % ± 0.0" in table
    assert "(seeds 1 to 2)" in table


def test_each_world_is_told_as_it_is_done() -> None:
    steps: list[tuple[int, int]] = []

    found = compare([1, 2], 3, own, lambda done, all_: steps.append((done, all_)))

    assert steps == [(1, 2), (2, 2)]
    assert [one.seed for one in found] == [1, 2]
    with pytest.raises(ValueError, match="no world"):
        compare([], 3)


@pytest.mark.parametrize(
    "given", [["--seeds", "0"], ["--items", "0"], ["--service-level", "1"], ["--seeds", "many"]]
)
def test_the_command_refuses_what_cannot_be(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", *given])
    assert given[0] in capsys.readouterr().err
