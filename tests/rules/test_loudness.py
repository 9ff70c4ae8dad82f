"""Loud words that are no anger, and words that only call."""

from __future__ import annotations

import pytest

from bot.rules.loudness import only_calls, only_loud


@pytest.mark.parametrize("text", ["给我改地址！！", "RETURN MY ORDER", "退货！", "Cancel it!!!"])
def test_signs_and_capitals_alone_are_loud(text: str) -> None:
    assert only_loud(text)


@pytest.mark.parametrize(
    "text",
    [
        "取消订单",
        "烦死了，取消！！",
        "骗子！退钱！",
        "怎么还不发货！！",
        "THIS IS RIDICULOUS",
        "you lost it!!",
        "NEVER AGAIN! CANCEL IT",
    ],
)
def test_calm_words_and_angry_ones_are_not_only_loud(text: str) -> None:
    assert not only_loud(text)


@pytest.mark.parametrize("text", ["喂", "喂喂喂", "喂，在吗？", "hello??", "hi, anyone there?"])
def test_a_call_is_a_hello(text: str) -> None:
    assert only_calls(text)


@pytest.mark.parametrize("text", ["", "？", "喂，我要退货", "hello, where is it", "在吗 查订单"])
def test_a_call_with_a_wish_is_more(text: str) -> None:
    assert not only_calls(text)
