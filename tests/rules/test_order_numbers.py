"""Order numbers of any shop's form are found in a text."""

from __future__ import annotations

import pytest

from bot.rules.order_numbers import compared, is_lettered, numbers_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("order #W6067464, please", ["W6067464"]),
        ("w6067464", ["W6067464"]),
        ("SO-2024-00017 到哪了", ["SO202400017"]),
        ("XE2611230042和XE2611230043", ["XE2611230042", "XE2611230043"]),
        ("the 4 of 12 Mill Lane", []),
        ("ABCDE12345", []),
        ("", []),
    ],
)
def test_numbers_are_found_and_made_comparable(text: str, found: list[str]) -> None:
    assert numbers_in(text) == found


def test_a_number_is_compared_without_signs_and_in_capitals() -> None:
    assert compared("so-2024-00017") == compared("SO202400017")


def test_only_a_number_with_letters_can_be_no_phone() -> None:
    assert is_lettered("W6067464")
    assert not is_lettered("13812344821")
