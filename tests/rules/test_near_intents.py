"""Plain words settle what the model hesitates about."""

from __future__ import annotations

import pytest

from bot.rules.near_intents import nearer, with_beside
from models.values import Intent


@pytest.mark.parametrize(
    ("options", "text", "meant"),
    [
        ((Intent.CHANGE_ADDRESS, Intent.THANKS), "麻烦改一下地址 谢谢", Intent.CHANGE_ADDRESS),
        ((Intent.GREETING, Intent.TRACK_ORDER), "hi where is it", Intent.TRACK_ORDER),
        ((Intent.RETURN_POLICY, Intent.RETURN_REQUEST), "这东西退了", Intent.RETURN_REQUEST),
        ((Intent.RETURN_REQUEST, Intent.RETURN_POLICY), "几天内能退？", Intent.RETURN_POLICY),
        ((Intent.REFUND_STATUS, Intent.RETURN_REQUEST), "我要退货退款", Intent.RETURN_REQUEST),
        ((Intent.RETURN_REQUEST, Intent.REFUND_STATUS), "退款多久到账", Intent.REFUND_STATUS),
        ((Intent.MODIFY_ORDER, Intent.RETURN_REQUEST), "衬衫换L码", Intent.MODIFY_ORDER),
        ((Intent.REFUND_STATUS, Intent.PROMOTION), "the price dropped", Intent.PROMOTION),
        ((Intent.DELIVERY_TIME, Intent.TRACK_ORDER), "我的货呢，都几天了", Intent.TRACK_ORDER),
    ],
)
def test_words_tell_which_of_two_is_meant(
    options: tuple[Intent, Intent], text: str, meant: Intent
) -> None:
    assert nearer(options, text) is meant


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ((Intent.STOCK, Intent.PRODUCT_INFO), "这个还有吗"),
        ((Intent.THANKS, Intent.GREETING), "hi thanks"),
        ((Intent.RETURN_REQUEST,), "退"),
        ((), ""),
    ],
)
def test_where_words_do_not_tell_the_customer_is_asked(
    options: tuple[Intent, ...], text: str
) -> None:
    assert nearer(options, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "我的快递到哪了，还能改地址吗",
        "到哪了？我想改收货地址",
        "where's my order? also I need to change the delivery address",
        "has my order moved? and I want to change the address",
    ],
)
def test_where_the_parcel_is_counts_beside_an_action(text: str) -> None:
    assert with_beside((Intent.CHANGE_ADDRESS,), text)[0] is Intent.TRACK_ORDER


def test_an_action_alone_stays_alone() -> None:
    assert with_beside((Intent.CHANGE_ADDRESS,), "改地址") == (Intent.CHANGE_ADDRESS,)
    assert with_beside((Intent.STOCK,), "where is my order") == (Intent.STOCK,)
    both = (Intent.TRACK_ORDER, Intent.CANCEL_ORDER)
    assert with_beside(both, "where is my order, cancel it") == both


@pytest.mark.parametrize(
    ("heard", "text", "both"),
    [
        (
            (Intent.TRACK_ORDER,),
            "快递走到哪了，地址还能改吗",
            (Intent.TRACK_ORDER, Intent.CHANGE_ADDRESS),
        ),
        (
            (Intent.TRACK_ORDER, Intent.DELIVERY_TIME),
            "Where is it, and can I still cancel?",
            (Intent.TRACK_ORDER, Intent.CANCEL_ORDER),
        ),
        (
            (Intent.CHANGE_ADDRESS, Intent.DELIVERY_TIME),
            "包裹到哪了？地址改得了不",
            (Intent.TRACK_ORDER, Intent.CHANGE_ADDRESS),
        ),
        ((Intent.TRACK_ORDER,), "送到哪个地址了", (Intent.TRACK_ORDER,)),
        ((Intent.FEEDBACK,), "地址改了真方便", (Intent.FEEDBACK,)),
    ],
)
def test_two_questions_are_both_heard(
    heard: tuple[Intent, ...], text: str, both: tuple[Intent, ...]
) -> None:
    assert with_beside(heard, text) == both
