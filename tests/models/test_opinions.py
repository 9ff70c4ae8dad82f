"""A pupil learns its teacher's opinion beside the written label."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from models import UNDERSTANDING_WEIGHTS
from models.errors import ModelMissing
from models.training.augment import Augmenter, Chances
from models.training.corpus import LabelledMessage
from models.training.intent_data import INTENTS, MOODS, Messages, lesson
from models.training.opinions import SHARE, Opinion, opinions
from models.values import Intent, Language, Mood


def message(text: str, *intents: Intent) -> LabelledMessage:
    return LabelledMessage(text, Language.EN, intents, Mood.CALM, (), "en-x-plain")


def opinion(intent: Intent, mood: Mood) -> Opinion:
    found = Opinion(torch.zeros(len(INTENTS)), torch.zeros(len(MOODS)))
    found.intents[INTENTS.index(intent)] = 1.0
    found.moods[MOODS.index(mood)] = 1.0
    return found


WHERE = message("where is it", Intent.TRACK_ORDER)
WHEN = opinion(Intent.DELIVERY_TIME, Mood.WORRIED)


def test_half_of_the_target_is_the_teachers() -> None:
    taught = lesson(WHERE, WHEN)
    assert taught.intents[INTENTS.index(Intent.TRACK_ORDER)] == pytest.approx(1 - SHARE)
    assert taught.intents[INTENTS.index(Intent.DELIVERY_TIME)] == pytest.approx(SHARE)
    assert taught.mood[MOODS.index(Mood.WORRIED)] == pytest.approx(SHARE)


def test_without_a_teacher_the_label_is_all() -> None:
    alone = lesson(WHERE)
    assert alone.intents[INTENTS.index(Intent.TRACK_ORDER)] == 1
    assert alone.mood[MOODS.index(Mood.CALM)] == 1


def test_a_message_without_an_opinion_keeps_its_label() -> None:
    first, second = Messages([WHERE, WHERE], None, [WHEN, None])[0], Messages([WHERE])[0]
    assert first.intents[INTENTS.index(Intent.DELIVERY_TIME)] == pytest.approx(SHARE)
    assert Messages([WHERE, WHERE], None, [WHEN, None])[1].intents.equal(second.intents)


def test_joined_to_another_message_the_opinion_no_longer_holds() -> None:
    always = Chances(no_signs=0, typo=0, other_value=0, greeting=0, joined=1)
    corpus = [WHERE, message("cancel my order", Intent.CANCEL_ORDER)]
    joined = Messages(corpus, Augmenter(corpus, 1, always), [WHEN, WHEN])[0]
    assert len(joined.message.intents) == 2
    assert joined.intents[INTENTS.index(Intent.DELIVERY_TIME)] == 0


def test_opinions_come_in_the_order_of_the_messages() -> None:
    texts = ["where is my parcel", "hi", "please send me the invoice for my last order, thank you"]
    found = opinions(UNDERSTANDING_WEIGHTS, [message(text, Intent.THANKS) for text in texts])
    named = [INTENTS[int(one.intents.argmax())] for one in found]
    assert named == [Intent.TRACK_ORDER, Intent.GREETING, Intent.INVOICE]
    assert all(float(one.intents.sum()) == pytest.approx(1, abs=1e-4) for one in found)


def test_a_teacher_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        opinions(tmp_path, [WHERE])
