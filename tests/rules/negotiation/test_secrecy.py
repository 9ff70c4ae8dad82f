"""The last lock: a text that tells the reservation value is not sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.reservation import Reservation, Stake
from bot.rules.negotiation.secrecy import clear, tells_reservation
from bot.rules.negotiation.terms import Line, Terms
from bot.rules.negotiation.wording import text_facts

_STAKE = Stake("A-12", 100, 1_250, 3.0, 800)
HIDDEN = Reservation((_STAKE,), date(2026, 12, 1), 100, 10, 0.25, date(2026, 12, 5))


@pytest.mark.parametrize(
    "text",
    [
        "12.50", "12.5", "¥12.50", "￥12.5", "12.50元", "12.5 元", "1250分", "12块5", "12块50",
        "12元5角", "12,50", "CNY 12.50", "CNY12.50", "１２．５０", "十二块五", "十二元五角",
        "十二点五元", "单价12.50,不能再高", "between 12.49 and 12.50", "11-12.50",
        "$12.50 each", "12.500", "1250 fen", "12.50.", "1,250.00", "1250元", "1.25k", "0.125万",
        "at 12.49,12.50 or so",
    ],
)  # fmt: skip
def test_the_hidden_price_is_found_in_any_common_form(text: str) -> None:
    assert tells_reservation(text, HIDDEN)


@pytest.mark.parametrize(
    "text",
    [
        "12月5日", "12月05日", "12 月 5 号", "2026年12月5日", "十二月五日", "2026-12-05",
        "2026/12/5", "20261205", "5 December", "5th of December 2026", "December 5", "Dec 5",
        "Dec. 5th", "5 Dec", "05-Dec", "12/5", "5.12.2026", "by the 5th", "5号前", "12-05",
        "于5 december",
    ],
)  # fmt: skip
def test_the_hidden_day_is_found_in_any_common_form(text: str) -> None:
    assert tells_reservation(text, HIDDEN)


@pytest.mark.parametrize(
    "text",
    [
        "112.50", "12.51", "¥12.05", "1250 pieces", "1250件", "12 pieces at 5.00", "12月15日",
        "15 December 2026", "25 Dec", "11月5日", "5 November", "2026-11-05", "5 December 2027",
        "2027年12月5日", "5个", "13块5", "12.49元", "十二月", "Dec 2026", "12 days", "二十五日",
        "12月25号", "1,150.00",
    ],
)  # fmt: skip
def test_other_figures_tell_nothing(text: str) -> None:
    assert not tells_reservation(text, HIDDEN)


def test_a_name_with_the_figure_in_it_is_no_tell_but_a_bare_figure_is_read_all_the_same() -> None:
    hidden = replace(HIDDEN, stakes=(replace(_STAKE, elsewhere_minor=1_200),))
    assert tells_reservation("Cable 12: 3 pieces", hidden)
    assert not tells_reservation("Cable 12: 3 pieces", hidden, ["Cable 12"])
    assert tells_reservation("12.00 each", hidden, ["12.00"])


@given(
    hidden=st.integers(1, 200_000),
    price=st.integers(2, 200_000),
    quantity=st.integers(1, 5_000),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    apart=st.integers(-40, 40),
    same=st.booleans(),
    language=st.sampled_from(["zh", "en"]),
    currency=st.sampled_from(["CNY", "USD", "EUR", "SEK"]),
)
def test_terms_that_were_kept_clear_always_pass(
    hidden: int, price: int, quantity: int, day: date, apart: int, same: bool,
    language: str, currency: str,
) -> None:  # fmt: skip
    last = day + timedelta(days=apart)
    reservation = replace(
        HIDDEN, stakes=(replace(_STAKE, wanted=quantity, elsewhere_minor=hidden),), last_day=last
    )
    line = Line("A-12", quantity, hidden if same else price)
    terms = clear(Terms((line,), last if same else day, currency), reservation)
    facts = text_facts(Move(MoveKind.COUNTER, Cause.CONCESSION, terms), language)
    text = f"{facts['lines']} {facts['delivery']} {facts['currency']}"
    assert terms.lines[0].unit_price_minor < 1 or not tells_reservation(text, reservation, ["A-12"])
