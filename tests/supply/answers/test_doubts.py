"""What is understood in part only, or hardly meant, is a doubt and never acted on."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.answers.corpus import open_order
from bot.rules.supplier_answers import Act, SupplierAnswer, read_answer

TODAY = date(2026, 11, 27)


def read(text: str, order: str = "single") -> SupplierAnswer:
    return read_answer(text, open_order(order, TODAY))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("11.80 is fine, plus whatever the courier charges us.", "single"),
        ("11.8可以，但这批没有盒子", "single"),
        ("ok, same price as the other cup", "single"),
        ("12.2 up to 200 pcs, 11.9 from 200 on", "single"),
        ("yes yes, same as we said on the phone", "single"),
        ("24 pcs 11.80", "single"),
        ("6.50 each is ok", "single"),
        ("Grey is out. OK?", "three"),
        ("All prices stay as in your PO.\nblue 9, grey 9, mats 24", "three"),
        ("I must ask my boss for the price, ok?", "single"),
        ("人在外地收账，你这单应该能做吧", "single"),
        ("包你不会亏，价钱慢慢谈", "single"),
        ("ok, any day from the 20th on", "single"),
        ("8 December", "single"),
    ],
)
def test_it_goes_to_staff(text: str, order: str) -> None:
    assert not read(text, order).sure


@pytest.mark.parametrize(
    ("text", "order", "act"),
    [
        (
            "My uncle retired, the dog is ill. 12.20 each, 240 pieces, on Dec 9th.",
            "single",
            "counter",
        ),
        ("Price how you wrote. Quantity no problem.", "single", "accept"),
        ("价格照你单子上的，货期要推迟，12月22号发货", "single", "counter"),
        ("Chargers gone, cables as you ordered.", "usd", "counter"),
        ("BW500 12,30 each, 240 pcs", "single", "counter"),
        ("We're not in a position to take this order, the loom is sold.", "single", "refuse"),
        ("你要白盒还是彩盒？定下来我才好核价", "single", "question"),
        ("下周四回义乌，家里有事，信号差", "single", "out_of_office"),
        ("1000 cables at 1.35 and 200 chargers at 9.40, confirmed", "usd", "accept"),
    ],
)
def test_what_is_clear_is_read_whatever_stands_beside_it(text: str, order: str, act: str) -> None:
    answer = read(text, order)
    assert (answer.act, answer.doubts) == (Act(act), ())


def test_a_line_of_dashes_is_no_signature() -> None:
    text = "240 pcs, 11.80\n----------\nDispatch date: 2026-12-20"
    day = read(text).date
    assert day is not None and day.value == date(2026, 12, 20)


def test_a_line_of_terms_is_no_disclaimer() -> None:
    answer = read("礼盒做不了，厂里环保停工了。\n龙井262一公斤", "tea")
    assert [(line.code, line.refused) for line in answer.lines] == [
        ("TEA-LJ", False),
        ("TEA-GIFT", True),
    ]


def test_columns_are_read_by_their_heads_and_units() -> None:
    table = "SKU\tUNIT\tQTY\tCNY/ctn\nMJ-301\tctn\t6\t430.00\nMJ-302\tctn\t4\t430.00"
    lines = read(table, "three").lines
    prices = [line.unit_price_minor.value for line in lines if line.unit_price_minor]
    goods = [line.quantity.value for line in lines if line.quantity]
    assert (prices, goods) == ([860, 860], [300, 200])
