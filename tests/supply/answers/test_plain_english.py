"""What the rules read of English sayings, forms and asides."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.answers.corpus import open_order
from bot.rules.supplier_answers import Act, SupplierAnswer, read_answer
from bot.rules.supplier_answers.marking import marked

TODAY = date(2026, 11, 27)
#: What a line says: price, quantity, minimum in minor units and pieces, and whether it is left out.
Said = dict[str, int | str]


def read(order: str, text: str) -> SupplierAnswer:
    return read_answer(text, open_order(order, TODAY))


def said(answer: SupplierAnswer) -> dict[str, Said]:
    found = {}
    for line in answer.lines:
        values = {
            "price": line.unit_price_minor,
            "quantity": line.quantity,
            "minimum": line.minimum,
        }
        mine: Said = {name: one.value for name, one in values.items() if one is not None}
        found[line.code] = mine | ({"refused": "yes"} if line.refused else {})
    return found


@pytest.mark.parametrize(
    ("order", "text", "expected"),
    [
        ("single", "Don't panic, 200 cups are yours.", {"CUP-500-WH": {"quantity": 200}}),
        ("single", "12.40 and not a penny less", {"CUP-500-WH": {"price": 1240}}),
        ("single", "40 staff and 3 kilns here. 12.10 each.", {"CUP-500-WH": {"price": 1210}}),
        ("single", "Last year you paid 12.50, now it is 12.05.", {"CUP-500-WH": {"price": 1205}}),
        ("single", "our rivals sell at 11.20, ours is 12.00", {"CUP-500-WH": {"price": 1200}}),
        ("usd", "a buck fifty for the cable please", {"CBL-C-1M": {"price": 150}}),
        ("usd", "cables 1.40, chargers 9.50 from January. Chargers 9.40 now.", None),
        (
            "three",
            "blue 8.80, grey the same price",
            {"TWL-BL": {"price": 880}, "TWL-GY": {"price": 880}},
        ),
        (
            "usd",
            "900 pcs cable total 1,260 usd",
            {"CBL-C-1M": {"quantity": 900, "price": 140}},
        ),
        ("usd", "200 pcs charger total 1900 usd", {"CHG-65W": {"quantity": 200, "price": 950}}),
        ("usd", "charger +0.30", {"CHG-65W": {"price": 970}}),
        ("single", "15 fen more than you offered", {"CUP-500-WH": {"price": 1195}}),
        (
            "single",
            "11.60 if you double the order",
            {"CUP-500-WH": {"price": 1160, "minimum": 480}},
        ),
        ("tea", "three quarters of the tea, boxes fine", {"TEA-LJ": {"quantity": 45}}),
        (
            "tea",
            "dragon well 265, boxes 46",
            {"TEA-LJ": {"price": 26500}, "TEA-GIFT": {"price": 4600}},
        ),
        ("usd", "cables 700/1000", {"CBL-C-1M": {"quantity": 700}}),
        ("tea", "six 5 kg cartons of tea", {"TEA-LJ": {"quantity": 30}}),
        ("single", "240 minus 10 broken ones, so 230", {"CUP-500-WH": {"quantity": 230}}),
        ("single", "smallest run is 360", {"CUP-500-WH": {"minimum": 360}}),
        (
            "usd",
            "Minimums now: 1,200 cables and 220 chargers",
            {"CBL-C-1M": {"minimum": 1200}, "CHG-65W": {"minimum": 220}},
        ),
        (
            "single",
            "the least we send is 15 cartons = 360 cups",
            {"CUP-500-WH": {"minimum": 360}},
        ),
        ("usd", "take the chargers off the order, cables ok", {"CHG-65W": {"refused": "yes"}}),
        ("three", "everything bar the mats", {"BTH-MAT": {"refused": "yes"}}),
        ("tea", "58 kilos of tea... hold on, another bag here. 59.", {"TEA-LJ": {"quantity": 59}}),
        ("tea", "Gift box carton of 20 we charge 940 now.", {"TEA-GIFT": {"price": 4700}}),
        ("single", "two cartons = 576, last price", {"CUP-500-WH": {"price": 1200}}),
        ("single", "one dozen = 147 yuan", {"CUP-500-WH": {"price": 1225}}),
        ("tea", "Longjing 133 for one jin (500 g).", {"TEA-LJ": {"price": 26600}}),
        (
            "single",
            "11.95, but you must take 480.",
            {"CUP-500-WH": {"price": 1195, "minimum": 480}},
        ),
        ("usd", "the cables yes, the chargers no", {"CHG-65W": {"refused": "yes"}}),
        ("three", "1) OK\n2) NOT OK - no stock\n3) OK", {"TWL-GY": {"refused": "yes"}}),
        ("three", "towel blue must be 8.70", {"TWL-BL": {"price": 870}}),
        (
            "usd",
            "UC100 1000 1.39 1390.00\nPD65 200 9.40 1880.00\nTotal 3270.00",
            {
                "CBL-C-1M": {"quantity": 1000, "price": 139},
                "CHG-65W": {"quantity": 200, "price": 940},
            },
        ),
        (
            "usd",
            "UC100 1 000 pcs at 1,38 USD. PD65 only with 9,90 USD, 200 pcs",
            {
                "CBL-C-1M": {"quantity": 1000, "price": 138},
                "CHG-65W": {"quantity": 200, "price": 990},
            },
        ),
        ("single", "13.20 sorry typo 12.30", {"CUP-500-WH": {"price": 1230}}),
    ],
)
def test_terms_are_read_in_english_as_it_is_written(
    order: str, text: str, expected: dict[str, Said] | None
) -> None:
    answer = read(order, text)
    if expected is None:
        assert not answer.sure or said(answer)["CHG-65W"]["price"] == 940
    else:
        assert said(answer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("happy with it, yours a fortnight today", date(2026, 12, 11)),
        ("all fine, sent on december the ninth", date(2026, 12, 9)),
        ("agreed, arrives 14.12.", date(2026, 12, 14)),
        ("fine, with you two weeks on Tuesday", date(2026, 12, 15)),
        ("Confirmed. Please tell us by Monday. We ship on the 10th.", date(2026, 12, 10)),
        ("agreed, out the door 4 December because we close on the 8th", date(2026, 12, 4)),
        ("I said the 9th but that was wrong, make it the 11th. Agreed.", date(2026, 12, 11)),
    ],
)
def test_the_day_of_the_goods_is_told_from_others(text: str, expected: date) -> None:
    day = read("single", text).date
    assert day is not None and day.value == expected


@pytest.mark.parametrize(
    ("text", "off"),
    [("-4% on everything", 4), ("plus 3% on all of it", -3), ("6% off. No, wait, it's 5%.", 5)],
)
def test_a_sign_or_a_correction_says_what_a_percentage_does(text: str, off: int) -> None:
    discount = read("three", text).discount
    assert discount is not None and discount.value == off


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("orders start at 28k yuan", 2800000),
        ("nothing leaves here below 26,000 yuan, prices ok", 2600000),
        ("Your order comes to 24,600 and our floor is 27,000.", 2700000),
    ],
)
def test_the_least_order_value_is_read(text: str, floor: int) -> None:
    total = read("tea", text).minimum_total
    assert total is not None and total.value == floor


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("go on then", Act.ACCEPT),
        ("Order accepted [x]\nOrder declined [ ]", Act.ACCEPT),
        ("it's a no from us", Act.REFUSE),
        ("Neither of them, we sold the mill.", Act.REFUSE),
        ("we have to pass on a 2.5% increase", Act.COUNTER),
        ("new list is 5% up but the old prices still hold for you, all confirmed", Act.ACCEPT),
        ("No one in the office before 7 December, automatic message", Act.OUT_OF_OFFICE),
    ],
)
def test_the_act_is_read_in_sayings(text: str, act: Act) -> None:
    assert read("tea", text).act is act


@pytest.mark.parametrize("text", ["can't rn, in a meeting", "1.33 and 9.30 we can do", "100 kilos"])
def test_what_is_open_stays_a_doubt(text: str) -> None:
    assert not read("usd", text).sure


def test_the_learned_reading_sees_the_words_as_they_came() -> None:
    text = "Don't worry, 45 staff here, with you a fortnight today"
    plain = marked(text, open_order("single", TODAY)).plain.text
    assert "don't worry, 45 staff here" in plain and "fortnight today" in plain


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Mrs Rossi is absent until next week. She returns 7 December.", date(2026, 12, 7)),
        ("I am on business trip, I come back 8 December.", date(2026, 12, 8)),
        ("We are in the Frankfurt fair. We answer mails again from 9 December.", date(2026, 12, 9)),
        ("Mr Tan is sick leave. He come back on 10 Dec, wait him please.", date(2026, 12, 10)),
    ],
)
def test_an_absence_is_told_in_other_words_too(text: str, back: date) -> None:
    answer = read("single", text)
    assert (answer.act, answer.back_on) == (Act.OUT_OF_OFFICE, back)
