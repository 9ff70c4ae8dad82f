"""Numbers with a fixed form are read by rules, wherever and however they are written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fixed_forms import normalised, read_fixed_forms
from models.values import Entity, EntityKind

ORDER, TRACKING, PHONE = (
    EntityKind.ORDER_NUMBER,
    EntityKind.TRACKING_NUMBER,
    EntityKind.PHONE,
)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("我的订单XE2611230042到哪了", ORDER, "XE2611230042"),
        ("where is xe2611230042?", ORDER, "XE2611230042"),
        ("it's XE 2611 230042 please", ORDER, "XE2611230042"),
        ("ＸＥ２６１１２３００４２", ORDER, "XE2611230042"),
        ("2611230042 这个单", ORDER, "XE2611230042"),
        ("order #1234567?", ORDER, "1234567"),
        ("订单号：88991", ORDER, "88991"),
        ("my order number is 123456", ORDER, "123456"),
        ("手机13812345678", PHONE, "13812345678"),
        ("138 1234 5678", PHONE, "13812345678"),
        ("138-1234-5678", PHONE, "13812345678"),
        ("+86 138 1234 5678", PHONE, "+8613812345678"),
        ("１３８１２３４５６７８", PHONE, "13812345678"),
        ("call me on +44 20 7946 0958 please", PHONE, "+442079460958"),
        ("(415) 555-2671", PHONE, "4155552671"),
        ("SF1234567890123到哪了", TRACKING, "SF1234567890123"),
        ("tracking RB123456789CN", TRACKING, "RB123456789CN"),
        ("1Z999AA10123456784", TRACKING, "1Z999AA10123456784"),
        ("运单号：773012345678901", TRACKING, "773012345678901"),
        ("tracking number 1234567890", TRACKING, "1234567890"),
    ],
)
def test_reads_one_number(text: str, kind: EntityKind, number: str) -> None:
    (found,) = read_fixed_forms(text)
    assert (found.kind, normalised(found)) == (kind, number)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text", ["", "尾号1234", "要3件", "2026-11-23到", "50ml", "满300减40", "XE26112300421", "12:30"]
)
def test_leaves_other_numbers_alone(text: str) -> None:
    assert read_fixed_forms(text) == []


def test_reads_several_numbers_from_left_to_right() -> None:
    found = read_fixed_forms("XE2611230042和XE2611230043，电话13812345678")
    assert [entity.kind for entity in found] == [ORDER, ORDER, PHONE]


def test_other_entities_are_normalised_to_themselves() -> None:
    assert normalised(Entity(EntityKind.PRODUCT, "蓝色 杯子", 0, 5)) == "蓝色 杯子"


@given(st.text(alphabet=st.sampled_from("XE0123456789 -+#单号abc１２。"), max_size=40))
def test_spans_are_the_text_and_never_overlap(text: str) -> None:
    found = read_fixed_forms(text)
    assert all(text[entity.start : entity.end] == entity.text for entity in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
