"""What a supplier's year looks like, and what is not known of it."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, timedelta

import pytest

from bot.rules.promises import Dispatch, new_dispatch
from bot.rules.scorecards import (
    Delivery,
    Price,
    fill_rate,
    lead_trend,
    on_time,
    price_trend,
    rejected_share,
    scorecard,
)

TODAY = date(2026, 11, 23)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_of_a_supplier_without_orders_nothing_is_known() -> None:
    assert astuple(scorecard([], [], TODAY)) == (0, *[None] * 8)


def test_what_is_due_and_not_there_is_late_and_what_is_not_due_is_neither() -> None:
    asked = ago(40)
    found = [
        Delivery(asked, ago(30), ago(30)),
        Delivery(asked, ago(26), ago(25)),
        Delivery(asked, ago(1), None),
        Delivery(asked, TODAY, None),
        Delivery(asked, None, ago(3)),
    ]
    assert on_time(found, TODAY) == pytest.approx(1 / 3)


def test_what_came_beyond_one_order_makes_up_for_no_other() -> None:
    found = [Delivery(TODAY, None, TODAY, 50, 60, 0), Delivery(TODAY, None, TODAY, 40, 30, 10)]
    assert fill_rate(found) == pytest.approx(80 / 90)
    assert rejected_share(found) == pytest.approx(0.1)


def test_a_lead_time_that_grows_is_seen_once_there_are_four() -> None:
    assert lead_trend([7, 8, 30]) is None
    assert lead_trend([7, 8, 11, 12]) == lead_trend([7, 8, 99, 11, 12]) == 4


def test_prices_are_compared_item_by_item_and_weighted_by_what_is_bought() -> None:
    prices = [
        Price(1, ago(500), 10, 900),
        Price(1, ago(370), 10, 1000),
        Price(1, ago(200), 100, 1050),
        Price(1, ago(20), 200, 1100),
        Price(2, ago(400), 5, 4000),
        Price(2, ago(30), 50, 4000),
        Price(3, ago(300), 9, 100),
        Price(3, ago(10), 9000, 300),
    ]
    assert price_trend(prices, TODAY) == pytest.approx(0.06)
    assert price_trend(prices[-2:], TODAY) is None


def test_a_card_has_the_lead_time_and_the_median_answer() -> None:
    found = [Delivery(ago(60 - i), None, ago(50 - i), answer_hours=h) for i, h in ((0, 2), (1, 9))]
    card = scorecard([*found, Delivery(ago(5), None, None)], [], TODAY)
    assert (card.orders, card.lead_mean, card.lead_sd, card.answer_hours) == (3, 10, 0, 5.5)


@pytest.mark.parametrize(
    ("ship_by", "arrives", "goods", "found"),
    [
        (24, 27, 24, None),
        (24, 27, 28, Dispatch(date(2026, 11, 28), date(2026, 12, 1))),
        (24, None, 28, Dispatch(date(2026, 11, 28))),
        (24, 20, 28, Dispatch(date(2026, 11, 28))),
        (None, 27, 26, None),
        (None, 27, 27, Dispatch(date(2026, 11, 27))),
        (None, None, 28, None),
    ],
)
def test_a_promise_breaks_when_the_goods_come_after_it(
    ship_by: int | None, arrives: int | None, goods: int, found: Dispatch | None
) -> None:
    left, there = (None if day is None else date(2026, 11, day) for day in (ship_by, arrives))
    assert new_dispatch(left, there, date(2026, 11, goods)) == found
