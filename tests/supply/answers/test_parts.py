"""Numbers, days and amounts as suppliers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.rules.supplier_answers.dates import find_days
from bot.rules.supplier_answers.folding import fold
from bot.rules.supplier_answers.money import find_prices
from bot.rules.supplier_answers.numbers import value
from bot.rules.supplier_answers.percents import find_percents
from bot.rules.supplier_answers.quoting import own_words
from bot.rules.supplier_answers.units import Measure

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一千二", 1200),
        ("两百五", 250),
        ("一百零五", 105),
        ("一万二", 12000),
        ("十二", 12),
        ("1.2万", 12000),
        ("12k", 12000),
        ("1,200", 1200),
        ("two hundred and forty", 240),
        ("a hundred", 100),
        ("twenty-four", 24),
    ],
)
def test_numbers(text: str, number: int) -> None:
    assert value(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15号", date(2026, 12, 15)),
        ("28号", date(2026, 11, 28)),
        ("下周三", date(2026, 12, 2)),
        ("周三", date(2026, 12, 2)),
        ("下下周一", date(2026, 12, 7)),
        ("十二月八号", date(2026, 12, 8)),
        ("1月5号", date(2027, 1, 5)),
        ("两周内", date(2026, 12, 11)),
        ("within 10 days", date(2026, 12, 7)),
        ("5 working days", date(2026, 12, 4)),
        ("8th of December", date(2026, 12, 8)),
        ("Dec. 8, 2026", date(2026, 12, 8)),
        ("9-Dec-26", date(2026, 12, 9)),
        ("2026-12-08", date(2026, 12, 8)),
        ("Sat 12/5", date(2026, 12, 5)),
        ("13/12", date(2026, 12, 13)),
        ("tomorrow", date(2026, 11, 28)),
    ],
)
def test_days(text: str, day: date) -> None:
    (found,) = find_days(fold(text), FRIDAY)
    assert (found.day, found.doubt) == (day, "")


@pytest.mark.parametrize(
    "text",
    [
        "12/5",
        "月底",
        "before CNY",
        "end of next week",
        "10-12 days",
        "2月30日",
        "5 days after deposit",
    ],
)
def test_days_that_nobody_can_be_sure_of(text: str) -> None:
    assert any(found.doubt for found in find_days(fold(text), FRIDAY))


@pytest.mark.parametrize(
    ("text", "amount", "per"),
    [
        ("11块8", "11.8", None),
        ("十二块五", "12.5", None),
        ("8毛", "0.8", None),
        ("11块9毛5", "11.95", None),
        ("¥11.80/个", "11.80", Measure.PIECE),
        ("RMB11.50/pc", "11.50", Measure.PIECE),
        ("283元一箱", "283", Measure.PACK),
        ("每打144元", "144", Measure.DOZEN),
        ("USD 1.40 per dozen", "1.40", Measure.DOZEN),
        ("135 cents each", "1.35", Measure.PIECE),
    ],
)
def test_amounts_of_money(text: str, amount: str, per: Measure | None) -> None:
    (found,) = find_prices(fold(text))
    assert (found.amount, found.per) == (Decimal(amount), per)


@pytest.mark.parametrize(
    ("text", "off"),
    [("5% off", 5), ("九五折", 5), ("9折", 10), ("9.5折", 5), ("让3个点", 3), ("price up 5%", -5)],
)
def test_percentages(text: str, off: int) -> None:
    (found,) = find_percents(fold(text))
    assert (found.off, found.doubt) == (Decimal(off), "")


@pytest.mark.parametrize(
    "tail",
    [
        "-----Original Message-----\nFrom: us\n\nplease accept 11.80",
        "发件人：小二\n发送时间：2026年11月27日\n\n单价11.80",
        "On Fri, 27 Nov 2026 at 09:10, Shop <a@b.example> wrote:\n> 11.80",
        "在 2026年11月27日，小二写道：\n> 11.80",
        "From: us\nSent: Friday\nTo: you\n\n11.80",
        "Best regards,\nLi Wei\nTel: +86 579 1234 5678",
        "祝商祺\n王经理\n手机：13800138000",
    ],
)
def test_only_their_own_words_are_kept(tail: str) -> None:
    text = f"12.20 please\n\n{tail}"
    body = own_words(text)
    assert body.text.strip() == "12.20 please"
    assert len(body.text) == len(text)
