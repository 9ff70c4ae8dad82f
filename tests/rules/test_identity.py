"""What proves who is asking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.identity import contact_phone, digits_match, phone_digits, speaks_of_phone


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("4821", "4821"),
        ("尾号4821", "4821"),
        ("尾号 4821 谢谢", "4821"),
        ("尾号４８２１", "4821"),
        ("it ends in 4821.", "4821"),
        ("1234 不对，是4821", "4821"),
        ("48215", None),
        ("13812344821", None),
        ("没有", None),
        ("٤٨٢١", None),
    ],
)
def test_reads_the_four_digits_a_customer_gives(text: str, digits: str | None) -> None:
    assert phone_digits(text) == digits


@pytest.mark.parametrize(
    "text", ["尾号4821", "手机后四位4821", "phone ends in 4821", "Ending 4821"]
)
def test_knows_when_digits_are_said_to_be_a_phone(text: str) -> None:
    assert speaks_of_phone(text)


@pytest.mark.parametrize("text", ["2025年买的", "ordered in 2025"])
def test_does_not_take_a_year_for_a_phone(text: str) -> None:
    assert not speaks_of_phone(text)


def test_matches_only_the_end_of_the_phone() -> None:
    assert digits_match("4821", "+8613812344821")
    assert not digits_match("1234", "+8613812344821")
    assert not digits_match("821", "+8613812344821")


def test_matches_nothing_with_an_order_without_a_phone() -> None:
    assert not digits_match("", "")
    assert not digits_match("821", "821")


@given(st.text(), st.text(max_size=20))
def test_never_fails_on_what_is_given(given_digits: str, phone: str) -> None:
    matched = digits_match(given_digits, phone)
    assert matched is (len(phone) >= 4 and given_digits == phone[-4:])


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("8613812344821", "+8613812344821"),
        ("+86 138 1234 4821", "+8613812344821"),
        ("008613812344821", "+8613812344821"),
        ("＋８６１３８１２３４４８２１", "+8613812344821"),
        ("+1 (310) 555-1234", "+13105551234"),
        ("13105551234", "+13105551234"),
        ("447700900123", "+447700900123"),
        ("1234", ""),
        ("", ""),
        ("1" * 16, ""),
        ("call me", ""),
    ],
)
def test_reads_a_contact_as_an_international_phone(written: str, phone: str) -> None:
    assert contact_phone(written) == phone


def test_does_not_take_an_american_phone_for_a_mainland_one() -> None:
    assert contact_phone("13105551234") != contact_phone("8613105551234")


@given(st.text())
def test_gives_e164_or_nothing(text: str) -> None:
    phone = contact_phone(text)
    assert phone == "" or (phone[0] == "+" and phone[1:].isascii() and 9 <= len(phone) <= 16)
