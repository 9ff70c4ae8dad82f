"""The figures of the evaluation are worked out right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.intent_decision import calibrated, decide
from models.training.calibration import asking_thresholds, best_mixture, best_temperature, sets_f1
from models.training.scores import calibration_error, entity_f1, macro_f1, touched_f1
from models.understanding_config import Thresholds, UnderstandingConfig, entity_labels
from models.values import Entity, EntityKind, Intent, Mood

A, B, C = Intent.TRACK_ORDER, Intent.CHANGE_ADDRESS, Intent.INVOICE
CONFIG = UnderstandingConfig(
    intents=(A, B, C),
    moods=tuple(Mood),
    entity_labels=entity_labels(),
    ngram_share=0.5,
    temperature=1.0,
    thresholds=Thresholds(several=0.5, carry=0.25, reject=0.3, margin=0.1),
    max_tokens=16,
    pad_id=0,
    dimension=4,
    model_sha256="",
)
HESITANT = np.log(np.array([0.5, 0.4, 0.1], np.float32))


def test_several_intents_share_one_probability() -> None:
    both = decide(HESITANT, 3.0, CONFIG)
    assert [scored.intent for scored in both.carried] == [A, B]
    assert both.carried[0].confidence == pytest.approx(1.0)
    assert both.carried[1].confidence == pytest.approx(0.8)
    assert both.runner_up.intent == C


def test_a_second_matter_is_carried_however_little_the_first_left_it() -> None:
    little = np.log(np.array([0.9, 0.08, 0.02], np.float32))
    assert [scored.intent for scored in decide(little, 3.0, CONFIG).carried] == [A, B]
    nothing = np.log(np.array([0.99, 0.006, 0.004], np.float32))
    assert [scored.intent for scored in decide(nothing, 3.0, CONFIG).carried] == [A]


def test_a_third_matter_has_to_have_a_share_of_its_own() -> None:
    four = replace(CONFIG, intents=(A, B, C, Intent.GIFT))
    shares = np.log(np.array([0.4, 0.3, 0.28, 0.02], np.float32))
    assert [scored.intent for scored in decide(shares, 3.0, four).carried] == [A, B, C]
    assert len(decide(shares - [0, 0, 2, 0], 3.0, four).carried) == 2


def test_a_hesitation_is_not_taken_for_both() -> None:
    one = decide(HESITANT, -3.0, CONFIG)
    assert [scored.intent for scored in one.carried] == [A]
    assert one.margin == pytest.approx(0.1)


def test_the_better_opinion_gets_the_larger_share() -> None:
    golds = [(A,), (B,), (C,)]
    good, bad = 5 * np.eye(3, dtype=np.float32), np.zeros((3, 3), np.float32)
    assert best_mixture(good, bad, golds, CONFIG.intents)[0] < 0.5
    lost = 5 * np.eye(3, dtype=np.float32)[[1, 2, 0]]
    assert best_mixture(lost, good, golds, CONFIG.intents)[0] > 0.5


def test_temperature_cools_an_overconfident_network() -> None:
    logits = np.array([[4, 0, 0], [4, 0, 0], [0, 4, 0], [0, 4, 0]], np.float32)
    golds = [(A,), (B,), (B,), (A,)]  # right half of the time
    assert best_temperature(logits, golds, CONFIG.intents)[0] > 1.5
    assert calibrated(logits, 1.0).sum() == pytest.approx(4)


def test_asks_where_answers_are_mostly_wrong() -> None:
    sure = np.array([0.2, 0.3, 0.8, 0.9], np.float32)
    cut, _ = asking_thresholds(sure, sure, [False, True, True, True])
    assert cut == pytest.approx(0.3)


def test_scores_of_sets_labels_and_spans() -> None:
    assert sets_f1([{A, B}], [{A}]) == pytest.approx(2 / 3)
    assert macro_f1([A, B], [A, A]) == pytest.approx((2 / 3 + 0) / 2)
    eta = Entity(EntityKind.DATE, "明天", 0, 2)
    assert entity_f1([[eta]], [[eta, Entity(EntityKind.DATE, "天", 1, 2)]]) == pytest.approx(2 / 3)


def test_calibration_error_is_the_gap_between_sure_and_right() -> None:
    assert calibration_error([0.9] * 10, [True] * 9 + [False]) == pytest.approx(0)
    assert calibration_error([0.95, 0.95], [True, False]) == pytest.approx(0.45)


def test_a_span_a_word_too_long_is_forgiven_where_overlap_counts() -> None:
    mug = Entity(EntityKind.PRODUCT, "the blue mug", 0, 12)
    short = Entity(EntityKind.PRODUCT, "blue mug", 4, 12)
    other = Entity(EntityKind.DATE, "blue mug", 4, 12)
    assert entity_f1([[mug]], [[short]]) == 0
    assert touched_f1([[mug]], [[short]]) == 1
    assert touched_f1([[mug]], [[other]]) == 0
    assert touched_f1([[mug], []], [[short], [other]]) == pytest.approx(2 / 3)
