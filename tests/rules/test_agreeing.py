"""What confirms a cancelling: only what says yes, or says it again with a yes."""

from __future__ import annotations

import pytest

from bot.rules.answers import agrees_to_cancel, hesitates, leaves_it, means_yes


@pytest.mark.parametrize(
    "text",
    ["好，取消吧", "确认取消", "好的，取消订单", "fine, cancel it", "Yes, cancel my order please"],
)
def test_said_again_with_a_yes(text: str) -> None:
    assert agrees_to_cancel(text)


@pytest.mark.parametrize(
    "text",
    [
        "取消",
        "cancel that",
        "甭取消了",
        "放弃取消",
        "取消要扣钱么",
        "明天取消",
        "hold off cancelling",
        "cancel it tomorrow",
        "yes, but cancel the other one",
        "cancel the cancellation",
        "don't cancel it",
    ],
)
def test_anything_else_does_not_agree(text: str) -> None:
    assert not agrees_to_cancel(text)


@pytest.mark.parametrize("text", ["得了", "得了吧", "算了"])
def test_giving_up_is_no_yes(text: str) -> None:
    assert not means_yes(text)
    assert leaves_it(text)


@pytest.mark.parametrize("text", ["ok, wait", "yes but not yet", "是吗？", "好，先等等"])
def test_a_word_that_holds_back(text: str) -> None:
    assert hesitates(text)


@pytest.mark.parametrize("text", ["没错", "没问题，办吧", "no problem, go on", "that is spot on"])
def test_a_word_that_only_looks_like_it(text: str) -> None:
    assert not hesitates(text)


@pytest.mark.parametrize("text", ["👍", "👌👌", "okk", "阔以"])
def test_yes_in_a_sign_or_in_slang(text: str) -> None:
    assert means_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "好呀好呀，谢谢您啦",
        "嗯呢",
        "对头",
        "要得要得，麻烦你咯",
        "莫得问题",
        "得嘞",
        "那行吧",
        "就这么办",
        "👍🏻 go",
        "yes lovely, thank you",
        "yep that's all fine, cheers",
        "yeah let's do it",
    ],
)
def test_a_warm_yes_and_one_in_dialect_is_a_yes(text: str) -> None:
    assert means_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢你啊",
        "是嘛",
        "要不得",
        "那不行",
        "不行嘞",
        "别了呀",
        "嗯？",
        "可以呀？",
        "great",
        "I'm fine",
        "go away",
        "no go",
        "let's not do it",
        "好的呀但是",
    ],
)
def test_thanks_a_question_or_a_no_with_a_particle_is_no_yes(text: str) -> None:
    assert not means_yes(text)
