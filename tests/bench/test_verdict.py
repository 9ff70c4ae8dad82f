"""The kill test's judge, on chats made up by hand."""

from __future__ import annotations

from tests.bench.verdict import Queued, Record, judge
from tests.emulator import Sent

CHAT = 70_001


def took(number: int, at: float, text: str = "") -> Sent:
    return Sent(number, CHAT, text or f"reply {number}", at)


def chat(written: list[int], queued: list[Queued], sent: list[Sent]) -> Record:
    return Record(CHAT, written, queued, sent)


def test_a_reply_to_each_message_in_order_is_what_should_be() -> None:
    record = chat([1, 2], [Queued(11, 1), Queued(12, 2)], [took(11, 1.0), took(12, 2.0)])

    verdict = judge([record], kills=[0.5])

    assert verdict.holds
    assert verdict.messages == 2
    assert verdict.duplicates == []


def test_a_message_without_a_reply_is_unanswered() -> None:
    record = chat([1, 2], [Queued(11, 1)], [took(11, 1.0)])

    assert judge([record], kills=[]).unanswered == [(CHAT, 2)]


def test_a_reply_that_telegram_never_took_is_no_answer() -> None:
    record = chat([1], [Queued(11, 1)], [])

    assert judge([record], kills=[]).unanswered == [(CHAT, 1)]


def test_a_reply_that_is_still_queued_is_no_answer() -> None:
    record = chat([1], [Queued(None, 1)], [])

    assert judge([record], kills=[]).unanswered == [(CHAT, 1)]


def test_an_earlier_message_answered_after_a_later_one_is_out_of_order() -> None:
    record = chat([1, 2], [Queued(11, 2), Queued(12, 1)], [took(11, 1.0), took(12, 2.0)])

    assert judge([record], kills=[]).misordered == [(CHAT, 2)]


def test_a_repeat_is_excused_by_a_kill_between_the_two() -> None:
    sent = [took(11, 1.0, "hello"), took(12, 5.0, "hello")]
    record = chat([1], [Queued(12, 1)], sent)

    verdict = judge([record], kills=[1.01])

    assert verdict.duplicates == [(CHAT, 11)]
    assert verdict.holds


def test_a_repeat_without_a_kill_between_the_two_is_not_excused() -> None:
    sent = [took(11, 3.0, "hello"), took(12, 5.0, "hello")]
    record = chat([1], [Queued(12, 1)], sent)

    assert judge([record], kills=[1.0, 6.0]).unexplained == [(CHAT, 11)]


def test_what_telegram_took_and_nobody_queued_is_not_excused() -> None:
    sent = [took(11, 1.0, "who said this?"), took(12, 5.0, "hello")]
    record = chat([1], [Queued(12, 1)], sent)

    assert judge([record], kills=[2.0]).unexplained == [(CHAT, 11)]
