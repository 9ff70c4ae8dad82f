"""Questions that mean the same come into one group, with the model that is shipped."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from bot.rules.gap_groups import groups_of, meant_and_said
from models.shop_weights import ShopWeights
from models.understanding import UnderstandingModel
from tests.models.alike_questions import CHOSEN, HELD_OUT


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> UnderstandingModel:
    return ShopWeights(tmp_path_factory.mktemp("none")).load()


def _scores(model: UnderstandingModel, alike: tuple[tuple[str, ...], ...]) -> tuple[float, float]:
    """Precision and recall of the pairs that come together, over five orders of asking."""
    asked = [(text, number) for number, group in enumerate(alike) for text in group]
    right = together = wanted = 0
    for seed in range(5):
        random.Random(seed).shuffle(asked)
        texts = [text for text, _ in asked]
        vectors = meant_and_said(texts, np.asarray(model.embed(texts)))
        found = {pair for group in groups_of(vectors) for pair in combinations(group, 2)}
        same = {
            (one, other)
            for one, other in combinations(range(len(asked)), 2)
            if asked[one][1] == asked[other][1]
        }
        right, together, wanted = (
            right + len(found & same),
            together + len(found),
            wanted + len(same),
        )
    return right / together, right / wanted


@pytest.mark.parametrize(
    ("language", "precision", "recall"), [("zh", 0.78, 0.92), ("en", 0.85, 0.58)]
)
def test_the_threshold_does_as_well_as_when_it_was_chosen(
    model: UnderstandingModel, language: str, precision: float, recall: float
) -> None:
    found = _scores(model, CHOSEN[language])
    assert found[0] >= precision and found[1] >= recall


@pytest.mark.parametrize(("language", "precision", "recall"), [("zh", 0.9, 0.9), ("en", 0.85, 0.9)])
def test_the_threshold_holds_for_questions_it_was_not_chosen_on(
    model: UnderstandingModel, language: str, precision: float, recall: float
) -> None:
    found = _scores(model, HELD_OUT[language])
    assert found[0] >= precision and found[1] >= recall
