"""Sentences for staff, kept in both languages and shown in one."""

from __future__ import annotations

from bot.rules.two_languages import both, in_language


def test_each_reader_sees_one_of_the_two() -> None:
    kept = both("不属于任何采购单。", "It belongs to no order.")
    assert in_language(kept, "zh") == "不属于任何采购单。"
    assert in_language(kept, "en") == "It belongs to no order."


def test_what_was_kept_in_one_language_is_shown_as_it_is() -> None:
    assert {in_language("550 no such user", one) for one in ("zh", "en")} == {"550 no such user"}
    assert in_language("", "zh") == ""


def test_long_words_and_breaks_do_not_lose_the_other_language() -> None:
    kept = both("很长" * 400, "long\nwords " * 400, 400)
    assert len(kept) <= 400
    assert in_language(kept, "zh").startswith("很长")
    assert in_language(kept, "en").startswith("long words")
