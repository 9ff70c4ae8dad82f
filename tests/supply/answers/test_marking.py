"""Figures, days and items of a text are marked, and labelled by what a buyer noted of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.commands.answers.corpus import FOLDER, Written, open_order, written_answers
from bot.commands.answers.labels import labelled
from bot.rules.supplier_answers.marking import marked
from bot.rules.supplier_answers.said_figures import said_figures
from models.answer_labels import FigureLabel
from models.answer_marks import FIGURE_SIGNS, PAIR_SIGNS

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12块2毛5", ["12.25"]),
        ("十一元九角五分", ["11.95"]),
        ("12块半", ["12.5"]),
        ("九块六一个", ["9.6", "1"]),
        ("rmb268/kg", ["268"]),
        ("12,30 each, 1.200,5 in all", ["12.3", "1200.5"]),
        ("1,200 pcs and two hundred and forty", ["1200", "240"]),
        ("two and a half percent", ["2.5"]),
        ("一千二", ["1200"]),
    ],
)
def test_figures_have_their_values(text: str, values: list[str]) -> None:
    assert [number for _, number in said_figures(text)] == [Decimal(one) for one in values]


def test_marks_lead_back_to_the_text_as_it_came() -> None:
    text = "Hello,\n\n\n   ＯＫ　12.20 each, arriving 8 December.\n> 240 at 11.80"
    made = marked(text, open_order("single", TODAY))
    start, end = made.plain.back(made.text.figures[0].span)
    assert text[start:end] == "12.20" and made.values == (Decimal("12.20"),)
    assert made.days == (date(2026, 12, 8),)


def test_a_figure_shows_what_stands_beside_it_and_which_item_it_fits() -> None:
    made = marked("blue towel 8.80 per piece", open_order("three", TODAY))
    (figure,) = made.text.figures
    signs = {FIGURE_SIGNS[place] for place in figure.signs}
    assert {"near_price", "fraction", "per", "piece", "last_price"} <= signs
    named = PAIR_SIGNS.index("named_before")
    assert [pair[named] for pair in figure.pairs] == [1.0, 0.0, 0.0]


def _labelled(text: str, order: str, **expect: Any) -> tuple[FigureLabel, ...]:
    return labelled(Written("one", text, open_order(order, TODAY), expect)).figures


def test_a_price_a_carton_is_labelled_with_its_measure() -> None:
    (label,) = _labelled(
        "292.8 per carton", "single", act="counter", lines=[{"code": "CUP-500-WH", "price": 1220}]
    )
    assert label == FigureLabel("price", frozenset({0}), "pack")


def test_half_a_kilogram_is_a_measure_of_tea_alone() -> None:
    (label,) = _labelled(
        "一斤140块", "tea", act="counter", lines=[{"code": "TEA-LJ", "price": 28000}]
    )[-1:]
    assert label == FigureLabel("price", frozenset({0}), "half")


def test_figures_alike_go_with_the_items_named_before_them() -> None:
    lines = [{"code": "TWL-BL", "price": 900}, {"code": "TWL-GY", "price": 900}]
    labels = _labelled("blue 9.00, grey 9.00", "three", act="counter", lines=lines)
    assert [label.items for label in labels] == [frozenset({0}), frozenset({1})]
    (shared,) = _labelled("towels 9.00", "three", act="counter", lines=lines)
    assert shared.items == {0, 1}


def test_a_tenth_and_a_rise_have_roles_of_their_own() -> None:
    assert _labelled("打95折", "single", act="counter", discount="5")[0].role == "tenths"
    assert _labelled("up 4%", "single", act="counter", discount="-4")[0].role == "rise"


def test_nothing_but_what_it_is_is_told_of_an_unsure_text() -> None:
    made = labelled(Written("one", "12.5 or so?", open_order("single", TODAY), {"unsure": True}))
    assert made.unsure and made.act == "unsure" and made.figures == (FigureLabel(),)


def test_nearly_every_term_of_the_corpus_finds_its_figure() -> None:
    found = wanted = 0
    for written in written_answers(FOLDER / "third"):
        terms = {
            (role, line["code"])
            for line in written.expect.get("lines", [])
            for role in ("price", "quantity", "minimum")
            if role in line
        }
        places = {line.code: place for place, line in enumerate(written.asked.lines)}
        made = {(one.role, item) for one in labelled(written).figures for item in one.items}
        wanted += len(terms)
        found += sum((role, places[code]) in made for role, code in terms)
    assert found >= 0.95 * wanted
