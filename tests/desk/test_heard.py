"""Plain words count first; where they do not tell, what the model hears does, if it is sure."""

from __future__ import annotations

import pytest

from bot.desk import heard
from models.values import (
    Intent,
    Language,
    Mood,
    ScoredIntent,
    ScoredValue,
    SlotValue,
    Understanding,
)

V = SlotValue


def understood(*values: tuple[SlotValue, float], intent: Intent = Intent.AFFIRM) -> Understanding:
    return Understanding(
        language=Language.EN,
        intents=(ScoredIntent(intent, 0.9),),
        margin=0.8,
        runner_up=ScoredIntent(Intent.GIFT, 0.05),
        entities=(),
        mood=Mood.CALM,
        values=tuple(ScoredValue(*one) for one in sorted(values, key=lambda one: -one[1])),
    )


def test_a_yes_in_other_words_is_one_where_the_model_is_sure() -> None:
    assert heard.says_yes(understood((V.YES, 0.97)), "ya go on then, all right with me")
    assert not heard.says_yes(understood((V.YES, 0.8)), "ya go on then, all right with me")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (understood((V.YES, 0.97), (V.SECOND, 0.4)), "t'second"),
        (understood((V.YES, 0.97), intent=Intent.FEEDBACK), "tat, frankly"),
        (understood((V.YES, 0.97)), "yes but first tell me what happens to the mug that I have"),
        (understood((V.YES, 0.97)), "是另一笔"),
        (understood((V.YES, 0.99)), "thats me"),
        (understood((V.YES, 0.99)), "你说得一个字不错"),
    ],
)
def test_a_yes_that_says_more_or_other_is_none(said: Understanding, text: str) -> None:
    assert not heard.says_yes(said, text)


def test_what_plain_words_say_counts_first() -> None:
    said = understood((V.RESEND, 0.9), (V.PERSON, 0.9), intent=Intent.INVOICE)
    assert heard.cure(said, "I want a refund") == "refund"
    assert heard.company(said, "for the company") is True
    assert heard.says_yes(said, "yes please")


def test_what_plain_words_leave_open_is_heard() -> None:
    assert heard.cure(understood((V.RESEND, 0.7)), "pop one in the post") == "resend"
    assert heard.exchange(understood((V.EXCHANGE, 0.7)), "one up from that") is True
    assert heard.problem(understood((V.MISSING, 0.7)), "not a plug in sight") == "missing"
    assert heard.reason(understood((V.WRONG_SIZE, 0.7))) == "size"
    assert heard.has_no_photo(understood((V.NO_PHOTO, 0.7)), "it went in the bin")


def test_a_short_no_says_that_there_is_no_photo() -> None:
    denied = understood((V.NO, 0.7), intent=Intent.DENY)
    assert heard.has_no_photo(denied, "nix")
    assert not heard.has_no_photo(denied, "no, it was the blue one that broke")
    assert not heard.has_no_photo(understood((V.NO, 0.7), intent=Intent.STOCK), "nix")


def test_a_wish_that_nobody_asked_for_has_to_be_surer() -> None:
    assert not heard.drops(understood((V.DROP, 0.7)), "let it be")
    assert heard.drops(understood((V.DROP, 0.9)), "let it be")
    assert not heard.wants(understood((V.WANTS_INVOICE, 0.7)), V.WANTS_INVOICE)


def test_what_asks_for_something_else_takes_nothing_back() -> None:
    assert heard.undoes(understood((V.UNDO, 0.95)), "整回去吧")
    assert not heard.undoes(understood((V.UNDO, 0.95), intent=Intent.CHANGE_ADDRESS), "改地址")
    assert not heard.undoes(understood((V.UNDO, 0.95), intent=Intent.CANCEL_ORDER), "too late??")


@pytest.mark.parametrize(
    ("value", "shown", "at"),
    [(V.FIRST, 3, 0), (V.LAST, 3, 2), (V.THIRD, 2, None), (V.LAST, 0, None)],
)
def test_a_place_counts_among_what_was_shown(value: SlotValue, shown: int, at: int | None) -> None:
    assert heard.place(understood((value, 0.9)), "that there", shown) == at


def test_of_two_likely_values_the_likelier_is_meant() -> None:
    said = understood((V.UNDO, 0.85), (V.DROP, 0.95))
    assert heard.drops(said, "let it be")
    assert not heard.undoes(said, "let it be")
