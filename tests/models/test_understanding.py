"""The shipped understanding model reads what customers write, in both languages."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from models.training.corpus import read_messages
from models.training.scores import intent_scores
from models.training.split import part_of
from models.understanding import UnderstandingModel
from models.values import EntityKind, Intent, Language, Mood


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("我的快递到哪了", Language.ZH, Intent.TRACK_ORDER),
        ("where is my parcel", Language.EN, Intent.TRACK_ORDER),
        ("可以开发票吗", Language.ZH, Intent.INVOICE),
        ("转人工", Language.ZH, Intent.HUMAN_AGENT),
        ("let me talk to a real person", Language.EN, Intent.HUMAN_AGENT),
        ("谢谢", Language.ZH, Intent.THANKS),
        ("i want to cancel my order", Language.EN, Intent.CANCEL_ORDER),
        ("什么时候退款到账", Language.ZH, Intent.REFUND_STATUS),
        ("訂單幾時送到", Language.ZH, Intent.DELIVERY_TIME),
    ],
)
def test_reads_plain_wishes(
    understanding: UnderstandingModel, text: str, language: Language, intent: Intent
) -> None:
    (found,) = understanding.predict([text])
    assert (found.language, found.top.intent) == (language, intent)
    assert found.top.confidence > found.runner_up.confidence


def test_reads_unseen_writers_well(understanding: UnderstandingModel) -> None:
    unseen = [one for one in read_messages() if part_of(one) == "test"][::3]
    scores = intent_scores(unseen, understanding.predict([message.text for message in unseen]))
    assert scores.accuracy > 0.6
    assert scores.error < 0.15
    assert scores.entity_f1 > 0.4


def test_reads_several_wishes_in_one_message(understanding: UnderstandingModel) -> None:
    (found,) = understanding.predict(["where is my order, and can i still change the address?"])
    intents = {scored.intent for scored in found.intents}
    assert intents == {Intent.TRACK_ORDER, Intent.CHANGE_ADDRESS}
    assert found.runner_up.intent not in intents


def test_entities_are_spans_of_the_message(understanding: UnderstandingModel) -> None:
    text = "XE2611230042 里的保温杯要换成两个，电话13812345678"
    (found,) = understanding.predict([text])
    assert all(text[entity.start : entity.end] == entity.text for entity in found.entities)
    order = found.first(EntityKind.ORDER_NUMBER)
    assert order is not None and order.text == "XE2611230042"
    assert found.first(EntityKind.PHONE) is not None


def test_hears_anger(understanding: UnderstandingModel) -> None:
    (found,) = understanding.predict(["你们什么破店！等了十天还不发货，骗子！！"])
    assert found.mood == Mood.ANGRY


@pytest.mark.parametrize("text", ["", "   ", "👍", "\x00", "a" * 5000, "的" * 5000, "{eta}<zh>"])
def test_reads_anything_without_failing(understanding: UnderstandingModel, text: str) -> None:
    (found,) = understanding.predict([text], [Language.EN])
    assert found.intents and 0 <= found.top.confidence <= 1
    assert -1 <= found.margin <= 1


def test_nothing_in_nothing_out(understanding: UnderstandingModel) -> None:
    assert understanding.predict([]) == []
    assert understanding.embed([]).shape == (0, understanding.dimension)


def test_sentence_vectors_have_length_one_and_know_likeness(
    understanding: UnderstandingModel,
) -> None:
    a, b, c = understanding.embed(["怎么开发票", "发票怎么开", "我的快递到哪里了"])
    assert a.dtype == np.float32
    assert float(a @ a) == pytest.approx(1, abs=1e-4)
    assert float(a @ b) > float(a @ c)


def test_serving_imports_no_training_framework() -> None:
    code = (
        "import sys, models.understanding, models.replies, models.runner\n"
        "heavy = {'torch', 'transformers', 'sklearn', 'models.training'} & set(sys.modules)\n"
        "sys.exit(' '.join(heavy) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
