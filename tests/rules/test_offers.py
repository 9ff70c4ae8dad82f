"""The cheapest price is not the cheapest piece."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rules.offers import Break, Candidate, choose_offer, piece_cost, price_at
from bot.rules.reorder import Demand, LeadTime

STEADY = Demand(3, 1)
PUNCTUAL = Candidate(1, 5000, 90, LeadTime(7, 1))
CHEAP = Candidate(2, 4990, 90, LeadTime(14, 7))


def test_a_piece_costs_its_price_what_runs_out_and_what_is_held() -> None:
    cost = piece_cost(PUNCTUAL, STEADY, 10_000, 0.95)
    assert (cost.price, round(cost.lateness, 2), round(cost.holding, 2)) == (5000, 4.64, 7.51)
    assert round(cost.total, 2) == 5012.15
    assert round(piece_cost(CHEAP, STEADY, 10_000, 0.95).total, 2) == 5054.78


def test_a_supplier_that_comes_when_it_likes_loses_to_a_dearer_one() -> None:
    assert choose_offer([CHEAP, PUNCTUAL], STEADY, 10_000, 0.95) == PUNCTUAL


def test_a_price_that_is_low_enough_makes_up_for_lateness() -> None:
    bargain = replace(CHEAP, unit_price=4900)
    assert choose_offer([PUNCTUAL, bargain], STEADY, 10_000, 0.95) == bargain


def test_a_supplier_that_sends_half_is_worth_less() -> None:
    other = replace(PUNCTUAL, key=2, fill=0.5)
    assert choose_offer([other, PUNCTUAL], STEADY, 10_000, 0.95) == PUNCTUAL


def test_what_does_not_sell_is_bought_where_its_price_is_lowest() -> None:
    assert choose_offer([PUNCTUAL, CHEAP], Demand(0, 0), 10_000, 0.95) == CHEAP


def test_of_equal_offers_the_one_known_longest_is_taken() -> None:
    assert choose_offer([replace(PUNCTUAL, key=9), PUNCTUAL], STEADY, 9_000, 0.95) == PUNCTUAL
    with pytest.raises(ValueError, match="empty"):
        choose_offer([], STEADY, 9_000, 0.95)


@pytest.mark.parametrize(
    ("quantity", "price"), [(1, 1200), (499, 1200), (500, 1180), (999, 1180), (1000, 1120)]
)
def test_a_price_break_holds_from_its_quantity_on(quantity: int, price: int) -> None:
    assert price_at(1200, [Break(1000, 1120), Break(500, 1180)], quantity) == price
