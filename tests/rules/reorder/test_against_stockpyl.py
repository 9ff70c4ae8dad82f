"""The formulas, against stockpyl (Snyder, Fundamentals of Supply Chain Theory, 2nd ed.)."""

from __future__ import annotations

import math

import pytest
from stockpyl.eoq import economic_order_quantity
from stockpyl.newsvendor import newsvendor_discrete, newsvendor_normal, newsvendor_poisson
from stockpyl.rq import r_q_cost_poisson

from bot.rules.reorder import Costs, PriceBreak, Terms
from bot.rules.reorder.pieces import Pieces, pieces_sold
from bot.rules.reorder.quantity import Lacking, economic_quantity, order_quantity, yearly_cost

HOLDING, SHORT = 1.0, 19.0  # a critical ratio of 95 %


def cost(found: Pieces, held: int) -> float:
    """The newsvendor's: holding what is left, and paying for what is short."""
    short = found.lacking(held)
    return HOLDING * (held - found.mean + short) + SHORT * short


@pytest.mark.parametrize("mean", [0.2, 0.45, 3, 21, 180])
def test_the_fewest_pieces_that_last_are_the_newsvendor_s_with_poisson_demand(mean: float) -> None:
    found = pieces_sold([(mean, mean)])
    level = found.fewest(SHORT / (SHORT + HOLDING))
    best, least = newsvendor_poisson(HOLDING, SHORT, mean)
    assert level == best
    assert cost(found, level) == pytest.approx(least)


def test_so_are_those_of_a_mixture_of_spans() -> None:
    found = pieces_sold([(2, 5), (9, 22), (30, 20), (0.5, 0.5)])
    shares = [1 - found.lacking(0) + found.lacking(1)]
    for count in range(1, 400):
        before, at, after = (found.lacking(count + step) for step in (-1, 0, 1))
        shares.append(before - 2 * at + after)  # the second difference of E[(D - x)+] is P(D = x)
    assert sum(shares) == pytest.approx(1)
    pmf = {count: max(share, 0.0) for count, share in enumerate(shares)}
    best, least = newsvendor_discrete(HOLDING, SHORT, demand_pmf=pmf)
    assert found.fewest(0.95) == best
    assert cost(found, int(best)) == pytest.approx(least, rel=1e-6)


def test_so_are_those_of_normal_demand_within_rounding() -> None:
    best, _ = newsvendor_normal(HOLDING, SHORT, 400, 25)
    assert pieces_sold([(400, 625)]).fewest(0.95) == pytest.approx(best, abs=1.5)


def test_what_is_lacking_makes_the_cost_of_a_reorder_point_and_quantity() -> None:
    # Demand 1,300 a year, lead time 1/26 of one, Poisson: the cost of (r, Q) averages the
    # newsvendor's over the positions r + 1 … r + Q, and adds the orders (book, 5.3).
    point, quantity, fixed, a_year, lead = 55, 40, 8.0, 1300.0, 1 / 26
    found = pieces_sold([(a_year * lead, a_year * lead)])
    held = sum(cost(found, position) for position in range(point + 1, point + quantity + 1))
    ours = (fixed * a_year + held) / quantity
    theirs = r_q_cost_poisson(point, quantity, HOLDING, SHORT, fixed, a_year, lead)
    assert ours == pytest.approx(theirs)


@pytest.mark.parametrize(
    ("fixed", "a_year", "price", "rate"), [(2000, 730, 5000, 0.2), (800, 1300, 75, 0.3)]
)
def test_the_economic_quantity_and_its_cost(
    fixed: int, a_year: float, price: int, rate: float
) -> None:
    costs = Costs(fixed, rate)
    best, least = economic_order_quantity(fixed, rate * price, a_year)
    assert economic_quantity(a_year, price, costs) == pytest.approx(best)
    assert yearly_cost(best, a_year, price, costs) - price * a_year == pytest.approx(least)


@pytest.mark.parametrize(
    ("fixed", "rate", "a_year", "prices", "best", "least"),
    [
        # What stockpyl 1.0.2 answers to economic_order_quantity_with_all_units_discounts, which
        # earlier releases lack: (8, 0.3, 1300, [0, 400, 800], [0.75, 0.72, 0.68]) and so on.
        (800, 0.3, 1300, {0: 75, 400: 72, 800: 68}, 800, 97_860),
        (2000, 0.2, 730, {0: 5000, 100: 4800, 200: 4600}, 200, 3_457_300.0),
        (2000, 0.2, 730, {0: 5000, 100: 4990, 2000: 4980}, 54.037024344425184, 3704037.0243444256),
        (2000, 0.2, 730, {0: 5000, 40: 4900, 70: 4850}, 70, 3595307.1428571427),
        (20000, 0.2, 1000, {0: 50000, 200: 47500, 500: 45000}, 500, 47_290_000),
    ],
)
def test_the_quantity_at_all_units_discounts(
    fixed: int, rate: float, a_year: float, prices: dict[int, int], best: float, least: float
) -> None:
    costs = Costs(fixed, rate, most_days=100_000)
    breaks = tuple(PriceBreak(start, price) for start, price in prices.items() if start)
    terms = Terms(price_minor=prices[0], breaks=breaks)
    found = order_quantity(Lacking(0, 0, a_year / 365), terms, costs).pieces
    assert found == math.ceil(best)
    price = terms.price_at(found)
    assert price is not None
    # Whole pieces cost a little more than the parts of a piece that the formula allows.
    assert yearly_cost(found, a_year, price, costs) == pytest.approx(least, rel=1e-5)
