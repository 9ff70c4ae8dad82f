"""How much to order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.reorder import Costs, LeadTime, Outlook, PriceBreak, Terms
from bot.rules.reorder.notes import Note, NoteKind
from bot.rules.reorder.quantity import (
    Lacking,
    Quantity,
    order_quantity,
    sells_before_it_expires,
    yearly_cost,
)

COSTS = Costs(2000)


def ordered(
    pieces: float, *, most: int | None = None, costs: Costs = COSTS, a_day: float = 2.0, **how: Any
) -> Quantity:
    """For what is lacking, at 50.00 a piece unless said otherwise."""
    terms = Terms(**({"price_minor": 5000} | how))
    return order_quantity(Lacking(0, pieces, a_day, most), terms, costs)


def test_what_is_lacking_is_ordered_in_whole_packs() -> None:
    assert ordered(69, pack_size=20) == Quantity(80)
    assert ordered(60.0000000001) == Quantity(60)


def test_the_minimum_is_said_when_it_makes_the_quantity() -> None:
    assert ordered(60, minimum=100) == Quantity(100, (Note(NoteKind.MINIMUM, pieces=100),))
    assert ordered(100, minimum=100) == Quantity(100)


def test_fewer_larger_orders_are_placed_where_they_cost_less() -> None:
    found = ordered(10)  # sqrt(2 * 20.00 * 730 / (20% of 50.00)) = 54.04
    assert found.pieces == 55
    (note,) = found.notes
    assert (note.kind, note.pieces) == (NoteKind.ECONOMIC, 10)
    assert note.other == round(
        yearly_cost(10, 730, 5000, COSTS) - yearly_cost(55, 730, 5000, COSTS)
    )
    assert note.said("en") == (
        "10 would do, but fewer orders save more than holding costs, about ¥970 a year."
    )
    assert note.said("zh") == "10件已够，但少订几次省下的多于持有成本，每年约省¥970。"


def test_no_order_is_made_for_more_days_than_allowed_to_save_money() -> None:
    assert ordered(10, costs=Costs(2000, 0.2, 20)) == Quantity(10)
    assert ordered(10, price_minor=None) == Quantity(10)


def test_a_price_break_is_taken_when_it_pays() -> None:
    found = ordered(60, breaks=(PriceBreak(100, 4800),))
    assert found.pieces == 100
    assert found.notes[0].said("en") == (
        "60 would do, but at ¥48.00 each for this many, buying, ordering and holding cost about "
        "¥1,377 less a year."
    )
    assert "订这么多时每件¥48.00" in found.notes[0].said("zh")


def test_a_price_break_that_costs_more_to_hold_than_it_saves_is_left() -> None:
    assert ordered(60, breaks=(PriceBreak(360, 4990),)) == Quantity(60)


def test_a_break_that_is_no_lower_price_is_none() -> None:
    terms = Terms(price_minor=50, breaks=(PriceBreak(10, 60), PriceBreak(20, 40)))
    assert [terms.price_at(quantity) for quantity in (1, 10, 20)] == [50, 50, 40]
    assert Terms(breaks=(PriceBreak(10, 60),)).price_at(1) is None


def test_nothing_that_would_expire_is_bought_to_save_money() -> None:
    cheap = (PriceBreak(100, 4800), PriceBreak(200, 4000))
    assert ordered(60, breaks=cheap).pieces == 200
    assert ordered(60, breaks=cheap, most=150).pieces == 100
    assert ordered(60, breaks=cheap, most=70) == Quantity(60)
    assert ordered(60, breaks=cheap, most=45).pieces == 45


def test_what_sells_before_it_expires_is_what_comes_after_the_shelf_is_empty() -> None:
    steady = Outlook.steady(2, 0)
    assert sells_before_it_expires(steady, LeadTime(10, 0), 24, 30) == 56
    # 20 would be asked for before it is here, and none of them is sold from it.
    assert sells_before_it_expires(steady, LeadTime(10, 0), 0, 30) == 60
    assert sells_before_it_expires(steady, LeadTime(10, 0), -5, 30) == 65
    assert sells_before_it_expires(steady, LeadTime(10, 0), 100, 30) == 0


def test_an_uncertain_demand_sells_less_surely() -> None:
    assert sells_before_it_expires(Outlook.steady(2, 2), LeadTime(10, 3), 0, 30) < 60


@given(
    st.floats(1, 500),
    st.integers(1, 60),
    st.integers(1, 300),
    st.floats(0.01, 60),
    st.integers(0, 600),
)
def test_no_quantity_is_past_what_is_sold_in_time(
    pieces: float, pack: int, minimum: int, a_day: float, most: int
) -> None:
    how: dict[str, Any] = {"pack_size": pack, "minimum": minimum, "shelf_life_days": 9}
    found = ordered(pieces, most=most, a_day=a_day, breaks=(PriceBreak(150, 4000),), **how)
    assert found.pieces <= most
    assert found.pieces == 0 or (found.pieces >= minimum and found.pieces % pack == 0)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", NoteKind)
def test_every_note_can_be_said(kind: NoteKind, language: str) -> None:
    said = Note(kind, 12, 8.7, 34500, 12000).said(language, "CHF")
    assert said.endswith("。" if language == "zh" else ".") and "{" not in said
