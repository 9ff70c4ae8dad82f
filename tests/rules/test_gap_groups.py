"""Questions come together by meaning and are ranked by how often and how recently."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from bot.rules.gap_groups import groups_of, meant_and_said, weight
from tests.fakes import NOW


def test_what_is_near_to_a_groups_mean_joins_it() -> None:
    rows = np.array([[1, 0], [0, 1], [0.8, 0.6], [0.96, 0.28]], np.float32)
    assert groups_of(rows, 0.75) == [[0, 2, 3], [1]]
    assert groups_of(rows, 0.999) == [[0], [1], [2], [3]]


def test_no_questions_make_no_groups() -> None:
    assert groups_of(np.zeros((0, 4), np.float32)) == []


def test_words_tell_apart_what_means_nearly_the_same() -> None:
    one_intent = np.tile(np.array([[1, 0]], np.float32), (3, 1))
    texts = ["杯子可以刻字吗", "杯子能不能刻字", "毛毯是有机棉的吗"]
    joined = meant_and_said(texts, one_intent)
    assert groups_of(joined, 0.5) == [[0, 1], [2]]
    assert np.linalg.norm(joined, axis=1) == pytest.approx(1)


def test_words_that_say_nothing_leave_the_meaning() -> None:
    joined = meant_and_said(["？！", ""], np.array([[1, 0], [0, 1]], np.float32))
    assert joined[:, :2] == pytest.approx(np.eye(2))


def test_a_question_counts_half_after_each_half_life() -> None:
    asked = [NOW, NOW - timedelta(days=14), NOW - timedelta(days=28)]
    assert weight(asked, NOW) == pytest.approx(1.75)
    assert weight([NOW + timedelta(days=1)], NOW) == 1.0
    assert weight([], NOW) == 0.0
