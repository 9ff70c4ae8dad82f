"""What to do next in a negotiation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.negotiation.moves import Cause, Move, MoveKind
from bot.rules.negotiation.next_move import next_move
from bot.rules.negotiation.terms import Course, NamedLine, SupplierKind, SupplierMove, Topic
from bot.rules.negotiation.wording import text_facts, why
from tests.negotiation.hostility import hostile_answers
from tests.rules.negotiation.desk import (
    ITEM,
    NEEDED,
    TODAY,
    accept,
    counter,
    days,
    opened,
    position,
    price,
    sent,
)


def after(*answers: SupplierMove, rounds: int = 6, cap: int = 0) -> Move:
    """Our move after these answers, each to what we did before."""
    at = position(rounds=rounds, cap=cap)
    course = opened(at)
    for answer in answers[:-1]:
        course = course.then(answer)
        course = sent(course, next_move(at, course, answer.on), answer.on)
    return next_move(at, course.then(answers[-1]), answers[-1].on)


def test_the_first_offer_is_what_we_hope_for_on_the_day_of_the_need() -> None:
    at = position()
    terms = opened(at).offers[0]
    assert (price(terms), terms.lines[0].quantity, terms.delivery) == (800, 100, NEEDED)


def test_a_supplier_who_takes_our_offer_makes_a_deal_that_staff_sign() -> None:
    move = after(accept(days(1)))
    assert (move.kind, price(move.terms), move.to_sign) == (MoveKind.ACCEPT, 800, True)


def test_a_deal_under_the_cap_needs_no_signature_and_one_above_it_does() -> None:
    assert not after(accept(days(1)), cap=80_000).to_sign
    assert after(accept(days(1)), cap=79_999).to_sign


def test_a_dear_counter_offer_is_answered_with_a_little_more_money() -> None:
    move = after(counter(1_300, days(1)))
    assert move.kind is MoveKind.COUNTER
    assert 800 < price(move.terms) < 950


def test_a_counter_offer_that_is_no_worse_than_our_next_is_accepted() -> None:
    move = after(counter(820, days(1)))
    assert (move.kind, move.cause) == (MoveKind.ACCEPT, Cause.GOOD_ENOUGH)
    assert price(move.terms) == 820


def test_a_good_price_without_a_quantity_is_confirmed_and_not_accepted() -> None:
    move = after(counter(820, days(1), quantity=None, delivery=None))
    assert (move.kind, move.cause) == (MoveKind.COUNTER, Cause.CONFIRM)


def test_a_later_day_is_taken_up_for_a_lower_price() -> None:
    late = NEEDED + timedelta(days=1)
    move = after(counter(1_300, days(1), delivery=late))
    on_time = after(counter(1_300, days(1)))
    assert move.terms is not None
    assert move.terms.delivery == late
    assert 0 < price(on_time.terms) - price(move.terms) <= 15


def test_a_day_that_costs_us_dearly_is_asked_about() -> None:
    move = after(counter(1_300, days(1), delivery=NEEDED + timedelta(days=5)))
    assert (move.kind, move.topic) == (MoveKind.ASK, Topic.DELIVERY)


@pytest.mark.parametrize(("named", "pieces"), [(860, 150), (1_000, 100)])
def test_more_pieces_are_taken_up_where_they_bring_us_closer(named: int, pieces: int) -> None:
    """Far from a deal, money for pieces that would lie on the shelf is better spent on price."""
    move = after(counter(named, days(1), quantity=150))
    assert (move.kind, move.terms and move.terms.lines[0].quantity) == (MoveKind.COUNTER, pieces)


def test_more_pieces_than_staff_allow_are_answered_with_what_they_allow() -> None:
    move = after(counter(900, days(1), quantity=200))
    assert move.kind is MoveKind.COUNTER
    assert move.terms is not None
    assert move.terms.lines[0].quantity == 100


def test_the_last_round_is_said_to_be_the_last_and_nothing_is_offered_after_it() -> None:
    dear = [counter(1_400 - n, days(n)) for n in range(1, 7)]
    last = after(*dear[:5])
    assert last.final
    assert "final" in text_facts(last, "en")
    assert after(*dear).kind is MoveKind.CLOSE


def test_in_the_last_round_terms_within_the_limits_are_accepted() -> None:
    dear = [counter(1_400 - n, days(n)) for n in range(1, 5)]
    assert after(*dear, counter(1_190, days(5))).kind is MoveKind.ACCEPT


def test_who_came_down_and_stops_gets_the_last_offer() -> None:
    move = after(counter(1_400, days(1)), counter(1_300, days(2)), counter(1_300, days(3)))
    assert move.final


def test_terms_above_a_guardrail_are_never_accepted_however_late() -> None:
    dear = [counter(1_201, days(n)) for n in range(1, 7)]
    assert after(*dear).kind is MoveKind.CLOSE


def test_an_offer_at_our_hidden_price_is_answered_a_cent_below() -> None:
    at = position(highest=1_300, rounds=2)
    course = opened(at).then(counter(1_250, days(1)))
    move = next_move(at, course, days(1))
    assert (move.cause, price(move.terms)) == (Cause.BESIDE, 1_249)


def test_unsure_is_asked_about_thrice_and_then_left_to_staff() -> None:
    unsure = [SupplierMove(SupplierKind.UNSURE, days(n)) for n in range(1, 5)]
    assert [after(*unsure[:n]).kind for n in range(1, 5)] == [
        MoveKind.ASK,
        MoveKind.ASK,
        MoveKind.ASK,
        MoveKind.TO_STAFF,
    ]


@pytest.mark.parametrize("which", range(22))
def test_no_hostile_answer_becomes_a_deal(which: int) -> None:
    at = position(cap=10**9)
    course = opened(at)
    answer = hostile_answers(course.offers[-1], 1, days(1))[which]
    move = next_move(at, course.then(answer), days(1))
    asked_to_confirm = move.kind is MoveKind.COUNTER and move.cause is Cause.CONFIRM
    assert asked_to_confirm or move.kind in {MoveKind.ASK, MoveKind.TO_STAFF}


def test_a_yes_with_another_day_counts_as_their_offer() -> None:
    late = after(accept(days(1), delivery=NEEDED + timedelta(days=40)))
    assert late.kind is not MoveKind.ACCEPT
    soon = after(accept(days(1), delivery=NEEDED - timedelta(days=1)))
    assert soon.kind is MoveKind.ACCEPT
    assert soon.terms is not None
    assert soon.terms.delivery == NEEDED - timedelta(days=1)


def test_a_yes_to_an_earlier_offer_is_asked_about() -> None:
    move = after(counter(1_300, days(1)), accept(days(2), to_offer=1))
    assert (move.kind, move.topic) == (MoveKind.ASK, Topic.TERMS)


def test_a_yes_that_names_our_own_terms_is_a_deal() -> None:
    yes = accept(days(1), lines=(NamedLine(ITEM, 800, 100),), delivery=NEEDED, to_offer=1)
    assert after(yes).kind is MoveKind.ACCEPT


def test_terms_that_were_refused_are_offered_and_not_accepted() -> None:
    refused = SupplierMove(SupplierKind.REFUSE, days(2))
    again = SupplierMove(SupplierKind.REFUSE, days(3))
    move = after(counter(1_100, days(1)), refused, again)
    assert (move.kind, move.cause) == (MoveKind.COUNTER, Cause.REVIVE)


def test_who_only_refuses_is_asked_for_terms_and_then_left_alone() -> None:
    refusals = [SupplierMove(SupplierKind.REFUSE, days(n)) for n in range(1, 4)]
    kinds = [after(*refusals[:n]).kind for n in range(1, 4)]
    assert kinds == [MoveKind.ASK, MoveKind.ASK, MoveKind.CLOSE]


def test_our_offer_waits_for_someone_who_is_away_and_is_then_said_again() -> None:
    at = position()
    away = SupplierMove(SupplierKind.OUT_OF_OFFICE, days(1), back_on=days(5))
    course = opened(at).then(away)
    assert next_move(at, course, days(1)).until == days(5)
    again = next_move(at, course, days(5))
    assert (again.restated, price(again.terms)) == (True, 800)


def test_who_is_back_too_late_is_a_matter_for_staff() -> None:
    move = after(SupplierMove(SupplierKind.OUT_OF_OFFICE, days(1), back_on=days(40)))
    assert (move.kind, move.cause) == (MoveKind.TO_STAFF, Cause.AWAY_TOO_LONG)


def test_a_question_about_our_terms_gets_them_again_and_any_other_goes_to_staff() -> None:
    asked = after(SupplierMove(SupplierKind.QUESTION, days(1), topic=Topic.DELIVERY))
    assert (asked.kind, asked.restated) == (MoveKind.COUNTER, True)
    assert after(SupplierMove(SupplierKind.QUESTION, days(1))).kind is MoveKind.TO_STAFF


def test_silence_ends_the_course_when_its_days_are_over() -> None:
    at = position()
    course = opened(at)
    assert next_move(at, course, days(3)).kind is MoveKind.WAIT
    assert next_move(at, course, days(29)).kind is MoveKind.CLOSE


def test_silence_is_reminded_of_then_good_terms_are_offered_and_then_it_is_staff_s() -> None:
    at = position()
    course = opened(at).then(counter(1_100, days(1)))
    course = sent(course, next_move(at, course, days(1)), days(1))
    remind = next_move(at, course, days(5))
    assert (remind.kind, remind.terms) == (MoveKind.REMIND, course.offers[-1])
    course = sent(course, remind, days(5))
    assert (len(course.offers), course.asides) == (2, 0)
    step = next_move(at, course, days(9))
    assert (step.cause, price(step.terms)) == (Cause.REVIVE, 1_100)
    course = sent(course, step, days(9))
    assert next_move(at, course, days(15)).kind is MoveKind.WAIT
    end = next_move(at, course, days(16))
    assert (end.kind, end.cause) == (MoveKind.TO_STAFF, Cause.SILENT)


def test_a_silent_supplier_who_named_nothing_gets_one_step_of_the_concession() -> None:
    at = position()
    course = opened(at)
    for on in (7, 14):
        course = sent(course, next_move(at, course, days(on)), days(on))
    first, step = course.offers
    assert price(first) < price(step) < 950


def test_when_no_time_is_left_for_both_the_last_offer_goes_out_without_a_reminder() -> None:
    at = position()
    course = opened(at).then(counter(1_300, days(7)))
    course = sent(course, next_move(at, course, days(7)), days(7))
    move = next_move(at, course, days(20))
    assert (move.kind, move.final) == (MoveKind.COUNTER, True)


def test_a_yes_after_the_last_day_is_for_staff() -> None:
    at = position()
    move = next_move(at, opened(at).then(accept(days(30))), days(30))
    assert (move.kind, move.cause) == (MoveKind.TO_STAFF, Cause.TOO_LATE)


def test_nothing_is_offered_when_no_useful_day_is_left() -> None:
    at = position(latest=TODAY)
    assert next_move(at, Course(TODAY), TODAY).cause is Cause.NOTHING_TO_OFFER


def test_staff_read_why_and_the_supplier_does_not() -> None:
    move = after(counter(1_300, days(1)))
    assert "better than walking away" in why(move, position(), "en")
    assert "比不成交多值" in why(move, position(), "zh")
    assert set(text_facts(move, "zh")) == {"lines", "delivery", "currency"}
    assert all(
        why(Move(MoveKind.CLOSE, cause), position(), language)
        for cause in Cause
        for language in ("zh", "en")
    )
