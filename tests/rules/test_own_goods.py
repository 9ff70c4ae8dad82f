"""Questions whether what one bought can go back, and questions about the rules."""

from __future__ import annotations

import pytest

from bot.rules.own_goods import asks_if_mine_goes_back


@pytest.mark.parametrize(
    "text",
    [
        "能退吗",
        "可不可以退货",
        "我刚买的还能退不",
        "退得了不",
        "鞋子太紧，可以换吗",
        "Can I still send it back?",
        "is it too late to return my order",
        "am I still able to return the things I ordered?",
    ],
)
def test_ones_own_goods(text: str) -> None:
    assert asks_if_mine_goes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "特价商品能退吗",
        "几天内能退",
        "退货运费谁出",
        "怎么退",
        "你们支持退货吗",
        "买大了一般能换吗",
        "can I return sale items",
        "how long can I return it",
        "what is your return policy",
    ],
)
def test_the_rules_in_general(text: str) -> None:
    assert not asks_if_mine_goes_back(text)
