"""First choices are counted rightly, and their intervals are the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from models.training.bootstrap import Figure, bootstrapped
from models.training.first_choices import coded_macro_f1, first_choices
from models.training.scores import macro_f1
from models.values import Intent
from tests.models.readings import message

A, B, C = Intent.TRACK_ORDER, Intent.CHANGE_ADDRESS, Intent.INVOICE


def test_two_messages_of_which_one_is_right_tell_nothing() -> None:
    right = np.array([1.0, 0.0])
    assert bootstrapped(lambda places: float(right[places].mean()), 2) == Figure(0.5, 0.0, 1.0)


def test_the_interval_is_the_same_each_time_and_narrows_with_more_messages() -> None:
    def figure(count: int) -> Figure:
        right = np.arange(count) % 2
        return bootstrapped(lambda places: float(right[places].mean()), count)

    few, many = figure(100), figure(400)
    assert few == figure(100)
    # The standard error of a half is 0.5 / sqrt(n): 1.96 of them to either side.
    assert few.high - few.low == pytest.approx(2 * 1.96 * 0.05, abs=0.02)
    assert many.high - many.low == pytest.approx(2 * 1.96 * 0.025, abs=0.01)


def test_another_seed_draws_other_messages() -> None:
    values = np.linspace(0, 1, 50) ** 2
    drawn = [bootstrapped(lambda p: float(values[p].mean()), 50, seed=seed) for seed in (1, 2)]
    assert drawn[0].value == drawn[1].value
    assert drawn[0].low != drawn[1].low


def test_a_figure_shows_its_interval_in_percent() -> None:
    assert str(Figure(0.682, 0.645, 0.7163)) == "68.2% (64.5 to 71.6)"


def test_macro_f1_of_codes_is_that_of_the_labels() -> None:
    gold, found = [A, B, B, C], [A, A, B, A]
    codes = {A: 3, B: 0, C: 7}
    numbers = [np.array([codes[one] for one in ones]) for ones in (gold, found)]
    # F1 of A 2*1/(1+3), of B 2*1/(2+1), of C 0.
    assert coded_macro_f1(*numbers) == pytest.approx((1 / 2 + 2 / 3 + 0) / 3)
    assert coded_macro_f1(*numbers) == pytest.approx(macro_f1(gold, found))


def test_the_second_intent_of_a_message_is_one_of_those_carried() -> None:
    scores = first_choices([message(A, B), message(A), message(C)], [B, A, A])
    assert scores.accuracy.value == pytest.approx(1 / 3)
    assert scores.among.value == pytest.approx(2 / 3)
    assert scores.macro_f1.value == pytest.approx((1 / 2 + 0) / 2)  # A: 2*1/(2+2); C: 0
