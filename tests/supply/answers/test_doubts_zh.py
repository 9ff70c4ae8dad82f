"""What a reading doubts is said to staff in their own language."""

from __future__ import annotations

import pytest

from bot.commands.answers.corpus import FOLDER, written_answers
from bot.rules.supplier_answers import Act, read_answer
from bot.rules.supplier_answers.doubts_zh import act_said, doubts_said, has_chinese


@pytest.mark.parametrize("group", ["second", "fourth", "group_3"])
def test_every_doubt_about_a_group_has_chinese_words(group: str) -> None:
    read = [read_answer(one.text, one.asked) for one in written_answers(FOLDER / group)]
    doubts = {doubt for answer in read for doubt in answer.doubts}
    assert len(doubts) > 20
    assert {one for one in doubts if not has_chinese(one)} == set()


def test_doubts_stand_in_a_row_and_an_unknown_one_keeps_its_words() -> None:
    doubts = ("no day is named", "something new")
    assert doubts_said(doubts, "zh") == "没说是哪天；something new"
    assert doubts_said(doubts, "en") == "no day is named; something new"


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_a_chinese_name(act: Act) -> None:
    assert act_said(act, "zh") != act.value and act_said(act, "en") == act.value
