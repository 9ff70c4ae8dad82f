"""What is expected through each day ahead."""

from __future__ import annotations

import math

import pytest

from bot.rules.reorder import Outlook


def test_steady_demand_goes_on_beyond_the_last_day() -> None:
    outlook = Outlook.steady(3, 1)
    for days in (0, 7, 7.5, 91, 120):
        assert outlook.at(days) == pytest.approx((3 * days, days))
    assert outlook.rate == pytest.approx(3)


def test_a_forecast_s_days_are_added_up_and_none_is_below_nothing() -> None:
    outlook = Outlook.daily([1, -0.2, 2, *[1.0] * 88], [0.5] * 91)
    assert outlook.at(2) == (1, 0.25)
    assert outlook.at(3)[0] == 3


def test_beyond_its_last_day_it_follows_its_last_four_weeks() -> None:
    ends = Outlook.daily([5.0] * 63 + [1.0] * 28, [float(day) for day in range(1, 92)])
    assert ends.at(101)[0] == pytest.approx(ends.mean[-1] + 10)
    assert ends.at(101)[1] > ends.at(91)[1]


def test_errors_that_shrink_are_not_taken_to_go_on_shrinking() -> None:
    narrow = Outlook.daily([1.0] * 91, [9.0] * 63 + [1.0] * 28)
    assert narrow.at(200)[1] == 1


def test_it_says_how_long_pieces_last() -> None:
    outlook = Outlook.steady(2, 1)
    assert outlook.days_until(24) == pytest.approx(12)
    assert outlook.days_until(1) == pytest.approx(0.5)
    assert outlook.days_until(240) == pytest.approx(120)
    assert (outlook.days_until(0), outlook.days_until(-3)) == (0, 0)
    assert math.isinf(Outlook.steady(0, 0).days_until(1))


@pytest.mark.parametrize(
    ("mean", "sd", "said"),
    [
        ((1.0,) * 90, (1.0,) * 90, "91 days or more"),
        ((1.0,) * 91, (1.0,) * 92, "not 91 and 92"),
        ((-1.0,) * 91, (1.0,) * 91, "never fall"),
        ((2.0,) * 90 + (1.0,), (1.0,) * 91, "never fall"),
        ((1.0,) * 91, (-1.0,) * 91, "not negative"),
        ((math.nan,) * 91, (1.0,) * 91, "finite"),
        ((1.0,) * 91, (math.inf,) * 91, "finite"),
    ],
)
def test_sums_that_cannot_be_are_refused(
    mean: tuple[float, ...], sd: tuple[float, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Outlook(mean, sd)
