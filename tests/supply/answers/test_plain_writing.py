"""What is dictated, misspelled, Cantonese or corrected is read as what was meant."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.answers.corpus import open_order
from bot.rules.supplier_answers import Act, SupplierAnswer, read_answer
from bot.rules.supplier_answers.folding import fold
from bot.rules.supplier_answers.plainly import written_plainly

TODAY = date(2026, 11, 27)


def read(text: str, order: str = "single") -> SupplierAnswer:
    return read_answer(text, open_order(order, TODAY))


def plain(text: str, order: str = "single") -> str:
    return " ".join(written_plainly(fold(text), open_order(order, TODAY)).text.split())


@pytest.mark.parametrize(
    ("text", "order", "meant"),
    [
        ("冇問題，12蚊2", "single", "没有问题，12块2"),
        ("地墊得返6箱", "three", "地垫只剩6箱"),
        ("关系很好", "single", "关系很好"),
        ("um twelve ten", "single", "12.10"),
        ("two sixty", "tea", "260"),
        ("chargr 9.65", "usd", "charger 9.65"),
        ("caps 12.5", "single", "caps 12.5"),
        ("9.50 no sorry 9.60", "usd", "9.60"),
        ("11.80, sorry, 12.10", "single", "11.80, sorry, 12.10"),
    ],
)
def test_a_text_is_written_plainly(text: str, order: str, meant: str) -> None:
    assert plain(text, order) == meant


def test_a_value_keeps_its_place_in_the_text_as_it_came() -> None:
    text = "um okay so eleven ninety each"
    price = read(text).lines[0].unit_price_minor
    assert price is not None and price.value == 1190
    assert text[slice(*price.span)].startswith("eleven ninety")


def test_a_pot_is_no_misspelled_cup() -> None:
    assert not read("保温壶 12.5一个").sure


def test_an_item_named_for_nothing_is_a_doubt() -> None:
    assert not read("毛巾可以，地垫嘛哈", "three").sure


def test_an_item_that_is_not_to_be_had_is_left_out() -> None:
    answer = read("Towels fine, no mats.", "three")
    assert answer.sure and answer.act is Act.COUNTER
    assert [line.code for line in answer.lines if line.refused] == ["BTH-MAT"]


def test_answers_between_quoted_lines_belong_to_their_items() -> None:
    answer = read("> UC100 at 1.35\nfine\n> PD65 at 9.40\nwe need 9.75", "usd")
    prices = {one.code: one.unit_price_minor for one in answer.lines}
    assert answer.sure and prices["CHG-65W"] and prices["CHG-65W"].value == 975


def test_two_prices_of_which_one_is_ours_are_not_settled_by_that() -> None:
    assert not read("11.80 without tax, 12.80 with tax").sure


def test_what_steel_costs_is_no_rise_of_the_price() -> None:
    answer = read("因钢材涨了6%，单价12.4")
    assert answer.discount is None and answer.sure


def test_a_number_in_words_that_nothing_read_is_a_doubt() -> None:
    assert not read("OK, seven is what I think of.").sure
