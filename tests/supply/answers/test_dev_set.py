"""The development sets are read as well as we say, and nothing wrong in it is acted on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands.answers.corpus import FOLDER, Written, written_answers
from bot.commands.answers.score import Score, judge, score, show
from bot.rules.supplier_answers import Act, SupplierAnswer, read_answer
from bot.supply.answer_reading import TwofoldReading

#: Each set with the share of fields that are right, and of answers flagged without need: the
#: level reached, below which no change may fall.
_REACHED = (
    ("first", 1.0, 0.02),
    ("second", 0.997, 0.09),
    ("third", 0.998, 0.17),
    ("fourth", 0.964, 0.27),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """A set as it is read, and how well it was read before."""

    score: Score
    right: float
    needless: float


@pytest.fixture(scope="module", params=_REACHED, ids=lambda one: one[0])
def dev(request: pytest.FixtureRequest) -> Reached:
    folder, right, needless = request.param
    return Reached(score(written_answers(FOLDER / folder), read_answer), right, needless)


def test_the_set_is_large_and_in_both_languages(dev: Reached) -> None:
    assert dev.score.answers >= 120


def test_nothing_that_is_read_wrongly_is_accepted(dev: Reached) -> None:
    assert dev.score.accepted == []


def test_as_many_fields_are_right_as_before(dev: Reached) -> None:
    assert dev.score.right >= dev.right


def test_a_clear_answer_is_flagged_no_more_often_than_before(dev: Reached) -> None:
    assert dev.score.needless <= dev.score.answers * dev.needless


@pytest.fixture(scope="module")
def unseen() -> Score:
    """What nothing was tuned or trained on, read as served."""
    return score(written_answers(Path(__file__).parent / "unseen"), TwofoldReading())


def test_nine_fields_of_ten_of_unseen_writing_are_right(unseen: Score) -> None:
    assert unseen.answers == 310 and unseen.right >= 0.90


def test_hardly_anything_wrong_in_unseen_writing_is_accepted(unseen: Score) -> None:
    assert len(unseen.accepted) <= 5


def test_the_table_of_figures_names_what_failed() -> None:
    written = written_answers(FOLDER / "first")[0]
    wrong = Score(1, 0, list(judge(written, SupplierAnswer(Act.REFUSE, confidence=0.95))))
    assert "ACCEPTED" in show(wrong, failures=True)


def test_a_wrong_field_of_a_flagged_answer_is_not_accepted() -> None:
    written: Written = written_answers(FOLDER / "first")[0]
    judged = list(judge(written, SupplierAnswer(Act.REFUSE, confidence=0.1)))
    assert not any(one.right or one.accepted for one in judged)
