"""Dates, quantities and amounts in their usual forms are read by rules, whole."""

from __future__ import annotations

import pytest

from models.entity_spans import entities_from_labels, merged
from models.phrase_forms import read_phrase_forms
from models.values import Entity, EntityKind

DATE, QUANTITY, AMOUNT = EntityKind.DATE, EntityKind.QUANTITY, EntityKind.AMOUNT


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        ("今天能发货吗", DATE, "今天"),
        ("明天下午在家", DATE, "明天下午"),
        ("下週四送到可以嗎", DATE, "下週四"),
        ("11月20日到", DATE, "11月20日"),
        ("等到10号再寄", DATE, "10号"),
        ("need it by friday", DATE, "by friday"),
        ("ordered on 5th october", DATE, "on 5th october"),
        ("3 days ago", DATE, "3 days ago"),
        ("要两件", QUANTITY, "两件"),
        ("20个一箱", QUANTITY, "20个"),
        ("i need 10 packs", QUANTITY, "10 packs"),
        ("$1,299.50 twice", AMOUNT, "$1,299.50"),
        ("付了￥39.9", AMOUNT, "￥39.9"),
        ("一百块钱吧", AMOUNT, "一百块钱"),
        ("45 euros for this", AMOUNT, "45 euros"),
    ],
)
def test_reads_the_whole_phrase(text: str, kind: EntityKind, phrase: str) -> None:
    found = [entity.text for entity in read_phrase_forms(text) if entity.kind == kind]
    assert phrase in found


@pytest.mark.parametrize(
    "text", ["", "两个月了", "两个小时", "一块去", "第一单", "文三路10号", "I sat there for ages"]
)
def test_leaves_other_words_alone(text: str) -> None:
    kinds = {entity.kind for entity in read_phrase_forms(text)}
    assert not kinds & {QUANTITY, AMOUNT}


def test_the_longest_span_stays_and_fixed_forms_before_all() -> None:
    address = Entity(EntityKind.ADDRESS, "文三路10号", 0, 6)
    day = Entity(DATE, "10号", 3, 6)
    order = Entity(EntityKind.ORDER_NUMBER, "10", 3, 5)
    assert merged([], [day], [address]) == (address,)
    assert merged([order], [day], [address]) == (order,)


def test_touching_spans_of_a_kind_are_one() -> None:
    labels = ["O", "B-product", "B-product", "O", "I-date"]
    found = entities_from_labels("买外套，今", [(at, at + 1) for at in range(5)], labels)
    assert [(entity.kind, entity.text) for entity in found] == [
        (EntityKind.PRODUCT, "外套"),
        (DATE, "今"),
    ]


def test_spans_grow_to_whole_english_words() -> None:
    (found,) = entities_from_labels("my mug", [(3, 5)], ["B-product"])
    assert found.text == "mug"
