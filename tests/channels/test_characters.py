"""Telegram's way to count, and to cut, text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.characters import split_text, storable, units


def test_an_emoji_counts_twice() -> None:
    assert (units("a"), units("中"), units("😀")) == (1, 1, 2)


def test_what_cannot_be_stored_is_replaced_and_all_else_stays() -> None:
    hostile = "\u202eabc\u200d👩\u200d👩\u200d👧 \ufeffz͑ͫ̓"
    assert storable(hostile) == hostile
    assert storable("a\x00b\ud83dc") == "a\ufffdb\ufffdc"


def test_a_short_text_is_one_part() -> None:
    assert split_text("  hello\n") == ["hello"]
    assert split_text(" \n\t ") == []


def test_a_long_text_is_cut_at_the_best_place() -> None:
    assert split_text("One two. Three four. Five", 12) == ["One two.", "Three four.", "Five"]
    assert split_text("第一句话。第二句话。第三句", 8) == ["第一句话。", "第二句话。第三句"]
    assert split_text("para one\n\npara two. more", 18) == ["para one", "para two. more"]
    assert split_text("他说：“到了。”谢谢您", 9) == ["他说：“到了。”", "谢谢您"]
    assert split_text('He said "here." Thank you', 17) == ['He said "here."', "Thank you"]
    assert split_text("3.14159 is pi 3.1415", 12) == ["3.14159 is", "pi 3.1415"]


def test_a_text_without_any_end_is_cut_hard_but_never_inside_a_character() -> None:
    parts = split_text("😀" * 5000, 4096)
    assert [units(part) for part in parts] == [4096, 4096, 1808]
    assert "".join(parts) == "😀" * 5000


@given(st.text(max_size=400), st.integers(min_value=2, max_value=60))
def test_no_part_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    parts = split_text(storable(text), limit)
    assert all(part.strip() and units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(storable(text).split())
