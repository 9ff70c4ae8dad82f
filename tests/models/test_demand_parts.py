"""The parts of forecasting, each by what it promises."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from models.demand_analogues import borrowed
from models.demand_backtest import Panel, backtest, rolling_origins, scales
from models.demand_candidates import NAMES, SEASONAL_LEVEL, SEASONAL_NAIVE, candidates
from models.demand_choice import choose
from models.demand_events import event_factors
from models.demand_history import laid_out
from models.demand_intervals import conformal_bounds, spread_of_sums
from models.demand_prices import elasticities, price_factors
from tests.models.demand_items import DAYS, LAST, day, item, poisson

_ONE_GROUP = np.zeros(40, np.int64)


def test_a_long_past_gives_whole_horizons_and_a_short_one_what_there_is() -> None:
    assert rolling_origins(104, 13, 8, 3) == (79, 85, 91)
    assert rolling_origins(18, 6, 12, 6) == (12, 13, 14, 15, 16, 17)


def test_the_scale_is_the_mean_step_and_never_nought() -> None:
    values = np.array([[1.0, 3.0, 2.0], [5.0, 5.0, 5.0], [np.nan, 2.0, 4.0]])
    assert scales(values).tolist() == [1.5, 1.0, 2.0]


def test_the_seasonal_level_is_last_years_carried_to_todays() -> None:
    year = np.array([10.0, 20.0, 30.0, 40.0] * 3)
    year[-1] = 48.0
    found = candidates(np.array([year]), 2, 4)
    assert found[NAMES.index(SEASONAL_NAIVE), 0].tolist() == [10.0, 20.0]
    expected = [10.0 * 1.2**0.9, 20.0 * 1.2**0.81]
    assert found[NAMES.index(SEASONAL_LEVEL), 0] == pytest.approx(expected)


def test_a_model_that_cannot_speak_is_left_out() -> None:
    found = candidates(np.array([[1.0, 2.0, 3.0]]), 2, 52)
    speaks = [name for name, one in zip(NAMES, found, strict=True) if not np.isnan(one).any()]
    assert speaks == ["naive"]


def test_a_seasonal_item_is_given_a_seasonal_model() -> None:
    months = np.arange(36)
    wave = 100 + 50 * np.sin(2 * np.pi * months / 12) + np.zeros((3, 36))
    tested = backtest(Panel(wave, 12, np.ones((3, 42))), 6, 3)
    found = choose(tested)
    ahead = 100 + 50 * np.sin(2 * np.pi * np.arange(36, 42) / 12)
    assert np.abs(found.mean - ahead).max() < 3
    assert found.name(0).startswith(("seasonal", "AutoETS"))
    assert found.weights.sum(0) == pytest.approx(1.0)


def test_what_would_have_been_said_knows_nothing_of_what_came_after() -> None:
    values = np.abs(np.random.default_rng(2).normal(50, 10, (4, 30)))
    other = values.copy()
    other[0, 27:] += 500.0
    first, second = (
        choose(backtest(Panel(one, 1, np.ones((4, 33))), 3, 3)).past for one in (values, other)
    )
    # Only the common mean error, which all items share, may move what was said a little.
    assert np.abs(first[1:, 0] - second[1:, 0]).max() < 5.0
    assert np.abs(first[0, 0] - second[0, 0]).max() < 20.0


def test_conformal_bounds_cover_what_they_say() -> None:
    rng = np.random.default_rng(3)
    errors = rng.gamma(2.0, 1.0, (40, 20, 2)) - 2.0
    mean, unit = np.full((40, 2), 100.0), np.full((40, 2), 3.0)
    low, high = conformal_bounds(errors, mean, unit, _ONE_GROUP)
    fresh = 100.0 + 3.0 * (rng.gamma(2.0, 1.0, (2_000, 2)) - 2.0)
    assert np.mean((fresh >= low[0]) & (fresh <= high[0])) == pytest.approx(0.9, abs=0.03)
    assert 100.0 - low[0, 0] < high[0, 0] - 100.0


def test_bounds_are_never_below_nought() -> None:
    errors = np.random.default_rng(4).normal(0, 5, (40, 20, 1))
    low, _ = conformal_bounds(errors, np.full((40, 1), 1.0), np.ones((40, 1)), _ONE_GROUP)
    assert low.min() == 0.0


def test_errors_that_go_together_make_sums_less_sure_than_those_that_do_not() -> None:
    rng = np.random.default_rng(5)
    apart = rng.normal(0, 2, (40, 5, 16))
    together = np.repeat(rng.normal(0, 2, (40, 5, 1)), 16, axis=2)
    variance, ahead = np.full((40, 5, 16), 4.0), np.full((40, 16), 4.0)
    plain = spread_of_sums(apart, variance, ahead, _ONE_GROUP).mean(0)
    lasting = spread_of_sums(together, variance, ahead, _ONE_GROUP).mean(0)
    assert plain[-1] == pytest.approx(8.0, rel=0.2)  # 2 · sqrt(16)
    assert lasting[-1] == pytest.approx(32.0, rel=0.2)  # 2 · 16


def test_the_elasticity_is_found_and_shared_with_items_that_never_changed_price() -> None:
    rng = np.random.default_rng(6)
    prices = np.where(rng.random((10, 24)) < 0.3, 80.0, 100.0)
    prices[9] = 100.0
    values = 200.0 * (prices / 100.0) ** -1.5 * np.exp(rng.normal(0, 0.02, (10, 24)))
    beta = elasticities(values, prices, np.zeros(10, np.int64))
    assert beta == pytest.approx(np.full(10, -1.5), abs=0.2)
    assert price_factors(np.array([[100.0, 100.0, 90.0]]), beta[:1])[0, 2] > 1.1


def test_unknown_prices_change_nothing() -> None:
    unknown = np.full((2, 5), np.nan)
    beta = elasticities(np.ones((2, 4)) * 50, unknown[:, :4], np.zeros(2, np.int64))
    assert price_factors(unknown, beta).tolist() == np.ones((2, 5)).tolist()


def test_singles_day_is_learned_and_an_item_that_tells_little_takes_its_categorys() -> None:
    great = {date(2024, 11, 10), date(2024, 11, 11), date(2025, 11, 10), date(2025, 11, 11)}
    times = np.array([5.0 if day(n) in great else 1.0 for n in range(DAYS)])
    items = [item(f"item {n}", poisson(10.0 * times, n)) for n in range(4)]
    slow = item("slow", [0.0] * 400 + [1.0, 0.0] * 164)
    days = laid_out([*items, slow], LAST, DAYS, 60)
    factors = event_factors(days, days.sold, np.zeros(5, np.int64))
    ahead = DAYS + (date(2026, 11, 11) - LAST).days - 1
    assert factors[:4, ahead] == pytest.approx(np.full(4, 5.0), rel=0.25)
    assert factors[4, ahead] > 3.0
    assert factors[0, ahead + 3] == 1.0


def test_a_new_item_moves_from_its_categorys_level_to_its_own() -> None:
    others = np.full((3, 7), 2.0)
    known, new = np.zeros(3, np.int64), np.zeros(2, np.int64)
    mean, doubt = borrowed(np.array([12.0, 320.0]), np.array([4.0, 50.0]), new, others, known)
    assert mean[0, 0] == pytest.approx((12 + 28 * 2) / 32)
    assert mean[1, 0] == pytest.approx((320 + 28 * 2) / 78)
    assert doubt[1] <= doubt[0]
