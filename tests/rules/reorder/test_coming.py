"""An order on top of what is on order already."""

from __future__ import annotations

from datetime import date

from bot.rules.reorder import Costs, LeadTime, Outlook, Proposal, Terms, propose
from bot.rules.reorder.coming import Arrival, Expected, arrivals
from bot.rules.reorder.fill import most_pieces

TODAY = date(2026, 12, 1)
LEAD = LeadTime(12, 0)


def on_top(stock: int, *expected: Expected, price: int | None = None) -> Proposal | None:
    """10 a day, 12 days of lead time and one of review: 130 last, and the point is at 129."""
    return propose(
        stock=stock,
        coming=0,
        outlook=Outlook.steady(10.0, 0.0),
        lead=LEAD,
        terms=Terms(1, 10, price),
        service_level=0.95,
        cover_days=30,
        costs=Costs(ordering_minor=20_000),
        on_order=arrivals(expected, TODAY, LEAD),
    )


def test_what_comes_before_a_new_order_would_be_here_is_in_time() -> None:
    found = arrivals(
        [
            Expected(4, None),
            Expected(3, date(2026, 12, 20)),
            Expected(2, date(2026, 12, 14)),
            Expected(1, date(2026, 11, 20)),  # overdue: it may come any day
            Expected(0, date(2026, 12, 2)),
            Expected(5, date(2026, 12, 21), estimated=True),
        ],
        TODAY,
        LEAD,
    )
    assert [(one.pieces, one.in_time) for one in found] == [
        (1, True),
        (2, True),
        (3, False),
        (5, True),
        (4, True),
    ]


def test_what_is_on_order_in_time_meets_a_need_once() -> None:
    assert on_top(10, Expected(120, date(2026, 12, 12))) is None
    assert on_top(10, Expected(60, date(2026, 12, 2)), Expected(60, date(2026, 12, 12))) is None


def test_an_order_on_top_takes_what_is_still_lacking_and_says_what_comes() -> None:
    found = on_top(10, Expected(70, date(2026, 12, 12)), Expected(20, date(2026, 12, 13)))
    assert found is not None
    # 129 - (10 + 90) up to the point, and 300 of the 30 days after: 329 in tens.
    assert (found.position, found.quantity, found.short) == (100, 330, 30)
    assert found.reason("en").startswith(
        "10 days of stock left (10 pieces and 90 on order, about 10.0 a day; reorder at 129); "
        "70 more come on 12 Dec, 20 on 13 Dec; still 30 short by then; delivery takes 12±0 days; "
        "order 330 (33 packs of 10) now"
    )
    assert "在途70件12月12日到、20件12月13日到；届时仍缺30件；" in found.reason("zh")


def test_what_comes_later_than_a_new_order_is_bridged_and_no_more() -> None:
    late = Expected(500, date(2026, 12, 30))
    found = on_top(40, late)
    assert found is not None
    # 89 up to the point, and nothing of the 300 after, as 500 come then: 90 in tens.
    assert (found.position, found.coming, found.late, found.quantity) == (40, 0, 500, 90)
    assert "500 more come on 30 Dec, later than this order;" in found.reason("en")
    assert "另有500件12月30日到，晚于本单；" in found.reason("zh")
    some = on_top(40, Expected(100, date(2026, 12, 30)))
    assert some is not None and some.quantity == 290


def test_no_lower_price_and_no_saving_buys_what_comes_anyway() -> None:
    # 3,650 a year at 10.00, 200.00 an order, 20 %: sqrt(2 * 20,000 * 3,650 / 200) = 854 past 89.
    without, beside = on_top(40, price=1_000), on_top(40, Expected(2_000, None), price=1_000)
    late = on_top(40, Expected(2_000, date(2026, 12, 30)), price=1_000)
    assert without is not None and without.quantity == 950
    assert beside is None
    assert late is not None and late.quantity == 90
    assert most_pieces(late, Costs()) == 129 + 1_800 - 40 - 2_000 < 0


def test_pieces_on_a_day_that_nobody_knows_are_said_to_be() -> None:
    found = on_top(10, Expected(1, None))
    assert found is not None
    assert "; 1 more comes on a day not known; still 119 short by then;" in found.reason("en")
    assert "；在途1件到货日未知；届时仍缺119件；" in found.reason("zh")
    assert found.arrivals == (Arrival(1),)
