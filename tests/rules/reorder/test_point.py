"""The pieces that last, the point below them, and what is lost by waiting."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.rules.reorder import LeadTime, Outlook, Worth, lead_time, reorder_point
from bot.rules.reorder.pieces import pieces_sold
from bot.rules.reorder.point import sold_through
from bot.rules.reorder.waiting import risk_of_waiting
from tests.rules.reorder.given import leads, levels, outlooks


def normal(outlook: Outlook, days: float, sd_days: float, level: float) -> float:
    """The textbook's reorder point: normal demand, normal lead time."""
    mean, variance = outlook.at(days)
    spread = math.sqrt(variance + outlook.rate**2 * sd_days**2)
    return mean + NormalDist().inv_cdf(level) * spread


def test_25_pieces_last_7_days_at_a_demand_of_3_give_or_take_1_with_95_percent() -> None:
    assert sold_through(Outlook.steady(3, 1), [7]).fewest(0.95) == 25
    assert math.floor(normal(Outlook.steady(3, 1), 7, 0, 0.95)) == 25


def test_what_is_one_short_of_lasting_the_lead_time_and_a_day_of_review_is_the_point() -> None:
    assert reorder_point(Outlook.steady(3, 1), LeadTime(6, 0), 0.95) == 24
    assert reorder_point(Outlook.steady(2, 0), LeadTime(9, 0), 0.95) == 19


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95, 0.97])
@pytest.mark.parametrize(("mean", "sd"), [(20, 4), (8, 3), (100, 20), (3, 1.8)])
def test_where_demand_is_normal_the_textbook_s_point_is_met_within_rounding(
    mean: float, sd: float, level: float
) -> None:
    outlook = Outlook.steady(mean, sd)
    last = sold_through(outlook, [14]).fewest(level)
    assert last == pytest.approx(normal(outlook, 14, 0, level), rel=0.01, abs=1.5)


def test_an_unsteady_lead_time_that_is_normal_is_met_too() -> None:
    outlook = Outlook.steady(20, 4)
    textbook = normal(outlook, 15, 3, 0.95)
    assert reorder_point(outlook, LeadTime(14, 3), 0.95) == pytest.approx(textbook, rel=0.03)


def test_observed_lead_times_are_not_taken_for_normal() -> None:
    late_once_in_ten = lead_time([10.0] * 9 + [40.0])
    outlook = Outlook.steady(2, 0)
    assert reorder_point(outlook, late_once_in_ten, 0.89) == 21
    assert reorder_point(outlook, late_once_in_ten, 0.95) == 81


def test_a_slow_item_is_none_or_one_or_two() -> None:
    slow = pieces_sold([(0.45, 0.45)])
    assert [slow.fewest(level) for level in (0.6, 0.9, 0.97, 0.99)] == [0, 1, 2, 3]
    lumpy = pieces_sold([(0.45, 1.8)])
    assert [lumpy.fewest(level) for level in (0.6, 0.9, 0.97)] == [0, 1, 4]


@given(st.floats(0.01, 300), st.floats(0.2, 6), st.integers(0, 400))
@settings(max_examples=60)
def test_the_distribution_has_the_mean_that_it_was_given(
    mean: float, ratio: float, pieces: int
) -> None:
    found = pieces_sold([(mean, mean * ratio)])
    assert found.mean == pytest.approx(mean)
    assert found.lacking(0) == pytest.approx(mean)
    assert found.lacking(-2) == pytest.approx(mean + 2)
    # The chance that more is asked for is what one more piece would serve.
    assert -1e-9 <= found.lacking(pieces) - found.lacking(pieces + 1) <= 1 + 1e-9
    far = mean + 60 * math.sqrt(mean * max(ratio, 1)) + 60 * ratio
    assert found.lacking(far) == pytest.approx(0, abs=1e-3)


def test_what_is_lacking_is_what_the_normal_loss_function_says_where_it_holds() -> None:
    # sd * (pdf(z) - z * (1 - cdf(z))), Silver, Pyke & Thomas, appendix II
    mean, sd, held = 400.0, 25.0, 420.0
    z = (held - mean) / sd
    unit = NormalDist()
    loss = sd * (unit.pdf(z) - z * (1 - unit.cdf(z)))
    assert pieces_sold([(mean, sd**2)]).lacking(held) == pytest.approx(loss, rel=0.03)


def test_very_large_numbers_are_counted_in_lots() -> None:
    mean, sd = 3_000_000.0, 200_000.0
    found = pieces_sold([(mean, sd**2)])
    assert found.fewest(0.95) == pytest.approx(mean + 1.645 * sd, rel=0.005)
    assert found.lacking(mean) == pytest.approx(sd / math.sqrt(2 * math.pi), rel=0.02)


def test_waiting_costs_what_is_asked_for_in_vain_in_that_week() -> None:
    outlook, lead = Outlook.steady(3, 0), LeadTime(10, 0)
    risk = risk_of_waiting(outlook, lead, 40, Worth(7900))
    assert (risk.pieces, risk.minor) == pytest.approx((11, 11 * 7900))
    # What runs out before an order of today could be here is lost either way.
    assert risk_of_waiting(outlook, lead, 0, Worth(7900)).pieces == pytest.approx(21)
    assert risk_of_waiting(outlook, lead, 51, Worth(7900)).pieces == pytest.approx(0, abs=1e-9)


@given(outlooks, leads, levels, levels)
def test_a_higher_service_level_never_lowers_the_point(
    outlook: Outlook, lead: LeadTime, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assert reorder_point(outlook, lead, low) <= reorder_point(outlook, lead, high)


@given(outlooks, st.lists(st.floats(1, 80), min_size=3, max_size=6), st.floats(0, 40), levels)
def test_a_longer_lead_time_never_lowers_the_point(
    outlook: Outlook, days: list[float], longer: float, level: float
) -> None:
    later = lead_time([each + longer for each in days])
    assert reorder_point(outlook, lead_time(days), level) <= reorder_point(outlook, later, level)


@given(st.floats(0.01, 40), st.floats(0.2, 6), st.floats(1, 4), leads, levels)
def test_more_customers_of_the_same_kind_never_lower_the_point(
    mean: float, ratio: float, more: float, lead: LeadTime, level: float
) -> None:
    few = Outlook.steady(mean, math.sqrt(mean * ratio))
    many = Outlook.steady(mean * more, math.sqrt(mean * more * ratio))
    assert reorder_point(few, lead, level) <= reorder_point(many, lead, level)


@given(outlooks, leads, st.integers(-20, 500))
def test_waiting_never_gains_and_never_loses_more_than_the_week_s_demand(
    outlook: Outlook, lead: LeadTime, position: int
) -> None:
    risk = risk_of_waiting(outlook, lead, position, Worth(100))
    assume(outlook.rate > 0)
    assert 0 <= risk.pieces <= outlook.rate * 7 * (1 + 1e-6) + 1e-6
