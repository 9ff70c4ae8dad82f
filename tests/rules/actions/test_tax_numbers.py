"""Unified social credit identifiers (GB 32100-2015)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.actions.invoices import is_tax_number

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_bodies = st.text(_SIGNS, min_size=17, max_size=17)


def _checked(body: str) -> str:
    """The number with its check sign, found by trying."""
    (whole,) = [body + sign for sign in _SIGNS if is_tax_number(body + sign)]
    return whole


@pytest.mark.parametrize(
    "number", ["91350100M000100Y43", "91350100m000100y43", " 91350100M000100Y43 "]
)
def test_the_standards_example_is_one(number: str) -> None:
    assert is_tax_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "91350100M000100I43",
        "91350100M000100Y4３",
        "税号91350100M000100",
    ],
)
def test_what_has_another_length_or_other_signs_is_none(number: str) -> None:
    assert not is_tax_number(number)


@given(_bodies)
def test_every_number_has_exactly_one_check_sign(body: str) -> None:
    assert _checked(body).startswith(body)


@given(_bodies, st.integers(0, 17), st.sampled_from(_SIGNS))
def test_one_wrong_sign_is_always_found(body: str, at: int, sign: str) -> None:
    whole = _checked(body)
    changed = whole[:at] + sign + whole[at + 1 :]
    assert is_tax_number(changed) is (changed == whole)


@given(_bodies, st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_always_found(body: str, at: int) -> None:
    whole = _checked(body)
    swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
    assert is_tax_number(swapped) is (swapped == whole)
