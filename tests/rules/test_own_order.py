"""Whether words speak of an order that was placed."""

from __future__ import annotations

import pytest

from bot.rules.own_order import speaks_of_own_order


@pytest.mark.parametrize(
    "text",
    [
        "我订购的产品什么时候能送达？",
        "我买的杯子几天能到",
        "我的快递呢",
        "订单什么时候到",
        "催一下",
        "我訂購的產品什麼時候能送達",
        "我買的杯子幾天能到",
        "when will my order arrive",
        "The mug I bought, when does it come?",
        "I've ordered a mug",
        "has the parcel left",
    ],
)
def test_knows_an_order_that_was_placed(text: str) -> None:
    assert speaks_of_own_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "一般几天能到？",
        "寄到北京要多久",
        "how many days does delivery take",
        "how long to Beijing",
        "is it a border town",
    ],
)
def test_knows_a_question_in_general(text: str) -> None:
    assert not speaks_of_own_order(text)
