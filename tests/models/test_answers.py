"""The corpus's answers: their format, and what is known of other messages."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from models.errors import CorpusError
from models.training.answers import read_answers
from models.training.corpus import LabelledMessage
from models.training.intent_data import VALUES, lesson
from models.training.network import IGNORED, slot_loss
from models.training.slot_targets import known_values
from models.training.split import split_by_writer
from models.values import Intent, Language, Mood, SlotValue


def corpus(folder: Path, name: str, *lines: str) -> Path:
    file = folder / "answers" / "en" / f"{name}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("# writer: en-s-test — a test\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_line_says_its_files_value_and_those_behind_it(tmp_path: Path) -> None:
    found = read_answers(corpus(tmp_path, "no_photo", "no pics, just the money | refund"))
    assert found[0].values == frozenset({SlotValue.NO_PHOTO, SlotValue.REFUND})
    assert found[0].intents == ()


def test_the_file_none_says_nothing(tmp_path: Path) -> None:
    assert read_answers(corpus(tmp_path, "none", "one moment"))[0].values == frozenset()


@pytest.mark.parametrize(
    "line", ["no pics |", "no pics | refunds", "a | refund | resend", "| refund"]
)
def test_a_line_that_breaks_the_format_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(CorpusError, match="no_photo"):
        read_answers(corpus(tmp_path, "no_photo", line))


def test_every_value_is_written_in_both_languages_and_held_out_in_both() -> None:
    parts = split_by_writer(read_answers())
    for part in (parts.train, parts.validation, parts.test):
        for language in Language:
            said = {value for one in part if one.language == language for value in one.values or ()}
            assert said == set(SlotValue)


def test_of_a_customers_message_so_much_is_known_as_its_intent_tells() -> None:
    def known(*intents: Intent) -> dict[SlotValue, bool]:
        return known_values(LabelledMessage("x", Language.EN, intents, Mood.CALM, (), "en-a-x"))

    assert known(Intent.AFFIRM)[SlotValue.YES] is True
    assert known(Intent.TRACK_ORDER)[SlotValue.PERSON] is False
    assert SlotValue.LOST_PARCEL not in known(Intent.TRACK_ORDER)
    assert known(Intent.RETURN_REQUEST) == {}
    assert known(Intent.TRACK_ORDER, Intent.INVOICE) == {}


def test_an_answer_teaches_its_values_and_no_intent(tmp_path: Path) -> None:
    (answer,) = read_answers(corpus(tmp_path, "refund", "money back please"))
    taught = lesson(answer)
    assert float(taught.intents.sum()) == float(taught.mood.sum()) == 0
    assert taught.values[VALUES.index(SlotValue.REFUND)] == 1
    assert float(taught.values.sum()) == 1


def test_what_is_not_known_costs_nothing() -> None:
    logits = torch.tensor([[5.0, -5.0]])
    unknown = torch.full((1, 2), float(IGNORED))
    assert float(slot_loss(logits, unknown)) == 0
    assert float(slot_loss(logits, torch.tensor([[1.0, float(IGNORED)]]))) < 0.01
    assert float(slot_loss(logits, torch.tensor([[float(IGNORED), 1.0]]))) > 4
