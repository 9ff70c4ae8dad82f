"""Taking back what was just done, and keeping an order that was to be cancelled."""

from __future__ import annotations

import pytest

from bot.rules.answers import leaves_it
from bot.rules.reversals import keeps_order, takes_back_the_last


@pytest.mark.parametrize(
    "text",
    [
        "手滑了，帮我恢复一下订单",
        "按错了，改回来",
        "刚才那一步撤销",
        "取消刚才的操作",
        "刚那步不作数，撤了吧",
        "oops, undo that",
        "sorry, can you put my order back",
        "no no, bring it back please!",
        "I did not mean to do that, could you put it back how it was",
        "刚才那步能撤销吗",
        "拜托，撤回刚才的取消",
        "kindly undo that, I pressed the wrong thing",
        "糟了，整错了，倒回去",
        "可以恢复到原来的样子吗",
        "唔該還原頭先嗰個操作",
    ],
)
def test_what_was_just_done_is_taken_back(text: str) -> None:
    assert takes_back_the_last(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "撤了吧",
        "订单撤了吧",
        "取消订单",
        "别撤回",
        "不要恢复",
        "退回去",
        "改地址",
        "刚刚下单了",
        "I want to take it back to the shop",
        "do not undo it",
        "能取消吗",
        "too late to cancel??",
        "bring me another",
    ],
)
def test_another_wish_takes_nothing_back(text: str) -> None:
    assert not takes_back_the_last(text)


@pytest.mark.parametrize(
    "text", ["不取消", "还是照常发货吧", "还是发货吧，别的不变", "send it anyway please"]
)
def test_an_order_is_kept(text: str) -> None:
    assert keeps_order(text)


@pytest.mark.parametrize(
    "text", ["要不取消吧", "为什么不取消", "不取消不行", "还是取消吧", "what if you send it anyway"]
)
def test_doubts_and_the_wish_itself_keep_nothing(text: str) -> None:
    assert not keeps_order(text)


@pytest.mark.parametrize(
    "text",
    ["我又不想退了", "懒得折腾", "不开发票了", "nvm", "don't go ahead", "I'd rather hold onto it"],
)
def test_what_was_begun_is_left_in_other_words(text: str) -> None:
    assert leaves_it(text)
