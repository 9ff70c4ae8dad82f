"""Forecasts of items whose demand is known."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest

from models.demand import HORIZON, DemandForecast, forecast_demand
from models.demand_history import ItemHistory
from models.errors import HistoryUnusable
from tests.models.demand_items import DAYS, LAST, day, item, poisson


def _forecast(items: Sequence[ItemHistory], horizon: int = 28) -> dict[str, DemandForecast]:
    return {one.key: one for one in forecast_demand(items, LAST, horizon=horizon)}


@pytest.fixture(scope="module")
def steady() -> dict[str, DemandForecast]:
    """Twelve items that sell about 4 a day, one that sells a piece in ten days, one that is new."""
    items = [item(f"steady {n}", poisson(4.0, n)) for n in range(12)]
    rare = item("rare", poisson(0.1, 50))
    new = item("new", [4.0] * 10)
    return _forecast([*items, rare, new], HORIZON)


def test_there_is_an_entry_for_each_day_from_tomorrow_on(steady: dict[str, DemandForecast]) -> None:
    for one in steady.values():
        assert one.first_day == LAST + timedelta(1)
        assert len(one.mean) == len(one.low) == len(one.high) == len(one.spread) == HORIZON


def test_a_steady_item_goes_on_as_it_was(steady: dict[str, DemandForecast]) -> None:
    for n in range(12):
        assert sum(steady[f"steady {n}"].mean) == pytest.approx(4 * HORIZON, rel=0.12)


def test_a_rare_item_is_expected_rarely(steady: dict[str, DemandForecast]) -> None:
    assert sum(steady["rare"].mean) == pytest.approx(0.1 * HORIZON, rel=0.6)
    assert max(steady["rare"].low) == 0.0


def test_nine_of_ten_days_lie_between_the_bounds(steady: dict[str, DemandForecast]) -> None:
    inside = [
        low <= real <= high
        for n in range(12)
        for real, low, high in zip(
            poisson(4.0, 100 + n, HORIZON),
            steady[f"steady {n}"].low,
            steady[f"steady {n}"].high,
            strict=True,
        )
    ]
    assert 0.85 <= float(np.mean(inside)) <= 0.97


def test_the_error_of_a_running_sum_only_grows(steady: dict[str, DemandForecast]) -> None:
    for one in steady.values():
        assert all(np.diff(one.spread) >= 0)
        # Chance alone is sqrt(4) on the first day and sqrt(4 * 91) over all of them.
        if one.key.startswith("steady"):
            assert 1.0 <= one.spread[0] <= 4.0
            assert 10.0 <= one.spread[-1] <= 80.0


def test_the_model_is_named_with_its_error_in_the_backtest(
    steady: dict[str, DemandForecast],
) -> None:
    assert steady["steady 0"].model
    assert 0.3 < steady["steady 0"].error < 1.5


def test_a_new_item_sells_as_its_category_does_and_is_less_sure(
    steady: dict[str, DemandForecast],
) -> None:
    new = steady["new"]
    assert new.model == "analogues"
    assert np.mean(new.mean) == pytest.approx(4.0, rel=0.15)
    assert new.spread[-1] > min(steady[f"steady {n}"].spread[-1] for n in range(12))


def test_days_without_stock_are_no_days_without_demand() -> None:
    pieces = poisson(4.0, 1)
    pieces[-60:-20] = 0.0
    out = range(DAYS - 60, DAYS - 20)
    found = _forecast([item("told", pieces, stock_outs=out), item("untold", pieces)])
    assert sum(found["told"].mean) == pytest.approx(4 * 28, rel=0.15)
    assert sum(found["untold"].mean) < sum(found["told"].mean)


def test_a_promotion_ahead_is_expected_and_one_in_the_past_is_no_demand_of_every_day() -> None:
    promoted = [n for n in range(DAYS) if n // 7 % 8 == 3]
    rate = np.full(DAYS, 4.0)
    rate[promoted] = 12.0
    ahead = range(DAYS + 7, DAYS + 14)
    found = _forecast([item("shoe", poisson(rate, 3), promotions=[*promoted, *ahead])])["shoe"]
    plain, sale = np.mean(found.mean[:7]), np.mean(found.mean[7:14])
    assert plain == pytest.approx(4.0, rel=0.2)
    assert sale / plain == pytest.approx(3.0, rel=0.15)


def test_a_lower_price_ahead_sells_more() -> None:
    prices = {n: (80.0 if n // 28 % 2 else 100.0) for n in range(0, DAYS, 28)} | {DAYS + 14: 80.0}
    prices[DAYS] = 100.0
    rate = np.array([20.0 * (0.8**-2 if n // 28 % 2 else 1.0) for n in range(DAYS)])
    found = _forecast([item("shoe", poisson(rate, 4), prices=prices)])["shoe"]
    assert sum(found.mean[14:28]) / sum(found.mean[:14]) == pytest.approx(0.8**-2, rel=0.1)


def test_weekends_sell_as_weekends_do() -> None:
    rate = np.array([9.0 if day(n).weekday() >= 5 else 3.0 for n in range(DAYS)])
    found = _forecast([item("shoe", poisson(rate, 5))])["shoe"]
    weekend = [
        p for n, p in enumerate(found.mean) if (found.first_day + timedelta(n)).weekday() > 4
    ]
    assert np.mean(weekend) == pytest.approx(9.0, rel=0.25)


def test_an_item_that_never_sold_is_not_expected_to() -> None:
    found = _forecast([item("never", [0.0] * 200), item("shoe", poisson(4.0, 6))])["never"]
    assert sum(found.mean) == 0.0
    assert found.spread[-1] >= 0.0


def test_a_shop_of_new_items_only_has_forecasts_too() -> None:
    found = _forecast([item("one", [2.0] * 20), item("two", [6.0] * 20)])
    assert found["one"].error == 1.0
    assert np.mean(found["one"].mean) == pytest.approx(2.0, rel=0.3)
    assert np.mean(found["two"].mean) == pytest.approx(6.0, rel=0.3)


def test_a_shop_without_items_has_no_forecast() -> None:
    assert list(forecast_demand([], LAST)) == []


def test_progress_is_told_up_to_the_last_item() -> None:
    told: list[tuple[int, int]] = []
    items = [item(f"item {n}", poisson(1.0, n, 140)) for n in range(3)]
    list(forecast_demand(items, LAST, horizon=7, progress=lambda *one: told.append(one)))
    assert told[-1] == (3, 3)


def test_an_item_that_comes_twice_is_named() -> None:
    with pytest.raises(HistoryUnusable, match="Item shoe comes twice"):
        forecast_demand([item("shoe", [1.0]), item("shoe", [1.0])], LAST)


def test_a_sale_after_the_last_day_is_named() -> None:
    late = ItemHistory("shoe", "shoes", day(0), {LAST + timedelta(1): 1.0})
    with pytest.raises(HistoryUnusable, match="Item shoe was sold on 2026-10-01"):
        forecast_demand([late], LAST)


@pytest.mark.parametrize("pieces", [-1.0, float("nan"), float("inf")])
def test_pieces_that_cannot_be_are_named(pieces: float) -> None:
    with pytest.raises(HistoryUnusable, match="Item shoe sold"):
        ItemHistory("shoe", "shoes", LAST, {LAST: pieces})


def test_a_price_of_nothing_is_named() -> None:
    with pytest.raises(HistoryUnusable, match="Item shoe has the price 0"):
        ItemHistory("shoe", "shoes", LAST, {}, prices={LAST: 0.0})


def test_a_forecast_looks_at_least_a_day_ahead() -> None:
    with pytest.raises(ValueError, match="at least a day"):
        forecast_demand([], LAST, horizon=0)


@pytest.mark.slow
def test_two_processes_find_what_one_finds() -> None:
    items = [item(f"item {n}", poisson(1.0, n, 98)) for n in range(401)]
    alone = list(forecast_demand(items, LAST, horizon=14))
    assert list(forecast_demand(items, LAST, horizon=14, jobs=2)) == alone


def test_importing_it_loads_no_statistics_library() -> None:
    code = (
        "import sys, models.demand; print({'statsforecast', 'pandas', 'scipy'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
