"""Quantities that are no whole packs: ours are rounded, theirs are taken within the limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rules.negotiation.limits import ItemLimits
from bot.rules.negotiation.moves import Cause, MoveKind
from bot.rules.negotiation.next_move import next_move
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.terms import NamedLine, SupplierKind, SupplierMove
from tests.rules.negotiation.desk import ITEM, NEEDED, accept, counter, days, opened, position


def in_packs(pack: int = 20) -> Position:
    """100 pieces wanted, 80 to 150 allowed, in packs."""
    at = position()
    (item,) = at.guardrails.items
    return replace(at, guardrails=replace(at.guardrails, items=(replace(item, pack=pack),)))


@pytest.mark.parametrize(
    ("named", "offered"), [(110, 120), (130, 140), (145, 140), (100, 100), (160, 160), (79, 79)]
)
def test_a_named_quantity_is_answered_in_whole_packs_within_the_limits(
    named: int, offered: int
) -> None:
    limits = ItemLimits(ITEM, 1_100, 1_200, 800, 80, 100, 150, pack=20)
    assert limits.whole_packs(named) == offered


def test_a_counter_offer_is_of_whole_packs() -> None:
    at = in_packs()
    course = opened(at).then(counter(1_000, days(1), quantity=130))
    move = next_move(at, course, days(1))
    assert move.kind is MoveKind.COUNTER and move.terms is not None
    assert move.terms.lines[0].quantity % 20 == 0


def test_a_good_offer_of_part_of_a_pack_more_is_accepted_as_it_stands() -> None:
    at = in_packs()
    course = opened(at).then(counter(805, days(1), quantity=105))
    move = next_move(at, course, days(1))
    assert (move.kind, move.cause) == (MoveKind.ACCEPT, Cause.GOOD_ENOUGH)
    assert move.terms is not None and move.terms.lines[0].quantity == 105


@pytest.mark.parametrize("quantity", [90, 110])
def test_a_yes_to_nearly_our_quantity_is_a_deal_on_theirs(quantity: int) -> None:
    at = in_packs()
    course = opened(at).then(accept(days(1), lines=(NamedLine(ITEM, quantity=quantity),)))
    move = next_move(at, course, days(1))
    assert move.kind in {MoveKind.ACCEPT, MoveKind.COUNTER}
    assert move.doubt is None
    if move.kind is MoveKind.ACCEPT:
        assert move.terms is not None
        assert (move.terms.lines[0].quantity, move.terms.delivery) == (quantity, NEEDED)


@pytest.mark.parametrize("quantity", [79, 121, 151])
def test_a_yes_to_quite_another_quantity_is_still_asked_about(quantity: int) -> None:
    at = in_packs()
    yes = SupplierMove(SupplierKind.ACCEPT, days(1), (NamedLine(ITEM, quantity=quantity),))
    move = next_move(at, opened(at).then(yes), days(1))
    assert (move.kind, move.cause) == (MoveKind.ASK, Cause.DOUBT)
