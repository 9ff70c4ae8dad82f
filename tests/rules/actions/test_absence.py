"""Words that say that goods were not there when the parcel came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.actions.absence import absent_by_name, clauses_of_absence


@pytest.mark.parametrize(
    "text",
    [
        "茶杯你们没放进去",
        "翻遍了也不见毛巾",
        "毛巾漏裝",
        "盒子里面没有毛巾",
        "the towel wasn't anywhere in the box",
        "there’s a towel that you never packed",
        "can't find the towel in there",
        "the towel didnt come",
    ],
)
def test_goods_that_were_not_there(text: str) -> None:
    assert clauses_of_absence(text)


@pytest.mark.parametrize(
    "text",
    [
        "毛巾还没到",
        "毛巾很好用",
        "毛巾坏了",
        "my towel has not come yet",
        "the towel is not in stock",
        "lovely towel",
    ],
)
def test_goods_that_are_to_come_or_that_came(text: str) -> None:
    assert not clauses_of_absence(text)


def test_only_the_part_that_says_so_counts() -> None:
    assert clauses_of_absence("the plate is here, but the towel was not inside") == [
        " the towel was not inside"
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("it all came minus the towel", "towel"),
        ("everything but the bath towel.", "bath towel"),
        ("收到了，没有毛巾", "毛巾"),
    ],
)
def test_what_stands_behind_the_word(text: str, name: str) -> None:
    assert absent_by_name(text) == [name]


@given(st.text(max_size=80))
def test_no_text_breaks_them(text: str) -> None:
    clauses_of_absence(text)
    absent_by_name(text)
