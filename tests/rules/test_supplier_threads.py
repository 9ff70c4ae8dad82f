"""Whose words they are, and about which order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.rules.supplier_threads import (
    Candidates,
    Letter,
    Match,
    is_of,
    match,
    numbers_in,
    reply_subject,
)
from bot.rules.two_languages import in_language
from knowledge.records import Channel, PurchaseOrder, PurchaseOrderStatus, Supplier

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
JADE = Supplier(id=1, code="JADE", name="Jade", email="Orders@Jade.example", telegram_chat="77")


def order(key: int, status: PurchaseOrderStatus = PurchaseOrderStatus.REQUESTED) -> PurchaseOrder:
    return PurchaseOrder(
        id=key, number=f"PO261123000{key}", supplier_id=1, status=status, requested_at=NOW
    )


def letter(sender: str = "orders@jade.example", channel: Channel = Channel.MAIL) -> Letter:
    return Letter(channel, "<1@x>", sender, "", "ok", NOW)


def known(**more: Any) -> Candidates:
    every: dict[str, Any] = {"answered": None, "named": [], "senders": [JADE], "open_orders": []}
    return Candidates(**{**every, **more})


def test_the_thread_goes_before_what_is_named_and_what_is_open() -> None:
    found = known(answered=(order(1), JADE), named=[(order(2), JADE)], open_orders=[order(3)])
    assert match(letter(), found) == Match(1, 1)


def test_without_a_thread_the_number_decides() -> None:
    assert match(letter(), known(named=[(order(2), JADE)], open_orders=[order(3)])) == Match(1, 2)


def test_without_both_the_sender_s_only_open_order_is_meant() -> None:
    assert match(letter(), known(open_orders=[order(3)])) == Match(1, 3)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (known(named=[(order(1), JADE), (order(2), JADE)]), "several purchase orders"),
        (known(open_orders=[order(1), order(2)]), "several open orders"),
        (known(), "no open order"),
        (known(senders=[]), "No supplier on record"),
        (known(answered=(order(1, PurchaseOrderStatus.RECEIVED), JADE)), "received"),
    ],
)
def test_what_is_not_clear_is_staff_s(found: Candidates, why: str) -> None:
    assert why in match(letter(), found).why


def test_an_answer_from_an_address_that_is_not_the_supplier_s_is_staff_s() -> None:
    found = match(letter("evil@elsewhere.example"), known(answered=(order(1), JADE)))
    assert found.order_id == 1
    assert in_language(found.why, "en") == "Somebody else answered: evil@elsewhere.example."
    assert in_language(found.why, "zh") == "答复的是别人：evil@elsewhere.example。"


@pytest.mark.parametrize(
    ("email", "sender", "same"),
    [
        ("orders@jade.example", "wang@jade.example", True),
        ("Orders@JADE.example", "orders@jade.example", True),
        ("orders@jade.example", "orders@notjade.example", False),
        ("orders@jade.example", "orders@jade.example.evil", False),
        ("jade@qq.com", "somebody@qq.com", False),
        ("jade@qq.com", "jade@qq.com", True),
        (None, "orders@jade.example", False),
        (None, "", False),
    ],
)
def test_colleagues_write_from_the_same_domain_unless_it_is_everybody_s(
    email: str | None, sender: str, same: bool
) -> None:
    assert is_of(Supplier(code="J", name="J", email=email), Channel.MAIL, sender) is same


def test_in_telegram_the_chat_is_the_supplier() -> None:
    assert is_of(JADE, Channel.TELEGRAM, "77")
    assert not is_of(JADE, Channel.TELEGRAM, "78")
    assert not is_of(Supplier(code="J", name="J"), Channel.TELEGRAM, "")


def test_order_numbers_are_found_in_running_text() -> None:
    said = "回复：采购单PO2611230007请查收, re po261123-02. SPO2611230009 and PO12 are none."
    assert numbers_in(said) == ["PO2611230007", "PO261123-02"]


def test_re_is_said_once() -> None:
    assert reply_subject("Order PO1") == "Re: Order PO1"
    assert reply_subject("RE: Order PO1") == "RE: Order PO1"
