"""How often journeys succeed, and how reliably."""

from __future__ import annotations

import pytest

from bot.commands.journeys.figures import Figures, reliability, success, table


def test_pass_k_is_the_chance_that_k_runs_all_succeed() -> None:
    # 19 of 20: C(19, 5) / C(20, 5) = 15 / 20.
    assert Figures("one", 20, 19).passes(5) == pytest.approx(0.75)
    assert Figures("one", 20, 4).passes(5) == 0
    assert Figures("one", 1, 1).passes(5) == 1


def test_the_last_line_sums_up() -> None:
    both = [Figures("one", 20, 20), Figures("two", 20, 19)]
    assert success(both) == pytest.approx(39 / 40)
    assert reliability(both, 5) == pytest.approx(0.875)
    assert list(table(both, 5))[-1] == "2 journeys, 40 runs: 97.5% succeed, pass^5 87.5%"
