"""What the desk does with a message once it is understood."""

from __future__ import annotations

import pytest

from bot.rules.routing import Course, Decision, Thresholds, Why, decide
from models.values import Intent, Mood, Understanding
from tests.fakes import understood, unsure

#: Intents that a person answers, whatever else a message says.
_PERSON = {Intent.HUMAN_AGENT, Intent.COMPLAINT}
_THRESHOLDS = Thresholds(confidence=0.55, margin=0.15)


def _routed(understanding: Understanding, failures: int = 0) -> Decision:
    return decide(understanding, failures=failures, thresholds=_THRESHOLDS)


def test_answers_what_it_is_sure_of() -> None:
    decision = _routed(understood("到哪了", Intent.TRACK_ORDER))
    assert decision == Decision(Course.ANSWER, (Intent.TRACK_ORDER,))


def test_keeps_every_intent_of_a_message() -> None:
    both = understood("到哪了，运费多少", Intent.TRACK_ORDER, Intent.SHIPPING_FEE)
    assert _routed(both).intents == (Intent.TRACK_ORDER, Intent.SHIPPING_FEE)


def test_does_not_add_up_two_doubtful_intents() -> None:
    two = understood("那个", Intent.TRACK_ORDER, Intent.SHIPPING_FEE, confidence=0.45, margin=0.3)
    assert _routed(two).course is not Course.ANSWER


@pytest.mark.parametrize(("confidence", "margin"), [(0.54, 0.5), (0.9, 0.1)])
def test_asks_which_of_two_when_in_doubt(confidence: float, margin: float) -> None:
    doubtful = understood(
        "那个", Intent.STOCK, confidence=confidence, margin=margin, runner_up=Intent.PRODUCT_INFO
    )
    assert _routed(doubtful) == Decision(Course.CLARIFY, (Intent.STOCK, Intent.PRODUCT_INFO))


def test_answers_exactly_at_the_thresholds() -> None:
    at = understood("有货吗", Intent.STOCK, confidence=0.55, margin=0.15)
    assert _routed(at).course is Course.ANSWER


def test_asks_for_other_words_when_it_is_lost() -> None:
    lost = unsure("哦吼", Intent.STOCK, Intent.GIFT, confidence=0.29)
    assert _routed(lost).course is Course.REPHRASE


def test_offers_no_choice_with_what_is_none_of_its_business() -> None:
    assert _routed(unsure("x", Intent.STOCK, Intent.OUT_OF_SCOPE)).course is Course.REPHRASE


def test_asks_which_then_for_other_words_then_hands_over() -> None:
    doubtful = unsure("那个", Intent.STOCK, Intent.GIFT)
    courses = [_routed(doubtful, failures).course for failures in range(3)]
    assert courses == [Course.CLARIFY, Course.REPHRASE, Course.HAND_OVER]
    assert _routed(doubtful, 2).why is Why.NOT_UNDERSTOOD


def test_does_not_ask_an_angry_customer_twice() -> None:
    angry = unsure("那个", Intent.STOCK, Intent.GIFT, mood=Mood.ANGRY)
    assert [_routed(angry, n).course for n in (0, 1)] == [Course.CLARIFY, Course.HAND_OVER]


@pytest.mark.parametrize(
    ("intent", "why"),
    [
        (Intent.HUMAN_AGENT, Why.ASKED),
        (Intent.COMPLAINT, Why.COMPLAINT),
    ],
)
def test_hands_over_what_needs_a_person(intent: Intent, why: Why) -> None:
    decision = _routed(understood("x", Intent.TRACK_ORDER, intent))
    assert (decision.course, decision.why) == (Course.HAND_OVER, why)


def test_does_not_hand_over_for_anger_alone() -> None:
    assert _routed(understood("x", Intent.TRACK_ORDER, mood=Mood.ANGRY)).why is None


@pytest.mark.parametrize("intent", [i for i in Intent if i not in _PERSON])
@pytest.mark.parametrize("mood", Mood)
def test_begins_what_it_can_do_itself_in_any_mood(intent: Intent, mood: Mood) -> None:
    assert _routed(understood("x", intent, mood=mood)) == Decision(Course.ANSWER, (intent,))
