"""When to reorder, how much, and why in words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.reorder import (
    ASSUMED_LEAD,
    Costs,
    LeadTime,
    Outlook,
    PriceBreak,
    Proposal,
    Terms,
    Worth,
    lead_time,
    propose,
    reorder_point,
)
from tests.rules.reorder.given import leads, levels, outlooks

terms = st.builds(
    Terms,
    minimum=st.integers(1, 500),
    pack_size=st.integers(1, 60),
    price_minor=st.none() | st.integers(1, 100_000),
    breaks=st.lists(
        st.builds(PriceBreak, st.integers(2, 900), st.integers(1, 90_000)), max_size=2
    ).map(tuple),
    shelf_life_days=st.none() | st.integers(0, 300),
)


def proposed(
    *,
    stock: int,
    coming: int = 0,
    outlook: Outlook | None = None,
    lead: LeadTime | None = None,
    pack: int = 20,
    minimum: int = 1,
    shelf_life: int | None = None,
    worth: Worth | None = None,
    early: bool = False,
) -> Proposal | None:
    return propose(
        stock=stock,
        coming=coming,
        outlook=outlook or Outlook.steady(2.0, 0.0),
        lead=lead or lead_time([9, 12, 15]),
        terms=Terms(minimum, pack, shelf_life_days=shelf_life),
        service_level=0.95,
        cover_days=30,
        worth=worth,
        early=early,
    )


def test_orders_cover_and_lead_in_whole_packs_and_says_why() -> None:
    found = proposed(stock=24, worth=Worth.of(12900, 5000))
    assert found is not None
    # Two a day for 9, 12 or 15 days and one of review: 32 last in all three.
    assert (found.point, found.quantity, found.packs) == (31, 80, 4)
    assert found.reason("en") == (
        "12 days of stock left (24 pieces, about 2.0 a day; reorder at 31); delivery takes "
        "12±3 days; order 80 (4 packs of 20) now; waiting a week risks 12 lost sales, about "
        "¥948 of margin."
    )
    assert found.reason("zh") == (
        "库存还能卖12天（24件，日均约2.0件，补货点31）；到货需12±3天；"
        "现在订80件（4包，每包20件）；再等一周约少卖12件，毛利约¥948。"
    )


def test_a_loss_is_told_in_sales_where_the_cost_is_unknown() -> None:
    found = proposed(stock=24, worth=Worth.of(12900, None, "USD"))
    assert found is not None
    assert "12 lost sales, about $1,548 of sales." in found.reason("en")
    assert "少卖12件，销售额约$1,548。" in found.reason("zh")


def test_a_wait_that_risks_next_to_nothing_says_so() -> None:
    found = proposed(
        stock=3, outlook=Outlook.steady(0.05, 0.05), lead=LeadTime(60, 0), worth=Worth(100)
    )
    assert found is not None
    assert "waiting a week risks less than one lost sale" in found.reason("en")
    assert "再等一周少卖不到1件" in found.reason("zh")


def test_orders_at_the_point_itself_and_not_above_it() -> None:
    assert proposed(stock=31) is not None
    assert proposed(stock=32) is None


def test_above_the_point_an_order_may_be_joined_for_what_is_lacking() -> None:
    found = proposed(stock=40, early=True)
    assert found is not None
    assert (found.quantity, found.days_early) == (60, 4.5)  # 31 + 60 - 40 = 51
    assert proposed(stock=91, early=True) is None


def test_what_is_coming_counts_like_stock_and_an_order_on_top_takes_the_point() -> None:
    assert proposed(stock=2, coming=30) is None
    found = proposed(stock=2, coming=20, pack=1)
    assert found is not None
    assert found.quantity == 31 + 60 - 22
    assert "(2 pieces and 20 on order, about 2.0 a day" in found.reason("en")
    assert "（2件、在途20件，日均约2.0件" in found.reason("zh")


@pytest.mark.parametrize(
    ("stock", "en", "zh"),
    [
        (-3, "No stock left (-3 pieces", "已无库存（-3件"),
        (0, "No stock left (0 pieces", "已无库存（0件"),
        (1, "Less than a day of stock left (1 piece, ", "库存不够卖1天"),
        (2, "1 day of stock left", "库存还能卖1天"),
        (9, "4 days of stock left", "库存还能卖4天"),
    ],
)
def test_what_is_left_is_said_in_days(stock: int, en: str, zh: str) -> None:
    found = proposed(stock=stock)
    assert found is not None
    assert found.reason("en").startswith(en)
    assert found.reason("zh").startswith(zh)


def test_single_pieces_are_not_called_packs_and_a_minimum_is_said() -> None:
    found = proposed(stock=24, pack=1, minimum=200)
    assert found is not None
    assert found.reason("en").endswith("order 200 now. The supplier sells no fewer than 200.")
    assert found.reason("zh").endswith("现在订200件。供应商起订量为200件。")


def test_an_assumed_lead_time_is_said_to_be_assumed() -> None:
    found = proposed(stock=0, lead=ASSUMED_LEAD)
    assert found is not None
    assert "assumed to take 14±4 days, as fewer than 3 receipts are known" in found.reason("en")
    assert "收货记录不足3次，到货按14±4天估计" in found.reason("zh")


def test_a_slow_item_does_not_sell_nothing_a_day() -> None:
    found = proposed(stock=0, outlook=Outlook.steady(0.03, 0.2), lead=LeadTime(10, 0))
    assert found is not None
    assert "about 0.03 a day" in found.reason("en")
    assert "日均约0.03件" in found.reason("zh")


def test_what_never_sold_is_not_bought_even_when_there_is_none() -> None:
    assert proposed(stock=0, outlook=Outlook.steady(0, 0), minimum=10) is None


def test_what_ends_selling_is_ordered_with_what_is_there_said_without_days() -> None:
    ending = Outlook((9.0,) * 91, (4.0,) * 91)
    found = proposed(stock=10, outlook=ending)
    assert found is not None and math.isinf(found.days_left)
    assert found.reason("en").startswith("Stock that is hardly sold (10 pieces")
    assert found.reason("zh").startswith("库存几乎不动（10件")


def test_the_days_covered_are_those_after_the_order_s_arrival() -> None:
    season = Outlook.daily([1.0] * 20 + [10.0] * 30 + [0.0] * 41, [0.0] * 91)
    found = proposed(stock=0, outlook=season, lead=LeadTime(19, 0), pack=1)
    assert found is not None
    assert (found.point, found.quantity) == (19, 19 + 300)


def test_no_more_is_ordered_than_is_sold_before_it_expires() -> None:
    found = proposed(stock=24, lead=LeadTime(12, 0), shelf_life=20, pack=8)
    assert found is not None
    assert found.quantity == 40  # 64 sold within 12 + 20 days, less 24; 61 would be lacking
    assert found.reason("en").endswith(
        "No more than 40 are safely sold before they expire, 20 days after receipt."
    )
    assert found.reason("zh").endswith("到货后20天过期，此前有把握卖出的不超过40件。")


def test_an_item_that_is_only_sold_in_numbers_that_expire_is_not_ordered_and_says_why() -> None:
    found = proposed(stock=24, lead=LeadTime(12, 0), shelf_life=20, minimum=50)
    assert found is not None and found.quantity == 0
    assert "now" not in found.reason("en")
    assert "sells no fewer than 60, which would not all be sold" in found.reason("en")
    assert "供应商至少卖60件" in found.reason("zh")


@pytest.mark.parametrize("level", [0.0, 1.0, 1.2, -0.1])
def test_a_service_level_outside_0_to_1_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        reorder_point(Outlook.steady(1, 1), ASSUMED_LEAD, level)


@given(outlooks, leads, terms, levels, st.integers(-50, 2000), st.integers(0, 400))
def test_orders_are_whole_packs_of_the_minimum_or_more_and_never_outlive_the_shelf(
    outlook: Outlook, lead: LeadTime, sold: Terms, level: float, stock: int, coming: int
) -> None:
    point = reorder_point(outlook, lead, level)
    found = propose(
        stock=stock,
        coming=coming,
        outlook=outlook,
        lead=lead,
        terms=sold,
        service_level=level,
        cover_days=30,
        costs=Costs(2000),
        worth=Worth(100),
    )
    if stock + coming > point:
        assert found is None
    elif outlook.mean[29] > 1:
        assert found is not None
    if found is None:
        return
    assert found.reason("zh") and found.reason("en") and found.risk.pieces >= 0
    assert found.quantity % sold.pack_size == 0
    if found.quantity:
        assert found.quantity >= sold.minimum
    if sold.shelf_life_days is None:
        assert found.quantity >= point + outlook.at(30)[0] - stock - coming - 1e-6
    else:
        until = max(lead.spans()) + sold.shelf_life_days
        assert found.quantity <= outlook.at(until)[0] + max(-stock, 0) + 1
