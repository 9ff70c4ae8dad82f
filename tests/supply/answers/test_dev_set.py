"""The development sets are read as well as we say, and nothing wrong in it is acted on."""

from __future__ import annotations

import pytest

from bot.rules.supplier_answers import Act, SupplierAnswer
from tests.supply.answers.orders import FOLDER, Written, written_answers
from tests.supply.answers.score import Score, judge, score, show


@pytest.fixture(scope="module", params=["dev", "dev2"])
def dev(request: pytest.FixtureRequest) -> Score:
    return score(written_answers(FOLDER / request.param))


def test_the_set_is_large_and_in_both_languages(dev: Score) -> None:
    assert dev.answers >= 120


def test_nothing_that_is_read_wrongly_is_accepted(dev: Score) -> None:
    assert dev.accepted == []


def test_nineteen_fields_of_twenty_are_right(dev: Score) -> None:
    assert dev.right >= 0.95


def test_a_clear_answer_is_seldom_flagged(dev: Score) -> None:
    assert dev.needless <= dev.answers * 0.15


def test_the_table_of_figures_names_what_failed() -> None:
    written = written_answers(FOLDER / "dev")[0]
    wrong = Score(1, 0, list(judge(written, SupplierAnswer(Act.REFUSE, confidence=0.95))))
    assert "ACCEPTED" in show(wrong, failures=True)


def test_a_wrong_field_of_a_flagged_answer_is_not_accepted() -> None:
    written: Written = written_answers(FOLDER / "dev")[0]
    judged = list(judge(written, SupplierAnswer(Act.REFUSE, confidence=0.1)))
    assert not any(one.right or one.accepted for one in judged)
