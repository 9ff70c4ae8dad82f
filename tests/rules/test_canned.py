"""Ready answers are filled with what is known and never show a brace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.canned import Slot, checked, fill
from knowledge.demo.canned import CANNED

KNOWN = {
    Slot.CUSTOMER: "王小明",
    Slot.ORDER_NUMBER: "XE1",
    Slot.TRACKING_NUMBER: "SF1",
    Slot.SHOP_NAME: "山屿生活",
    Slot.AGENT: "李雷",
}


def test_fills_what_is_known() -> None:
    filled = fill("您好{customer}，我是{shop_name}的{agent}。{customer}？", KNOWN)
    assert (filled.text, filled.missing) == ("您好王小明，我是山屿生活的李雷。王小明？", ())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("您好，{customer}！", "您好！"),
        ("{customer}，非常抱歉。", "非常抱歉。"),
        ("Hello {customer}, I am here.", "Hello, I am here."),
        ("Hello, {customer}.", "Hello."),
        ("Your order {customer} has left.", "Your order has left."),
        ("Bye\n{customer}", "Bye"),
        ("{customer}", ""),
    ],
)
def test_leaves_out_what_is_not_known_and_names_it(body: str, text: str) -> None:
    filled = fill(body, {})
    assert (filled.text, filled.missing) == (text, ("customer",))


def test_names_what_is_missing_once_and_in_order() -> None:
    filled = fill("{agent} {customer} {agent} {nonsense}", {Slot.CUSTOMER: " \n"})
    assert filled.missing == ("agent", "customer", "nonsense")


def test_reads_no_value_as_a_slot() -> None:
    known = {Slot.CUSTOMER: "{agent}\n  x", Slot.AGENT: "李雷"}
    assert fill("{customer}!", known).text == "agent x!"


@given(st.text("{}abcustomer \ufffc，。\n"), st.text("{}a\ufffc"))
def test_never_sends_a_brace(body: str, value: str) -> None:
    text = fill(body + "{customer}", {Slot.CUSTOMER: value}).text
    assert not set(text) & set("{}\ufffc")


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        (" ", "words", "title needs 1 to 120"),
        ("t" * 121, "words", "title needs 1 to 120"),
        ("t", " \n", "text needs 1 to 4000"),
        ("t", "x" * 4_001, "text needs 1 to 4000"),
        ("t", "Hello {name}", r"Nothing is known as \{name\}; there are \{customer\}"),
        ("t", "Hello {customer", "brace stands alone"),
    ],
)
def test_refuses_what_could_not_be_filled(title: str, body: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        checked(title, body)


def test_the_demo_shops_are_sound_in_both_languages() -> None:
    for zh, en in CANNED:
        for title, body in (zh, en):
            assert checked(title, body) == (title, body)
            assert fill(body, KNOWN).missing == ()
            assert fill(body, {}).text
