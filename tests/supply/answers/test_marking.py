"""What is marked in a supplier's text: figures with their values, days, items, and their signs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.commands.answers.corpus import open_order
from bot.rules.supplier_answers.folding import fold
from bot.rules.supplier_answers.marking import Marked, marked
from bot.rules.supplier_answers.said_figures import said_figures
from models.answer_marks import FIGURE_SIGNS, PAIR_SIGNS

TODAY = date(2026, 11, 27)


def mark(text: str, order: str = "single") -> Marked:
    return marked(text, open_order(order, TODAY))


def signs(made: Marked, figure: int) -> set[str]:
    return {FIGURE_SIGNS[place] for place in made.text.figures[figure].signs}


def pair(made: Marked, figure: int, item: int) -> dict[str, float]:
    """The signs between a figure and an item that hold."""
    values = made.text.figures[figure].pairs[item]
    return {sign: value for sign, value in zip(PAIR_SIGNS, values, strict=True) if value}


def values(text: str) -> list[Decimal]:
    return [number for _, number in said_figures(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12块2毛5", "12.25"),
        ("12块2毛", "12.2"),
        ("12块5", "12.5"),
        ("12块半", "12.5"),
        ("九块六一", "9.61"),
        ("9块61", "9.61"),
        ("九元五角", "9.5"),
        ("九元五角五分", "9.55"),
        ("十二块", "12"),
        ("一千二", "1200"),
        ("twelve yuan", "12"),
        ("three and a half", "3.5"),
        ("two hundred and forty", "240"),
        ("12,30", "12.3"),
        ("1,200", "1200"),
        ("1,200.5", "1200.5"),
        ("1.200,5", "1200.5"),
        ("1.234.567,8", "1234567.8"),
        ("rmb268", "268"),
        ("USD1.4", "1.4"),
        ("US$9.5", "9.5"),
        ("$9.40", "9.4"),
        ("１２．５", "12.5"),
        ("12k", "12000"),
        ("3 thousand", "3000"),
    ],
)
def test_a_figure_has_the_value_that_was_meant(text: str, expected: str) -> None:
    assert values(text) == [Decimal(expected)]


@pytest.mark.parametrize(
    ("text", "expected"), [("1.2万", "12000"), ("1.5k pcs", "1500"), ("0.2 thousand", "200")]
)
def test_a_fraction_of_a_thousand_is_one_figure(text: str, expected: str) -> None:
    assert values(text) == [Decimal(expected)]


def test_two_figures_beside_each_other_stay_two() -> None:
    assert values("5块10箱") == [5, 10]
    assert values("12块100个") == [12, 100]
    assert values("1.25 each, 300pcs") == [Decimal("1.25"), 300]


def test_a_code_and_a_number_without_end_are_no_figures() -> None:
    assert values("BW500") == []
    assert values("99999999999") == []


def test_figures_stand_in_the_order_of_the_text() -> None:
    spans = [span for span, _ in said_figures("240 at twelve, 12块2毛5 or 1,200.5")]
    assert spans == sorted(spans) and len(spans) == 4


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Um okay so eleven ninety each", "eleven ninety"),
        ("冇問題，12蚊2", "12蚊2"),
        ("Subject: Re: PO-20261127-01\n\nHi,\n\n\n  our price is RMB 12.40 each.", "12.40"),
        ("Price ........ 12.5", "12.5"),
    ],
)
def test_a_figure_leads_back_to_the_text_as_it_came(text: str, figure: str) -> None:
    made = mark(text)
    (only,) = made.text.figures
    assert text[slice(*made.plain.back(only.span))] == figure


def test_spans_lie_in_the_text_that_the_model_reads() -> None:
    made = mark("Blue towel 8.80, mats by 10 December", "three")
    text = made.text.text
    assert [text[slice(*one.span)] for one in made.text.figures] == ["8.80"]
    assert [text[slice(*one.span)] for one in made.text.days] == ["10 december"]
    assert [text[slice(*one.span)] for one in made.text.names] == ["blue towel", "mats"]


def test_the_signs_of_a_price_a_carton() -> None:
    made = mark("RMB 288 per carton")
    expected = {"near_price_of_pack", "currency_before", "per", "pack", "digits_3"}
    assert signs(made, 0) == expected


def test_our_own_terms_are_known_again() -> None:
    made = mark("11.80 x 10 ctns, 142 a dozen")
    assert {"our_price", "near_price", "fraction"} <= signs(made, 0)
    assert {"our_packs", "pack"} <= signs(made, 1)
    assert {"near_price_of_dozen", "dozen"} <= signs(made, 2)
    assert pair(made, 1, 0)["our_packs"] == 1


def test_percent_and_tenths_are_told_apart() -> None:
    made = mark("5% off, 95折, 涨百分之三")
    assert [*made.values[:2], made.values[-1]] == [5, 95, 3]
    assert "percent" in signs(made, 0) and "tenths" in signs(made, 1)
    assert "percent" in signs(made, -1)


def test_a_figure_belongs_with_the_item_named_before_it() -> None:
    made = mark("Blue towel 8.80, grey towel 9.00, no mats", "three")
    beside = {"named_before", "same_line", "just_before", "last_named"}
    assert beside <= pair(made, 0, 0).keys() and beside <= pair(made, 1, 1).keys()
    assert not beside & pair(made, 1, 0).keys()
    assert pair(made, 1, 0)["named_before_that"] == 1
    assert {"named_after", "just_after"} <= pair(made, 1, 2).keys()
    assert {row["one_of"] for row in (pair(made, 0, item) for item in range(3))} == {1 / 3}


def test_a_figure_a_line_below_its_item_is_not_on_the_same_line() -> None:
    found = pair(mark("blue towel:\n8.80", "three"), 0, 0)
    assert "named_before" in found and "same_line" not in found


def test_all_items_at_once_are_named_in_general() -> None:
    made = mark("all at 9", "three")
    (name,) = made.text.names
    assert name.general and name.items == {0, 1, 2}
    assert pair(made, 0, 2)["named_in_general"] == 1


def test_where_nothing_is_named_no_item_is() -> None:
    made = mark("12.2一个")
    assert made.text.names == () and pair(made, 0, 0)["not_named"] == 1


def test_a_day_after_the_one_needed_is_late_and_no_figure() -> None:
    made = mark("ship 10 December or 20 December")
    assert [one.late for one in made.text.days] == [False, True]
    assert made.days == (date(2026, 12, 10), date(2026, 12, 20))
    assert made.text.figures == ()


def test_quoted_prices_of_ours_are_not_marked() -> None:
    made = mark("> UC100 at 1.35\nfine\n> PD65 at 9.40\nwe need 9.75", "usd")
    assert made.values == (Decimal("9.75"),)
    assert "last_named" in pair(made, 0, 1)


def test_an_empty_text_has_no_marks() -> None:
    made = mark(" \n ").text
    assert (made.text, made.figures, made.days, made.names) == ("", (), (), ())
