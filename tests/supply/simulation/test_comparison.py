"""The shop's own buying in a simulated year, and the table that puts it beside other ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cli import main
from bot.commands import simulate as commands_simulate
from bot.errors import CommandFailed
from bot.rules.reorder import Costs, Terms
from bot.rules.supplier_answers import read_answer
from bot.supply.simulation.bargaining import OwnTalker
from bot.supply.simulation.buyers import OwnBuyer
from bot.supply.simulation.comparison import Compared, Frontier, compare
from bot.supply.simulation.hindsight import Tuned
from bot.supply.simulation.levels import worthwhile_level
from bot.supply.simulation.min_max import MinMax
from bot.supply.simulation.outcome import Outcome
from bot.supply.simulation.policies import Named
from bot.supply.simulation.policy import Maker, Morning, Purchase, policy_at
from bot.supply.simulation.table import told
from bot.supply.simulation.world import PAST_DAYS, World, draw_world
from bot.supply.simulation.year import live
from models.demand import DemandForecast
from models.demand_history import ItemHistory
from tests.supply.simulation.weekly import each_world

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


def test_a_higher_service_level_serves_more_and_holds_more(world: World) -> None:
    low, high = (
        live(world, OwnBuyer(service_level=level, talker=None, forecaster=as_lately))
        for level in (0.7, 0.98)
    )

    assert low.service < high.service
    assert low.stock_value < high.stock_value
    assert high.service > 0.95


def test_it_forecasts_from_what_was_sold_and_is_told_when_it_had_run_out(world: World) -> None:
    seen: list[tuple[Sequence[ItemHistory], date]] = []

    def listening(items: Sequence[ItemHistory], last_day: date) -> Iterator[DemandForecast]:
        seen.append((items, last_day))
        return as_lately(items, last_day)

    live(world, OwnBuyer(0.6, talker=None, forecaster=listening, forecast_every=90))

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

        def buy(self, morning: Morning) -> Sequence[Purchase]:
            found = super().buy(morning)
            self.most = max(self.most, int(morning.coming.max()))
            return found

    buyer = Counting(0.95, talker=None, forecaster=as_lately)
    outcome = live(world, buyer)

    assert outcome.lines < 40 * len(world.items)
    assert buyer.most < world.year.sum(axis=1).max()


def test_negotiating_buys_for_less_at_the_same_luck(world: World) -> None:
    talked, taken = (
        live(world, OwnBuyer(talker=talker, forecaster=as_lately))
        for talker in (OwnTalker(read=read_answer), None)
    )

    assert talked.against_list < 0 < taken.against_list
    assert talked.rounds > 0 == taken.rounds
    assert talked.misread == 0
    assert talked.left < taken.left
    assert talked.cost_minor < taken.cost_minor


def test_a_cheap_item_is_served_more_surely_than_a_dear_one() -> None:
    costs = Costs(2_000, 0.2)

    def level(price: int, lost: float = 700.0) -> float:
        return worthwhile_level(2.0, Terms(price_minor=price), costs, 7, lost)

    assert level(5_000) == pytest.approx(0.903, abs=0.001)
    assert level(500) > level(5_000) > level(50_000)
    assert level(5_000, 1e9) == 0.999
    assert level(5_000_000) == 0.75
    assert worthwhile_level(0.0, Terms(), Costs(0, 0.0), 7, 0.0) == 0.999


def outcome(service: float, stock: float, paid: int = 90_000) -> Outcome:
    return Outcome(
        1_000, round(1_000 * service), 10, 365, stock, 12, 30, 42, 900, paid, 90_000, left=3
    )


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
    """We give 95 % for 120, and pay 2 % less; what was typed gives it for 240."""
    own, typed = outcome(0.95, 12_000, 88_200), outcome(0.95, 24_000)
    return Compared(1, {"ours": own}, typed, frontier(2.0), frontier(1.0))


def test_a_frontier_is_read_between_its_points() -> None:
    one = compared()

    assert one.this_year.stock_at(0.95) == pytest.approx(15_000)
    assert one.stock_saved("ours", one.this_year) == pytest.approx(0.2)
    assert one.stock_saved("ours", one.last_year) == pytest.approx(0.6)
    assert one.this_year.service_at(12_000) == pytest.approx(0.92)
    assert one.service_gained("ours", one.this_year) == pytest.approx(0.03)


def test_the_table_tells_each_figure_with_its_spread_on_a_hundred_columns() -> None:
    dearer = replace(compared(), seed=2, lived={"ours": outcome(0.97, 14_000, 89_100)})
    table = told([compared(), dearer])
    lines = {line[:28].strip(): line[28:].split("  ") for line in table.splitlines()}

    def first(name: str) -> str:
        return next(cell.strip() for cell in lines[name] if cell)

    assert first("service level, %") == "96.00 ± 1.41"
    assert first("stock value") == "130 ± 14"
    assert first("price paid against list, %") == "-1.50 ± 0.71"
    assert first("ordering cost") == "600 ± 0"
    assert first("messages sent") == "42 ± 0"
    assert first("staff: letters to settle") == "3 ± 0"
    assert max(map(len, table.splitlines())) <= 100
    assert "(seeds 1 to 2)" in table


def test_the_table_tells_what_was_saved_and_gained() -> None:
    table = told([compared(), replace(compared(), seed=2)])

    assert "stock at the same service, tuned on last year: -60.0 % ± 0.0" in table
    assert "stock at the same service, tuned on this very year: -20.0 % ± 0.0" in table
    assert "service at the same stock, tuned on this very year: +3.0 points ± 0.0" in table
    assert "stock against what was typed: -50.0 % ± 0.0" in table


def test_each_world_is_told_as_it_is_done() -> None:
    steps: list[tuple[int, int]] = []
    makers: list[Maker] = [each_world, Named("min_max")]

    found = compare([1, 2], 3, makers, lambda done, all_: steps.append((done, all_)))

    assert steps == [(1, 2), (2, 2)]
    assert [one.seed for one in found] == [1, 2]
    assert [*found[0].lived] == ["weekly", "min_max"]
    assert found[0].lived["min_max"] == found[0].typed
    with pytest.raises(ValueError, match="no world"):
        compare([], 3, makers)
    with pytest.raises(ValueError, match="of one name"):
        compare([1], 3, [Named("min_max"), Named("min_max")])


def test_several_processes_find_what_one_finds() -> None:
    makers = [each_world]

    assert compare([1, 2], 2, makers, jobs=2) == compare([1, 2], 2, makers)


def test_the_command_lives_with_a_policy_of_anybody(capsys: pytest.CaptureFixture[str]) -> None:
    path = "tests.supply.simulation.weekly:weekly"

    status = main(["simulate", "--seeds", "1", "--items", "2", "--policy", path])

    printed = capsys.readouterr()
    assert status == 0
    assert "weekly, with its standard error:" in printed.out
    assert "order lines" in printed.out
    assert "shops: 1 of 1" in printed.err


def test_a_process_stopped_from_outside_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr(commands_simulate, "compare", stopped)

    assert main(["simulate", "--policy", "min_max"]) == 2
    assert "stopped from outside" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("mine", "A policy is ours"),
        ("no.such.module:policy", "There is no policy"),
        ("tests.supply.simulation.weekly:Absent", "There is no policy"),
        ("tests.supply.simulation.weekly:not_one", "has no name and no talker"),
        ("bot.supply.simulation.min_max:MinMax", "cannot be made without arguments"),
    ],
)
def test_what_is_no_policy_is_said_before_a_year_is_lived(
    path: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", "--policy", path]) == 2
    assert why in capsys.readouterr().err
    with pytest.raises(CommandFailed, match=why):
        policy_at(path)


@pytest.mark.parametrize(
    "given",
    [
        ["--seeds", "0"],
        ["--items", "0"],
        ["--service-level", "1"],
        ["--seeds", "many"],
        ["--line-cost", "-1"],
        ["--jobs", "0"],
    ],
)
def test_the_command_refuses_what_cannot_be(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", *given])
    assert given[0] in capsys.readouterr().err
