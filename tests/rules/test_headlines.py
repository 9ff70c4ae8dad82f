"""What the numbers of a day, and of several, sum up to."""

from __future__ import annotations

import pytest

from bot.rules.headlines import Day, headline, period


def test_shares_leave_out_small_talk_and_recontact_what_nobody_read() -> None:
    day: Day = {
        "contacts": {("stock", "zh"): 3, ("unread", "en"): 1, ("greeting", "zh"): 5},
        "resolved_alone": {("stock", "zh"): 2, ("unread", "en"): 1},
        "recontact": {("stock", "zh"): 1},
    }
    assert headline("contacts", day) == 9
    assert headline("resolved_alone", day) == pytest.approx(3 / 4)
    assert headline("recontact", day) == pytest.approx(1 / 3)


def test_what_nobody_did_has_no_share_and_no_mean() -> None:
    for name in ("resolved_alone", "recontact", "ratings", "first_response", "restock"):
        assert headline(name, {}) is None
    assert headline("handovers", {}) == 0


def test_several_days_are_summed_before_they_are_divided() -> None:
    days: list[Day] = [
        {"ratings": {("5", ""): 9}, "fact_lock": {("number", ""): 2, ("passed", ""): 50}},
        {"ratings": {("1", ""): 1}, "first_response": {("median", ""): 7}},
    ]
    assert period("ratings", days) == pytest.approx(4.6)
    assert period("fact_lock", days) == 2
    assert period("first_response", days) is None
    assert headline("first_response", days[1]) == 7
