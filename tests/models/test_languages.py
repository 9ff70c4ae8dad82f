"""The language of a message decides the language of the answer."""

from __future__ import annotations

import pytest

from models.languages import detect_language
from models.script import plain_script
from models.values import Language

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我的快递到哪了", ZH),
        ("where is my parcel", EN),
        ("这个 travel mug 有货吗", ZH),
        ("what does 包邮 mean", EN),
        ("我的order XE2611230042 还没deliver", ZH),
        ("訂單幾時到", ZH),
        ("Hi", EN),
        ("¿dónde está?", EN),
    ],
)
def test_tells_the_language(text: str, language: Language) -> None:
    assert detect_language(text) == language
    assert detect_language(text, EN if language == ZH else ZH) == language


@pytest.mark.parametrize("text", ["", "👍", "1234", "XE2611230042", "???", "OK", "ok"])
def test_a_message_without_words_keeps_the_conversations_language(text: str) -> None:
    assert detect_language(text, EN) == EN
    assert detect_language(text, ZH) == ZH
    assert detect_language(text) == ZH


def test_plain_script_changes_one_character_for_one() -> None:
    assert plain_script("訂單Ａ１，謝謝") == "订单A1,谢谢"
