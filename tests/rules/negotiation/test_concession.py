"""Our offers: monotone, inside every limit, and at an end in time."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.negotiation.concession import elapsed, goal
from bot.rules.negotiation.limits import Guardrails, ItemLimits, highest_price, opening_price
from bot.rules.negotiation.moves import MoveKind
from bot.rules.negotiation.next_move import next_move
from bot.rules.negotiation.reservation import Stake, reserve
from bot.rules.negotiation.terms import (
    Course,
    Line,
    NamedLine,
    Sent,
    SupplierKind,
    SupplierMove,
    Terms,
    Topic,
)
from tests.negotiation.courses import draw
from tests.rules.negotiation.desk import NEEDED, TODAY, counter, days, opened, position


def test_the_gain_of_terms_counts_money_and_days() -> None:
    hidden = reserve([Stake("A", 100, 1_000, 3.0, 800)], NEEDED, lost_margin_a_day_minor=1_500)
    terms = Terms((Line("A", 100, 900),), NEEDED + timedelta(days=2), "CNY")
    assert hidden.gain(terms) == 100 * 100 - 2 * 1_500
    assert hidden.last_day == NEEDED + timedelta(days=13)
    assert hidden.secret_prices == {1_000, 100_000}


def test_an_extra_piece_is_worth_what_we_hope_to_pay_less_its_time_in_stock() -> None:
    hidden = reserve([Stake("A", 100, 1_000, 2.0, 800)], NEEDED, lost_margin_a_day_minor=0)
    wanted = hidden.gain(Terms((Line("A", 100, 700),), NEEDED, "CNY"))
    more = hidden.gain(Terms((Line("A", 140, 700),), NEEDED, "CNY"))
    lying = 800 * 0.25 / 365 * 40**2 / (2 * 2.0)
    assert more - wanted == 40 * 100 - math.ceil(lying)
    assert hidden.last_day is None


def test_staff_type_a_price_or_a_share_over_the_last_one() -> None:
    assert highest_price(1_000, over_last=0.1) == 1_100
    assert highest_price(1_000, over_last=0.1, most_minor=1_080) == 1_080
    assert highest_price(1_000) == 1_000
    assert opening_price([1_000, 1_100], 1_100) == 600


@pytest.mark.parametrize(
    ("smallest", "largest", "opening"), [(0, 150, 800), (80, 90, 800), (80, 150, 1_300)]
)
def test_limits_that_contradict_each_other_are_refused(
    smallest: int, largest: int, opening: int
) -> None:
    with pytest.raises(ValueError, match="A-1"):
        ItemLimits("A-1", 1_100, 1_200, opening, smallest, 100, largest)


def test_an_order_without_items_or_rounds_is_refused() -> None:
    limits = position().guardrails.items
    with pytest.raises(ValueError, match="once"):
        Guardrails((), "CNY", NEEDED)
    with pytest.raises(ValueError, match="Rounds"):
        Guardrails(limits, "CNY", NEEDED, most_rounds=0)


def test_the_goal_falls_from_the_opening_to_the_floor() -> None:
    at = position()
    first = opened(at).offers[0]
    goals = [goal(at, first, None, share / 10) for share in range(11)]
    assert goals == sorted(goals, reverse=True)
    assert (goals[0], goals[-1]) == (45_000, 5_000)


def test_a_slow_supplier_leaves_fewer_rounds() -> None:
    course = opened(position()).then(counter(1_300, days(10)))
    assert elapsed(course, 6, 28, days(10)) == 1.0
    course = opened(position()).then(counter(1_300, days(1)))
    assert elapsed(course, 6, 28, days(1)) == pytest.approx(1 / 5)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=150, deadline=None)
def test_whatever_they_answer_we_keep_to_our_limits_never_go_back_and_end(seed: int) -> None:
    rng = Random(seed)
    at, _, _ = draw(rng)
    rails, course = at.guardrails, Course(TODAY)
    today = date(2026, 11, 27)
    course = Course(today)
    for _ in range(rails.most_rounds + rails.most_questions + 1):
        move = next_move(at, course, today)
        while move.kind is MoveKind.WAIT:
            assert move.until is not None
            today = max(today + timedelta(days=1), move.until)
            move = next_move(at, course, today)
        if move.terms is not None:
            assert rails.breach(move.terms) is None
            assert at.reservation.allows(move.terms)
            assert move.terms.delivery > today
        if move.kind is MoveKind.COUNTER and course.offers and move.terms is not None:
            gain = at.reservation.gain
            assert gain(move.terms) <= gain(course.offers[-1])
        if move.kind not in {MoveKind.COUNTER, MoveKind.ASK}:
            break
        course = course.then(Sent(today, move.terms, move.restated, move.final, move.topic))
        today += timedelta(days=rng.randint(0, 4))
        course = course.then(_any_answer(rng, course, today))
    else:
        pytest.fail("the course does not end")
    assert len(course.offers) <= rails.most_rounds


def _any_answer(rng: Random, course: Course, on: date) -> SupplierMove:
    offer = course.offers[-1]
    lines = tuple(
        NamedLine(
            line.item,
            round(line.unit_price_minor * rng.uniform(0.7, 2)) if rng.random() < 0.9 else None,
            round(line.quantity * rng.uniform(0.8, 1.6)) if rng.random() < 0.6 else None,
        )
        for line in offer.lines
        if rng.random() < 0.9
    )
    kind = rng.choice([*SupplierKind, SupplierKind.COUNTER, SupplierKind.COUNTER])
    day = offer.delivery + timedelta(days=rng.randint(-9, 9)) if rng.random() < 0.6 else None
    return SupplierMove(
        kind,
        on,
        lines,
        day,
        rng.choice(["CNY", None]),
        topic=rng.choice(list(Topic)),
        back_on=on + timedelta(days=rng.randint(0, 6)),
    )
