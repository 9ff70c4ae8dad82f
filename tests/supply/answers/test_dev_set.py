"""The written answers are read as well as we say, by the rules alone and by both readings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands.answers.corpus import FOLDER, Written, written_answers
from bot.commands.answers.score import Score, judge, score, show
from bot.rules.supplier_answers import Act, SupplierAnswer, read_answer
from bot.supply.answer_reading import TwofoldReading

#: Each group that the rules were tuned on, with the share of fields that they read right, and of
#: answers flagged without need: the level reached, below which no change may fall.
_REACHED = (
    ("first", 1.0, 0.02),
    ("second", 0.997, 0.09),
    ("third", 0.998, 0.17),
    ("fourth", 0.969, 0.26),
)
#: Answers of writers that neither reading was tuned or trained on.
_UNSEEN = Path(__file__).parent / "unseen"


@dataclass(frozen=True, slots=True)
class Reached:
    """A group as the rules read it, and how well they read it before."""

    score: Score
    right: float
    needless: float


@dataclass(frozen=True, slots=True)
class Level:
    """What a failing test may say about unseen answers: figures, and no answer."""

    answers: int
    right: float
    accepted: int


@pytest.fixture(scope="module", params=_REACHED, ids=lambda one: one[0])
def group(request: pytest.FixtureRequest) -> Reached:
    folder, right, needless = request.param
    return Reached(score(written_answers(FOLDER / folder), read_answer), right, needless)


@pytest.fixture(scope="module")
def unseen() -> Level:
    found = score(written_answers(_UNSEEN), TwofoldReading())
    return Level(found.answers, found.right, len(found.accepted))


def test_the_group_is_large(group: Reached) -> None:
    assert group.score.answers >= 120


def test_nothing_that_the_rules_read_wrongly_is_accepted(group: Reached) -> None:
    assert group.score.accepted == []


def test_the_rules_read_as_many_fields_right_as_before(group: Reached) -> None:
    assert group.score.right >= group.right >= 0.95


def test_a_clear_answer_is_flagged_no_more_often_than_before(group: Reached) -> None:
    assert group.score.needless <= group.score.answers * group.needless


def test_both_readings_keep_their_level_on_writers_they_never_saw(unseen: Level) -> None:
    assert unseen.answers == 310
    assert unseen.right >= 0.92
    assert unseen.accepted <= 3


def test_the_table_of_figures_names_what_failed() -> None:
    written = written_answers(FOLDER / "first")[0]
    wrong = Score(1, 0, list(judge(written, SupplierAnswer(Act.REFUSE, confidence=0.95))))
    assert "ACCEPTED" in show(wrong, failures=True)


def test_a_wrong_field_of_a_flagged_answer_is_not_accepted() -> None:
    written: Written = written_answers(FOLDER / "first")[0]
    judged = list(judge(written, SupplierAnswer(Act.REFUSE, confidence=0.1)))
    assert not any(one.right or one.accepted for one in judged)
