"""One size up or down is the nearest size of the same colour."""

from __future__ import annotations

import pytest

from bot.rules.sizes import next_size


@pytest.mark.parametrize(
    ("text", "variant", "others", "meant"),
    [
        ("换大一码", "White M", ["White S", "White L", "Red L", "White XL"], "White L"),
        ("one smaller, please: a smaller size", "White M", ["White S", "White L"], "White S"),
        ("大一号", "EU 42", ["EU 41", "EU 43", "EU 45"], "EU 43"),
        ("bigger", "S", ["L", "M"], "M"),
    ],
)
def test_the_next_size_in_the_direction_asked_for(
    text: str, variant: str, others: list[str], meant: str
) -> None:
    found = next_size(text, variant, others, asked=False)
    assert found is not None
    assert others[found] == meant


@pytest.mark.parametrize(
    ("text", "variant", "others"),
    [
        ("换个颜色", "White M", ["Red M"]),
        ("换大一码", "White M", ["White S", "Red L"]),
        ("换大一码", "White", ["Red"]),
        ("bigger or smaller?", "M", ["S", "L"]),
    ],
)
def test_no_size_is_guessed(text: str, variant: str, others: list[str]) -> None:
    assert next_size(text, variant, others) is None


def test_too_small_is_an_answer_and_elsewhere_a_reason() -> None:
    assert next_size("太小了", "M", ["S", "L"], asked=True) == 1
    assert next_size("太小了", "M", ["S", "L"], asked=False) is None
