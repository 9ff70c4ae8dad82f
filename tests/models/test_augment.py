"""Varied copies keep their meaning, and their entities stay on the words."""

from __future__ import annotations

import random
from pathlib import Path

from models.training.augment import Augmenter, Chances
from models.training.corpus import read_messages
from models.training.intent_data import intent_target, token_labels
from models.training.public_text import out_of_scope_messages, pretraining_documents
from models.training.vocabulary import bpe_reading_tokenizer
from models.values import EntityKind, Intent


def test_entities_move_with_the_words() -> None:
    messages = read_messages()
    augmenter = Augmenter(messages, seed=1, chances=Chances(0.5, 0.9, 0.9, 0.3, 0.3))
    for message in random.Random(1).sample(messages, 300):
        varied = augmenter.varied(message)
        assert varied.mood == message.mood
        assert varied.intents[: len(message.intents)] == message.intents
        for entity in varied.entities:
            assert varied.text[entity.start : entity.end] == entity.text


def test_the_same_seed_draws_the_same_copies() -> None:
    messages = read_messages()[:200]
    first, second = Augmenter(messages, seed=3), Augmenter(messages, seed=3)
    assert [first.varied(m) for m in messages] == [second.varied(m) for m in messages]


def test_soft_targets_sum_to_one() -> None:
    target = intent_target((Intent.TRACK_ORDER, Intent.CHANGE_ADDRESS))
    assert float(target.sum()) == 1
    assert int(target.argmax()) == list(Intent).index(Intent.TRACK_ORDER)


def test_tokens_of_an_entity_are_labelled_begin_then_inside() -> None:
    message = next(
        m for m in read_messages() if any(e.kind == EntityKind.PRODUCT for e in m.entities)
    )
    token = bpe_reading_tokenizer([message.text], 300).encode(message.text)
    labels = token_labels(message, token)
    assert labels[0] == labels[-1] == -100
    assert 1 in labels  # B-product


def test_public_text_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path
    assert [line for lines in pretraining_documents(folder) for line in lines] == []
    assert not any(out_of_scope_messages(folder).values())
