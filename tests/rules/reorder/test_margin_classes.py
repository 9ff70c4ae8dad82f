"""The classes of items by what they earn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.reorder.margin_classes import MarginClass, margin_classes

A, B, C = MarginClass


def test_classes_follow_the_share_of_the_margin_from_the_top_down() -> None:
    earned = {"tail": 2.0, "top": 70.0, "some": 8.0, "more": 20.0}
    assert margin_classes(earned) == {"top": A, "more": A, "some": B, "tail": C}


def test_what_earned_nothing_or_was_sold_at_a_loss_is_in_the_last_class() -> None:
    assert margin_classes({"only": 5.0, "none": 0.0, "loss": -9.0}) == {
        "only": A,
        "none": C,
        "loss": C,
    }
    assert margin_classes({"none": 0.0}) == {"none": C}
    assert margin_classes({}) == {}


@given(st.dictionaries(st.integers(), st.floats(-1e6, 1e6), max_size=40))
def test_what_earns_more_is_never_in_a_lower_class(earned: dict[int, float]) -> None:
    classes = margin_classes(earned)
    in_order = [classes[item] for item in sorted(earned, key=lambda item: -earned[item])]
    assert in_order == sorted(in_order)
    assert classes.keys() == earned.keys()
