"""A supplier's answer as a move: what was said, and nothing that was not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.rules.negotiation.terms import NamedLine, SupplierKind
from bot.rules.supplier_answers import (
    Act,
    Asked,
    AskedLine,
    Field,
    LineAnswer,
    SupplierAnswer,
    read_answer,
)
from bot.supply.answer_moves import heard, is_plain_yes, less, plain

TODAY, NEED = date(2026, 11, 23), date(2026, 12, 5)
CUP = AskedLine("CUP", "J-77", ("杯",), 80, 20, 3000, last_price_minor=5000)
TEA = AskedLine("TEA", "J-78", ("茶",), 40, 20, 2000, last_price_minor=2500)
ASKED = Asked("PO2611230001", TODAY, "CNY", (CUP, TEA), NEED)
PRICES = {"CUP": 5000, "TEA": 2500}
YES = SupplierAnswer(Act.ACCEPT, confidence=1.0)
OTHER = SupplierAnswer(Act.COUNTER, confidence=1.0)


def sure(value: int) -> Field[int]:
    return Field(value, 1.0, (0, 1))


def test_what_is_not_said_of_an_item_stays_open() -> None:
    line = LineAnswer("CUP", unit_price_minor=sure(4800))
    move = heard(replace(OTHER, lines=(line,)), ASKED, TODAY, PRICES)
    assert (move.kind, move.lines) == (SupplierKind.COUNTER, (NamedLine("CUP", 4800),))
    assert (move.delivery, move.currency) == (None, "CNY")


def test_a_minimum_above_what_we_asked_for_is_a_quantity_and_one_below_is_none() -> None:
    above = LineAnswer("CUP", sure(4800), minimum=sure(100))
    below = LineAnswer("TEA", sure(2400), minimum=sure(40))
    move = heard(replace(OTHER, lines=(above, below)), ASKED, TODAY, PRICES)
    assert move.lines == (NamedLine("CUP", 4800, 100), NamedLine("TEA", 2400))


def test_a_discount_is_off_what_they_named_last_for_every_item() -> None:
    answer = replace(OTHER, discount=Field(Decimal(10), 1.0, (0, 1)))
    move = heard(answer, ASKED, TODAY, {"CUP": 5500, "TEA": 2500})
    assert move.lines == (NamedLine("CUP", 4950), NamedLine("TEA", 2250))
    assert (less(1220, Decimal(-10)), less(5, Decimal(10))) == (1342, 5)


def test_an_item_left_out_is_none_of_it() -> None:
    move = heard(replace(OTHER, lines=(LineAnswer("TEA", refused=True),)), ASKED, TODAY, PRICES)
    assert move.lines == (NamedLine("TEA", quantity=0),)


@pytest.mark.parametrize(
    "answer",
    [
        replace(YES, confidence=0.5),
        SupplierAnswer(Act.UNSURE, confidence=1.0),
        replace(OTHER, minimum_total=sure(1_000_000)),
    ],
)
def test_what_is_not_sure_or_wants_a_larger_order_is_no_move_to_act_on(
    answer: SupplierAnswer,
) -> None:
    assert heard(answer, ASKED, TODAY, PRICES).kind is SupplierKind.UNSURE


def test_a_plain_yes_changes_nothing_of_the_order() -> None:
    assert is_plain_yes(YES, ASKED)
    assert is_plain_yes(replace(YES, lines=(LineAnswer("CUP", sure(3000), sure(80)),)), ASKED)
    for line in (
        LineAnswer("CUP", sure(3001)),
        LineAnswer("CUP", quantity=sure(79)),
        LineAnswer("CUP", minimum=sure(81)),
        LineAnswer("CUP", refused=True),
    ):
        assert not is_plain_yes(replace(YES, lines=(line,)), ASKED)
    assert not is_plain_yes(OTHER, ASKED)
    assert not is_plain_yes(replace(YES, confidence=0.7), ASKED)


def test_an_answer_is_kept_as_plain_json() -> None:
    answer = replace(
        OTHER,
        lines=(LineAnswer("CUP", sure(4800)),),
        date=Field(NEED, 0.9, (3, 5)),
        discount=Field(Decimal("2.5"), 1.0, (0, 1)),
    )
    kept = json.loads(json.dumps(plain(answer)))
    assert (kept["act"], kept["date"]["value"]) == ("counter", "2026-12-05")
    assert kept["discount"]["value"] == "2.5"
    assert kept["lines"][0]["unit_price_minor"] == {
        "value": 4800,
        "confidence": 1.0,
        "span": [0, 1],
    }


def test_a_supplier_without_codes_of_its_own_is_read_as_well() -> None:
    cup, tea = replace(CUP, supplier_code=""), replace(TEA, supplier_code="")
    answer = read_answer("CUP 31元，TEA 21元，12月2日到货", replace(ASKED, lines=(cup, tea)))
    assert answer.sure
    prices = [
        (one.code, one.unit_price_minor.value) for one in answer.lines if one.unit_price_minor
    ]
    assert prices == [("CUP", 3100), ("TEA", 2100)]
