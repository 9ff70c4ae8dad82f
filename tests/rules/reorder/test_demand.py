"""What sales and receipts tell."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import fmean, pstdev

import pytest

from bot.rules.reorder import ASSUMED_LEAD, LeadTime, demand_per_day, lead_time

TODAY = date(2026, 11, 23)


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


def test_days_without_a_sale_count_as_days_that_sold_none() -> None:
    sales = {days_ago(ago): 1 for ago in range(1, 91, 2)}
    demand = demand_per_day(sales, TODAY, days_ago(400))
    assert demand.mean == pytest.approx(0.5)
    assert demand.sd == pytest.approx(0.503, abs=0.001)


def test_what_was_never_sold_has_no_demand() -> None:
    demand = demand_per_day({}, TODAY, None)
    assert (demand.mean, demand.sd) == (0, 0)


def test_today_and_what_lies_more_than_90_days_back_are_left_out() -> None:
    sales = {TODAY: 500, days_ago(91): 500, days_ago(90): 45, days_ago(1): 45}
    assert demand_per_day(sales, TODAY, days_ago(91)).mean == pytest.approx(1.0)


def test_a_new_item_is_judged_by_the_days_since_its_first_sale() -> None:
    sales = {days_ago(ago): 4 for ago in range(1, 31)}
    assert demand_per_day(sales, TODAY, days_ago(30)).mean == pytest.approx(4.0)
    assert demand_per_day({days_ago(2): 28}, TODAY, days_ago(2)).mean == pytest.approx(2.0)


def test_three_receipts_make_an_observed_lead_time_and_two_do_not() -> None:
    assert lead_time([10, 12]) == ASSUMED_LEAD
    observed = lead_time([14, 10, 12])
    assert (observed.mean, observed.sd, observed.assumed) == (12.0, 2.0, False)
    assert observed.spans() == (10, 12, 14)


def test_a_lead_time_known_by_mean_and_deviation_is_looked_through_with_both() -> None:
    spans = LeadTime(14, 4).spans()
    assert (fmean(spans), pstdev(spans)) == pytest.approx((14, 4))
    assert LeadTime(12, 0).spans() == (12,)
    assert min(LeadTime(1, 20).spans()) == 0
