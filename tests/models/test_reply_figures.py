"""Replies are judged by their slots, their language and the facts of the finished text."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from models.acts import SLOTS
from models.replies import ReplyModel
from models.training.corpus import read_wordings
from models.training.made_up_facts import made_up_facts
from models.training.reply_page import wrong_fact_lines
from models.training.reply_scores import Worded, language_scores, speaks, variety
from models.training.wrong_facts import WrongFacts, filled, wrong_fact, wrong_facts
from models.values import Language, ReplyPlan
from tests.models.readings import message

PLAN = ReplyPlan("delivery_eta", Language.EN, slots=frozenset({"eta", "carrier"}))
FACTS = made_up_facts(Language.EN, Random(1))


def _wrong(template: str, plan: ReplyPlan = PLAN) -> str:
    return wrong_fact(plan, filled(template, FACTS), FACTS)


def test_figures_of_a_language() -> None:
    late = ReplyPlan("parcel_late", Language.EN, slots=frozenset({"order_number", "eta"}))
    scores = language_scores(
        [
            Worded(PLAN, "It comes {eta}."),
            Worded(PLAN, "It comes {eta}."),
            Worded(PLAN, "现在{eta}"),
            Worded(late, "Sorry, {order_number} is late."),
            Worded(late, ""),
        ]
    )
    assert scores.passed == pytest.approx(2 / 5)
    assert scores.recall == pytest.approx(4 / 7)  # 3 of 3 and 1 of 4
    assert scores.language == pytest.approx(3 / 4)
    assert scores.length == pytest.approx((15 + 15 + 7 + 30) / 4)
    assert scores.wordings == {"delivery_eta": 2, "parcel_late": 1}


def test_a_chinese_name_in_a_slot_does_not_make_words_chinese() -> None:
    assert speaks(Language.EN, "Hello {customer_name}")
    assert not speaks(Language.ZH, "Hello {customer_name}")
    assert not speaks(Language.ZH, "您好\ufffd")


def test_variants_are_counted_for_every_act(replies: ReplyModel) -> None:
    different = variety(replies, Language.EN)
    assert all(1 <= count <= 8 for count in different.values())
    assert max(different.values()) > 1


@pytest.mark.parametrize("language", Language)
def test_a_made_up_record_has_a_value_for_every_slot(language: Language) -> None:
    assert set(made_up_facts(language, Random(1))) == set(SLOTS)
    assert made_up_facts(language, Random(1)) == made_up_facts(language, Random(1))


def test_planned_facts_and_no_others_are_right() -> None:
    assert _wrong("It comes {eta}.") == ""
    assert _wrong("{carrier} brings it {eta}.") == ""


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("It comes soon.", "missing"),
        ("It comes {eta}, {eta}.", "said twice"),
        ("{order_number} comes {eta}.", "not planned"),
        ("It comes {eta}, or tomorrow.", "beside the facts"),
        ("It comes {eta} at 5.", "beside the facts"),
        ("It comes {eta} in three parcels.", "beside the facts"),
        ("It comes {eta} to {town}.", "beside the facts"),
        ("预计{eta}，三天内。", "beside the facts"),
    ],
)
def test_a_wrong_fact_is_found_in_the_finished_text(template: str, reason: str) -> None:
    assert reason in _wrong(template)


def test_no_wording_of_the_corpus_has_a_wrong_fact() -> None:
    chance = Random(2)
    found = {}
    for wording in read_wordings():
        facts = made_up_facts(wording.language, chance)
        plan = ReplyPlan(wording.act, wording.language, slots=wording.slots)
        if wrong := wrong_fact(plan, filled(wording.text, facts), facts):
            found[wording.text] = wrong
    assert found == {}


def test_wrong_facts_are_counted_before_and_after_the_rules(replies: ReplyModel) -> None:
    found = wrong_facts(replies, [message()], seed=1, generated=60)
    assert found.generated == 60
    assert found.kept >= 50
    assert found.slipped <= found.wrong
    assert found == wrong_facts(replies, [message()], seed=1, generated=60)


def test_wrong_facts_are_shown_with_their_reasons() -> None:
    found = WrongFacts(10_000, Counter(["a", "b", "b"]), 9_900, Counter())
    assert list(wrong_fact_lines(found)) == [
        "wrong facts: 3 in 10,000 generated replies over random records,",
        "  0 in the 9,900 of them that keep every rule",
        "  before any check: 2 x b",
        "  before any check: 1 x a",
    ]
