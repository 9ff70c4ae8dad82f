"""The gold of a written answer becomes a label for each of its marks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bot.commands.answers.corpus import FOLDER, Written, open_order, written_answers
from bot.commands.answers.labels import labelled
from models.answer_labels import FigureLabel, LabelledText
from models.answer_marks import ACTS, MEASURES, ROLES

TODAY = date(2026, 11, 27)


def label(text: str, order: str = "single", **expect: Any) -> LabelledText:
    expect = {"act": "counter"} | expect
    return labelled(Written("one", text, open_order(order, TODAY), expect))


def line(code: str, **terms: Any) -> Mapping[str, Any]:
    return {"code": code} | terms


@pytest.mark.parametrize(
    ("text", "order", "expected", "role", "measure"),
    [
        ("12.2一个", "single", line("CUP-500-WH", price=1220), "price", "unit"),
        ("RMB 288 per carton", "single", line("CUP-500-WH", price=1200), "price", "pack"),
        ("144 a dozen", "single", line("CUP-500-WH", price=1200), "price", "dozen"),
        ("1200 per hundred", "single", line("CUP-500-WH", price=1200), "price", "hundred"),
        ("龙井132.5一斤", "tea", line("TEA-LJ", price=26500), "price", "half"),
        ("only 8 ctns", "single", line("CUP-500-WH", quantity=192), "quantity", "pack"),
        ("120斤龙井", "tea", line("TEA-LJ", quantity=60), "quantity", "half"),
        ("MOQ 40 dozen", "single", line("CUP-500-WH", minimum=480), "minimum", "dozen"),
        ("MOQ 480", "single", line("CUP-500-WH", minimum=480), "minimum", "unit"),
    ],
)
def test_a_figure_is_what_it_says_after_a_conversion(
    text: str, order: str, expected: Mapping[str, Any], role: str, measure: str
) -> None:
    assert label(text, order, lines=[expected]).figures[0] == FigureLabel(
        role, frozenset({0}), measure
    )


def test_a_figure_that_the_gold_does_not_name_is_none() -> None:
    made = label("12.2一个, 24 in a box", lines=[line("CUP-500-WH", price=1220)])
    assert made.figures[-1] == FigureLabel()


def test_one_figure_may_be_the_price_of_several_items() -> None:
    towels = [line("TWL-BL", price=880), line("TWL-GY", price=880)]
    made = label("blue and grey both 8.80", "three", lines=towels)
    assert made.figures == (FigureLabel("price", frozenset({0, 1})),)


def test_figures_alike_go_each_with_the_item_before_it() -> None:
    towels = [line("TWL-BL", price=880), line("TWL-GY", price=880)]
    made = label("Blue towel 8.80, grey towel 8.80", "three", lines=towels)
    assert [one.items for one in made.figures] == [{0}, {1}]


def test_figures_alike_go_with_the_item_after_them_where_none_is_before() -> None:
    towels = [line("TWL-BL", price=880), line("TWL-GY", price=880)]
    made = label("8.80 for the blue towel; grey towel 8.80", "three", lines=towels)
    assert [one.items for one in made.figures] == [{0}, {1}]


def test_a_figure_said_twice_of_one_item_keeps_that_item() -> None:
    made = label("12.2, yes 12.2", lines=[line("CUP-500-WH", price=1220)])
    assert [one.items for one in made.figures] == [{0}, {0}]


def test_a_price_and_a_minimum_of_like_digits_are_told_apart() -> None:
    made = label("MOQ 480, price 11.50", lines=[line("CUP-500-WH", price=1150, minimum=480)])
    assert [one.role for one in made.figures] == ["minimum", "price"]


@pytest.mark.parametrize(
    ("text", "expect", "role"),
    [
        ("5% off", {"discount": "5"}, "off"),
        ("95折", {"discount": "5"}, "tenths"),
        ("9折", {"discount": "10"}, "tenths"),
        ("涨3%", {"discount": "-3"}, "rise"),
        ("least order 3000", {"minimum_total": 300000}, "minimum_total"),
    ],
)
def test_terms_of_the_whole_order_are_about_no_item(
    text: str, expect: Mapping[str, Any], role: str
) -> None:
    assert label(text, **expect).figures == (FigureLabel(role),)


def test_days_are_those_of_the_goods_or_of_the_absent_person() -> None:
    goods = label("ship on 10 December, not 8 December", act="accept", date=date(2026, 12, 10))
    assert goods.days == ((True, False), (False, False))
    away = label("away until 5 December", act="out_of_office", back_on=date(2026, 12, 5))
    assert away.days == ((False, True),)


def test_items_that_are_refused_are_left_out() -> None:
    made = label("Towels fine, no mats", "three", lines=[line("BTH-MAT", refused=True)])
    assert made.left_out == {2} and made.figures == ()


def test_a_counter_offer_is_an_agreement_with_other_terms() -> None:
    assert label("12.2", lines=[line("CUP-500-WH", price=1220)]).act == "accept"
    assert label("no", act="refuse").act == "refuse"


@pytest.mark.parametrize("expect", [{"unsure": True}, {"act": "unsure"}])
def test_a_text_for_staff_is_unsure(expect: Mapping[str, Any]) -> None:
    made = label("12.2 maybe", **expect)
    assert made.unsure and made.act == "unsure"


def test_every_label_of_a_group_is_one_that_the_model_knows() -> None:
    for written in written_answers(FOLDER / "first"):
        made = labelled(written)
        assert made.act in ACTS and len(made.figures) == len(made.marked.figures)
        assert len(made.days) == len(made.marked.days)
        for figure in made.figures:
            assert figure.role in ROLES and figure.measure in MEASURES
            assert all(item < made.marked.items for item in figure.items)
