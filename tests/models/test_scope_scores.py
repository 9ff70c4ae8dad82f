"""What is out of scope is told from what is not, and by how much."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from models.training.public_checks import banking_questions, clinc_out_of_scope
from models.training.readings import Reading
from models.training.scope_scores import (
    auroc,
    false_accepts,
    scope_lines,
    scope_score,
    scope_scores,
    would_act,
)
from models.understanding_config import Thresholds
from models.values import Intent, Language, Understanding
from tests.models.readings import message, understood

IN, OUT, OTHER = Intent.TRACK_ORDER, Intent.OUT_OF_SCOPE, Intent.GIFT
THRESHOLDS = Thresholds(several=0.5, carry=0.25, reject=0.6, margin=0.3)
SURE = understood((IN, 0.7), runner_up=(OUT, 0.2))
STRANGE = understood((OUT, 0.7), runner_up=(IN, 0.2))
TORN = understood((IN, 0.5), runner_up=(OTHER, 0.4))


def test_the_score_is_the_best_in_scope_less_the_doubt() -> None:
    assert scope_score(SURE) == pytest.approx(0.7 * 0.8)
    assert scope_score(STRANGE) == pytest.approx(0.2 * 0.3)
    assert scope_score(TORN) == pytest.approx(0.5)
    both = understood((OUT, 0.9), (IN, 0.8), runner_up=(OTHER, 0.1))
    assert scope_score(both) == pytest.approx(0.8 * 0.1)


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.1], [0.9]) == 0
    # Of 6 pairs, 0.9 wins 3, 0.5 wins 1, ties 1 and loses 1.
    assert auroc([0.9, 0.5], [0.2, 0.5, 0.7]) == pytest.approx(4.5 / 6)
    assert auroc([0.5, 0.5], [0.5]) == pytest.approx(0.5)


def test_false_accepts_are_those_above_what_nearly_all_in_scope_reach() -> None:
    inside = [n / 100 for n in range(1, 21)]  # 0.01 to 0.20: 19 of 20 reach 0.02
    assert false_accepts(inside, [0.01, 0.015, 0.02, 0.5]) == pytest.approx(2 / 4)
    assert false_accepts(inside, [0.01, 0.015, 0.02, 0.5], recall=1.0) == pytest.approx(1)
    assert false_accepts([0.4], [0.3, 0.4]) == pytest.approx(0.5)


def test_the_desk_acts_on_what_is_sure_and_in_scope() -> None:
    assert would_act(SURE, THRESHOLDS)
    assert not would_act(STRANGE, THRESHOLDS)
    assert not would_act(TORN, THRESHOLDS)


def test_all_figures_of_a_few_messages() -> None:
    scores = scope_scores([SURE, TORN], [STRANGE, TORN], THRESHOLDS)
    assert scores.auroc == pytest.approx(3.5 / 4)
    assert scores.accepted == pytest.approx(1 / 2)  # the cut is 0.5, the lower of the two
    assert (scores.served, scores.served_wrongly) == (0.5, 0)


def test_public_questions_are_measured_where_they_are(tmp_path: Path) -> None:
    read = {
        Language.EN: [
            Reading(message(IN), SURE),
            Reading(message(OUT), STRANGE),
        ]
    }
    clinc, banking = tmp_path / "en_clinc150", tmp_path / "en_banking77"
    assert clinc_out_of_scope(tmp_path, "oos_test") == banking_questions(tmp_path) == []
    for folder in (clinc, banking):
        folder.mkdir()
    parts = {"oos_test": [["who won", "oos"]], "oos_val": [["how far", "oos"]]}
    (clinc / "data_full.json").write_text(json.dumps(parts))
    with (banking / "test.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("text", "category"), ("Where is my card? ", "card_arrival")])
    assert clinc_out_of_scope(tmp_path, "oos_val") == ["how far"]
    assert banking_questions(tmp_path) == ["Where is my card?"]

    def predict(texts: Sequence[str]) -> list[Understanding]:
        return [STRANGE for _ in texts]

    lines = "\n".join(scope_lines(read, predict, THRESHOLDS, tmp_path))
    assert "CLINC150 oos_test, 1 messages" in lines
    assert "BANKING77 test, 1 messages" in lines
    assert lines.count("AUROC 1.000") == 4
    without = "\n".join(scope_lines(read, predict, THRESHOLDS, None))
    assert "not measured" in without
