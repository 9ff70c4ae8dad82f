"""Whether a word for goods means a product."""

from __future__ import annotations

import pytest

from bot.rules.product_names import is_named, is_shortened


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("travelmug", "Travel Mug"),
        ("T-shirt", "T Shirt"),
        ("雨傘", "折叠雨伞"),
        ("mug", "Travel Mug"),
        ("保温杯子", "保温杯"),
    ],
)
def test_a_name_is_the_same_however_it_is_spaced(said: str, name: str) -> None:
    assert is_named(said, name)


def test_a_name_may_be_said_shorter() -> None:
    assert is_shortened("电水壶", "电热水壶")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("台灯", "折叠雨伞"),
        ("", "折叠雨伞"),
        ("!", "Travel Mug"),
        ("水电壶", "电热水壶"),
        ("tl", "Travel Mug"),
    ],
)
def test_other_words_name_something_else(said: str, name: str) -> None:
    assert not is_named(said, name)
    assert not is_shortened(said, name)
