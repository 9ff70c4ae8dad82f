"""When to reorder and how much."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.reorder import (
    ASSUMED_LEAD,
    Demand,
    LeadTime,
    Proposal,
    Terms,
    demand_per_day,
    lead_time,
    propose,
    reorder_point,
)

TODAY = date(2026, 11, 23)

demands = st.builds(Demand, st.floats(0, 50), st.floats(0, 30))
leads = st.builds(LeadTime, st.floats(0.5, 60), st.floats(0, 20))
terms = st.builds(Terms, st.integers(1, 500), st.integers(1, 60))
levels = st.floats(0.01, 0.999)


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


def proposed(
    *, stock: int, coming: int = 0, lead: LeadTime | None = None, pack: int = 20, minimum: int = 1
) -> Proposal | None:
    return propose(
        stock=stock,
        coming=coming,
        demand=Demand(2.1, 0.9),
        lead=lead or LeadTime(12.0, 1.2),
        terms=Terms(minimum, pack),
        service_level=0.95,
        cover_days=30,
    )


def test_reorders_at_25_with_a_lead_of_7_days_and_a_demand_of_3_give_or_take_1_at_95_percent() -> (
    None
):
    assert reorder_point(Demand(3, 1), LeadTime(7, 0), 0.95) == 25


def test_an_unsteady_lead_time_raises_the_point() -> None:
    # 21 + 1.645 * sqrt(7 * 1 + 9 * 4) = 31.79
    assert reorder_point(Demand(3, 1), LeadTime(7, 2), 0.95) == 31


def test_orders_cover_and_lead_in_whole_packs_and_says_why() -> None:
    found = proposed(stock=24)
    assert found is not None
    assert (found.point, found.quantity, found.packs) == (31, 80, 4)
    assert found.reason("en") == (
        "Stock 24, reorder at 31 (about 2.1 a day; delivery takes 12±1 days): "
        "order 80, 4 packs of 20."
    )
    assert found.reason("zh") == (
        "库存24，补货点31（日均约2.1件；到货需12±1天）：订80件，4包，每包20件。"
    )


def test_orders_at_the_point_itself_and_not_above_it() -> None:
    assert proposed(stock=31) is not None
    assert proposed(stock=32) is None


def test_what_is_coming_counts_like_stock() -> None:
    assert proposed(stock=2, coming=30) is None
    found = proposed(stock=2, coming=20, pack=1)
    assert found is not None
    assert found.quantity == 31 + 63 - 22
    assert found.reason("en").startswith("Stock 2 and 20 on order, reorder at 31")


def test_a_minimum_is_kept_and_single_pieces_are_not_called_packs() -> None:
    found = proposed(stock=24, pack=1, minimum=200)
    assert found is not None
    assert found.reason("en").endswith("order 200.")


def test_an_assumed_lead_time_is_said_to_be_assumed() -> None:
    found = proposed(stock=0, lead=ASSUMED_LEAD)
    assert found is not None
    assert "assumed to take 14±4 days, as fewer than 3 receipts are known" in found.reason("en")
    assert "收货记录不足3次，到货按14±4天估计" in found.reason("zh")


def test_a_slow_item_does_not_sell_nothing_a_day() -> None:
    found = propose(
        stock=0,
        coming=0,
        demand=Demand(0.03, 0.2),
        lead=LeadTime(10, 0),
        terms=Terms(),
        service_level=0.95,
        cover_days=30,
    )
    assert found is not None
    assert "about 0.03 a day" in found.reason("en")
    assert "日均约0.03件" in found.reason("zh")


def test_what_never_sold_is_not_bought_even_when_there_is_none() -> None:
    demand = demand_per_day({}, TODAY, None)
    assert (
        propose(
            stock=0,
            coming=0,
            demand=demand,
            lead=ASSUMED_LEAD,
            terms=Terms(10, 10),
            service_level=0.95,
            cover_days=30,
        )
        is None
    )


def test_days_without_a_sale_count_as_days_that_sold_none() -> None:
    sales = {days_ago(ago): 1 for ago in range(1, 91, 2)}
    demand = demand_per_day(sales, TODAY, days_ago(400))
    assert demand.mean == pytest.approx(0.5)
    assert demand.sd == pytest.approx(0.503, abs=0.001)


def test_today_and_what_lies_more_than_90_days_back_are_left_out() -> None:
    sales = {TODAY: 500, days_ago(91): 500, days_ago(90): 45, days_ago(1): 45}
    assert demand_per_day(sales, TODAY, days_ago(91)).mean == pytest.approx(1.0)


def test_a_new_item_is_judged_by_the_days_since_its_first_sale() -> None:
    sales = {days_ago(ago): 4 for ago in range(1, 31)}
    assert demand_per_day(sales, TODAY, days_ago(30)).mean == pytest.approx(4.0)
    assert demand_per_day({days_ago(2): 28}, TODAY, days_ago(2)).mean == pytest.approx(2.0)


def test_three_receipts_make_an_observed_lead_time_and_two_do_not() -> None:
    assert lead_time([10, 12]) == ASSUMED_LEAD
    observed = lead_time([10, 12, 14])
    assert (observed.mean, observed.sd, observed.assumed) == (12.0, 2.0, False)


@pytest.mark.parametrize("level", [0.0, 1.0, 1.2, -0.1])
def test_a_service_level_outside_0_to_1_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        reorder_point(Demand(1, 1), ASSUMED_LEAD, level)


@given(demands, leads, levels, levels)
def test_a_higher_service_level_never_lowers_the_point(
    demand: Demand, lead: LeadTime, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assert reorder_point(demand, lead, low) <= reorder_point(demand, lead, high)


@given(demands, leads, terms, levels, st.integers(-50, 4000), st.integers(0, 400))
def test_never_orders_above_the_point_and_always_whole_packs_of_at_least_the_minimum(
    demand: Demand, lead: LeadTime, terms: Terms, level: float, stock: int, coming: int
) -> None:
    point = reorder_point(demand, lead, level)
    found = propose(
        stock=stock,
        coming=coming,
        demand=demand,
        lead=lead,
        terms=terms,
        service_level=level,
        cover_days=30,
    )
    if stock + coming > point:
        assert found is None
    elif demand.mean > 0.1:
        assert found is not None
    if found is not None:
        lacking = point + demand.mean * 30 - stock - coming
        assert found.quantity % terms.pack_size == 0
        assert found.quantity >= terms.minimum
        assert found.quantity >= lacking - 1e-6
        assert found.quantity < max(lacking + 1, terms.minimum) + terms.pack_size
        assert found.reason("zh") and found.reason("en")
