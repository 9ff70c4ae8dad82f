"""What was tried, in words: no form and no name of the desk's is read by staff as it is kept."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.desk import tried
from bot.desk.actions.forms import goods, invoice, items, order, returns
from bot.desk.handover import handover_notice
from bot.desk.tried import summary_words, tried_words
from bot.rules.actions.verdict import Because
from bot.rules.parcels import _BY_ORDER, _BY_STATUS, _WITHOUT_PARCEL, TROUBLE
from knowledge.records import Channel, ChannelAccount, Conversation, Handover, HandoverReason

_WORDS = tomllib.loads(Path(tried.__file__).with_name("tried.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("note", "zh", "en"),
    [
        (
            "XE2611230042: return_items refused, window_over",
            "订单 XE2611230042：顾客要求“退货退款”，按规定办不了（过了期限）",
            "Order XE2611230042: the customer asked for “Return for a refund”, which the rules "
            "do not allow (the time for it is over)",
        ),
        (
            "17:cancel_order: neither yes nor no",
            "读给顾客听的“取消订单”，顾客没有说要还是不要",
            "“Cancel order” was read back, and the customer said neither yes nor no",
        ),
        (
            "change_address, XE1: asked for phone",
            "办“修改收货地址”（订单 XE1）时问了手机号，没有得到能用的回答",
            "For “Change the address” (order XE1) we asked for the phone number and got no usable "
            "answer",
        ),
        ("XE1: parcel_lost", "订单 XE1：包裹可能丢了", "Order XE1: the parcel may be lost"),
        (
            "article gift-wrap; XE2611230042",
            "用文章“gift-wrap”回答了；说的是订单 XE2611230042",
            "Answered from the article “gift-wrap”; It is about order XE2611230042",
        ),
        ("查了订单", "查了订单", "查了订单"),
        ("", "", ""),
    ],
)
def test_a_note_is_told_in_words(note: str, zh: str, en: str) -> None:
    assert (tried_words(note, "zh"), tried_words(note, "en")) == (zh, en)


def test_every_name_has_words() -> None:
    assert set(_WORDS["whys"]) == set(Because)
    acts = {*TROUBLE, *_BY_STATUS.values(), *_WITHOUT_PARCEL.values(), *_BY_ORDER.values()}
    assert acts | {"parcel_split", "parcel_late", "parcel_in_transit"} <= set(_WORDS["acts"])
    fields = {
        getattr(form, name)
        for form, names in {
            goods: ("GOODS", "QUANTITY", "NEW"),
            returns: ("MODE", "REASON", "PROBLEM", "PHOTO", "CURE"),
            order: ("ADDRESS", "RECIPIENT", "PHONE", "CURE"),
            invoice: ("COMPANY", "TITLE", "TAX", "WRONG", "EMAIL"),
            items: ("LINE", "NEW", "NUMBER"),
        }.items()
        for name in names
    }
    assert fields == set(_WORDS["fields"])


def test_a_summary_tells_the_note_once_and_who_it_is_in_words() -> None:
    handover = Handover(
        conversation_id=5,
        reason=HandoverReason.PARCEL_PROBLEM,
        summary="未核实 / not identified\n– 包裹呢\nXE1: parcel_lost",
        tried="XE1: parcel_lost",
    )
    assert summary_words(handover, "en") == "Not identified\n– 包裹呢"
    talk = Conversation(id=5, account_id=1)
    account = ChannelAccount(channel=Channel.TELEGRAM, external_id="7", display_name="王芳")
    assert handover_notice("-100", "k", handover, talk, account).text.splitlines() == [
        "包裹异常 / parcel problem",
        "未核实 / not identified",
        "– 包裹呢",
        "试过 / tried: 订单 XE1：包裹可能丢了 / Order XE1: the parcel may be lost",
    ]
