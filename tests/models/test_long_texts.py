"""Of a long text its head and its tail are read."""

from __future__ import annotations

import time

import pytest

from models.long_texts import LongTexts, head_and_tail
from models.training.vocabulary import bpe_reading_tokenizer


@pytest.fixture
def reader() -> LongTexts:
    tokenizer = bpe_reading_tokenizer(["好 坏 的"] * 9, 400)
    return LongTexts(tokenizer, 12, pad_id=0)


def test_a_short_text_stays_whole() -> None:
    assert head_and_tail([1, 2, 3], 3) == [1, 2, 3]


def test_a_long_one_keeps_a_quarter_of_head_and_the_rest_of_tail() -> None:
    assert head_and_tail(range(1, 11), 8) == [1, 2, 5, 6, 7, 8, 9, 10]


def test_shorter_texts_are_padded_and_masked(reader: LongTexts) -> None:
    ids, mask = reader(["好", "好坏好坏"])
    assert ids.shape == mask.shape == (2, 6)
    assert mask.sum(axis=1).tolist() == [3, 6]
    assert ids[0, 3:].tolist() == [0, 0, 0]


def test_both_ends_of_a_long_text_are_read(reader: LongTexts) -> None:
    middle, other = "的" * 50, "好" * 50
    (one, two), mask = reader([f"好{middle}坏", f"好{other}坏"])
    assert mask.sum() == 24
    assert one[:2].tolist() == two[:2].tolist()
    assert one[-2:].tolist() == two[-2:].tolist()
    assert one.tolist() != two.tolist()


def test_a_whole_book_takes_no_more_time_than_its_ends(reader: LongTexts) -> None:
    began = time.monotonic()
    ids, _ = reader(["好" * 5_000_000])
    assert ids.shape == (1, 12)
    assert time.monotonic() - began < 5


def test_traditional_characters_read_like_simplified_ones(reader: LongTexts) -> None:
    assert reader(["壞"])[0].tolist() == reader(["坏"])[0].tolist()
