"""Finding out who is asking: order number and phone digits, or a contact of one's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.rules.policy import Policy
from knowledge.records import (
    ChannelAccount,
    Customer,
    HandoverReason,
    IdentityAttempt,
    Order,
    OrderGrant,
)
from models.values import Intent
from tests.fakes import Desk, Said, Shop, local

_NUMBER = "XE2611230042"
_DIGITS = "4821"
_TRACKING = "SF1234567890123"


@pytest.fixture
async def order(shop: Shop) -> Order:
    """An order in transit, due on Thursday."""
    order = await shop.order(await shop.customer(), number=_NUMBER)
    await shop.shipment(order, tracking_number=_TRACKING, expected_at=local(date(2026, 11, 26)))
    return order


async def _grants(desk: Desk) -> list[int]:
    return [grant.order_id for grant in await desk.records(OrderGrant)]


def _tells_the_order(reply: Said) -> bool:
    return _NUMBER in reply.text and "本周四" in reply.text


@pytest.mark.parametrize(
    "pair",
    [
        "XE2611230042 4821",
        "订单号 xe2611230042，尾号4821",
        "2611230042，尾号４８２１",
        "4821 XE2611-230042",
        "XE2611230042 手机13812344821",
    ],
)
async def test_takes_number_and_digits_in_one_message(desk: Desk, order: Order, pair: str) -> None:
    asked = await desk.ask("anna", "我的快递到哪了")
    assert (asked.act, asked.asks_contact) == ("ask_identity", True)
    assert _tells_the_order(await desk.ask("anna", pair))
    assert await _grants(desk) == [order.key]


@pytest.mark.parametrize(
    "text",
    [
        "XE2611230042 4821",
        "XE2611230042 尾号4821 到哪了",
        "订单XE2611230042，手机后四位4821，什么时候能送达",
    ],
)
async def test_takes_both_unasked(desk: Desk, order: Order, text: str) -> None:
    assert _tells_the_order(await desk.ask("anna", text))


async def test_does_not_take_a_year_for_digits_unasked(desk: Desk, order: Order) -> None:
    reply = await desk.ask("anna", "XE2611230042 2025年买的，到哪了")
    assert reply.act == "ask_phone_digits"
    assert await desk.records(IdentityAttempt) == []


async def test_takes_number_first_and_digits_second(desk: Desk, order: Order) -> None:
    asked = await desk.ask("anna", "XE2611230042 到哪了")
    assert asked.act == "ask_phone_digits"
    assert _tells_the_order(await desk.ask("anna", "4821"))


async def test_takes_digits_first_and_number_second(desk: Desk, order: Order) -> None:
    await desk.ask("anna", "我的快递到哪了")
    assert (await desk.ask("anna", "4821")).act == "ask_order_number"
    assert _tells_the_order(await desk.ask("anna", _NUMBER))


async def test_takes_a_tracking_number_and_digits(desk: Desk, order: Order) -> None:
    asked = await desk.ask("anna", f"{_TRACKING} 到哪了")
    assert asked.act == "ask_phone_digits"
    assert _NUMBER not in asked.text
    assert _tells_the_order(await desk.ask("anna", "4821"))


async def test_goes_on_with_what_was_asked_in_english(desk: Desk, order: Order) -> None:
    await desk.ask("anna", "When will my order arrive?")
    reply = await desk.ask("anna", "XE2611230042, phone ends in 4821")
    assert reply.act == "delivery_eta"
    assert "on Thursday, 26 November" in reply.text


@pytest.mark.parametrize("pair", ["XE2611230042 4822", "XE2611239999 4821"])
async def test_says_nothing_about_which_half_was_wrong(desk: Desk, order: Order, pair: str) -> None:
    await desk.ask("anna", "我的快递到哪了")
    reply = await desk.ask("anna", pair)
    assert reply.act == "identity_failed"
    assert reply.text == "您提供的信息与记录不符，请核对订单号和手机号后四位后再试。 4"
    assert await _grants(desk) == []
    assert [attempt.succeeded for attempt in await desk.records(IdentityAttempt)] == [False]


async def test_answers_alike_whether_an_order_exists(desk: Desk, order: Order) -> None:
    known = await desk.ask("anna", f"{_NUMBER} 到哪了")
    unknown = await desk.ask("bert", "XE2611239999 到哪了")
    assert known == unknown


async def _try_wrongly(desk: Desk, times: int) -> list[Said]:
    await desk.ask("anna", "我的快递到哪了")
    return [await desk.ask("anna", f"{_NUMBER} 000{n}") for n in range(times)]


async def test_locks_after_five_wrong_tries_and_hands_over(desk: Desk, order: Order) -> None:
    replies = await _try_wrongly(desk, 5)
    assert [reply.act for reply in replies] == ["identity_failed"] * 4 + ["identity_locked"]
    handover = await desk.handover("anna")
    assert handover is not None and handover.reason is HandoverReason.IDENTITY_LOCKED


async def test_stays_locked_to_the_right_pair_after_staff_gave_back(
    desk: Desk, order: Order
) -> None:
    await _try_wrongly(desk, 5)
    await desk.staff.give_back((await desk.conversation("anna")).key, None)
    await desk.ask("anna", "我的快递到哪了")
    assert (await desk.ask("anna", f"{_NUMBER} {_DIGITS}")).act == "identity_locked"
    assert await _grants(desk) == []


async def test_lets_try_again_after_the_window(desk: Desk, order: Order) -> None:
    await _try_wrongly(desk, 4)
    desk.clock.move(minutes=31)
    replies = [await desk.ask("anna", f"{_NUMBER} 999{n}") for n in range(2)]
    assert [reply.act for reply in replies] == ["identity_failed"] * 2
    assert _tells_the_order(await desk.ask("anna", f"{_NUMBER} {_DIGITS}"))


async def test_counts_tries_given_unasked(desk: Desk, order: Order) -> None:
    replies = [await desk.ask("anna", f"{_NUMBER} 000{n}") for n in range(5)]
    assert replies[-1].act == "identity_locked"


async def test_shows_a_granted_order_and_no_other_of_that_customer(
    desk: Desk, shop: Shop, order: Order
) -> None:
    (customer,) = await desk.records(Customer)
    other = await shop.order(customer, number="XE2611230099")
    await desk.ask("anna", f"{_NUMBER} {_DIGITS}")
    assert (await desk.ask("anna", f"{other.number} 到哪了")).act == "ask_phone_digits"
    await desk.ask("bert", f"{_NUMBER} {_DIGITS}")
    listed = await desk.command("bert", "orders")
    assert _NUMBER in listed.text and other.number not in listed.text
    assert (await desk.account("anna")).customer_id is None


async def test_needs_no_second_proof_of_a_granted_order(desk: Desk, order: Order) -> None:
    await desk.ask("anna", f"{_NUMBER} {_DIGITS}")
    await desk.ask("anna", "XE2611230099 到哪了")
    for again in (f"{_NUMBER} 到哪了", f"{_NUMBER} {_DIGITS}"):
        assert _tells_the_order(await desk.ask("anna", again))
    assert await _grants(desk) == [order.key]


async def test_takes_a_contact_of_ones_own(desk: Desk, order: Order) -> None:
    await desk.ask("anna", "我的快递到哪了")
    assert _tells_the_order(await desk.share_contact("anna", "8613812344821"))
    account = await desk.account("anna")
    assert account.customer_id == order.customer_id
    assert account.verified_at == desk.clock()


async def test_greets_by_name_where_nothing_was_asked(desk: Desk, order: Order) -> None:
    reply = await desk.share_contact("anna", "+8613812344821")
    assert reply.act == "identity_confirmed"
    assert "王小明" in reply.text


async def test_tells_of_the_order_named_before_the_contact_was_shared(
    desk: Desk, shop: Shop
) -> None:
    customer = await shop.customer()
    for number, status in (("XE2611230001", "delivered"), ("XE2611230002", "shipped")):
        await shop.order(customer, number=number, status=status)  # type: ignore[arg-type]
    await desk.ask("anna", "XE2611230001 到哪了")
    reply = await desk.share_contact("anna", "+8613812344821")
    assert "XE2611230001" in reply.text and "XE2611230002" not in reply.text


async def test_refuses_the_order_of_another_named_before_the_contact(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await shop.order(await shop.customer("李雷", "+8613900000001"))
    await desk.ask("anna", f"{_NUMBER} 到哪了")
    assert (await desk.share_contact("anna", "+8613900000001")).act == "refuse_order"


@pytest.mark.parametrize(
    ("contact", "act"),
    [
        ({"phone": "+8613812344821", "own": False}, "contact_not_own"),
        ({"phone": "+8613812344821"}, "contact_not_own"),
        ({"phone": "+8613999999999", "own": True}, "contact_unknown"),
        ({"phone": "", "own": True}, "contact_unknown"),
        ({"own": True}, "contact_unknown"),
        # +1 381 234 4821, with the same digits as the customer's mainland phone:
        ({"phone": "13812344821", "own": True}, "contact_unknown"),
    ],
)
async def test_refuses_a_contact_that_proves_nothing(
    desk: Desk, order: Order, contact: dict[str, Any], act: str
) -> None:
    (reply,) = await desk.say("anna", "", kind="contact", data=contact)
    assert reply.act == act
    assert (await desk.account("anna")).customer_id is None


async def test_does_not_guess_between_two_customers_with_one_phone(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await shop.customer("王太太", "+8613812344821")
    assert (await desk.share_contact("anna", "+8613812344821")).act == "contact_unknown"
    assert (await desk.records(ChannelAccount))[0].customer_id is None


async def test_answers_another_question_while_it_waits_for_the_pair(
    desk: Desk, shop: Shop, order: Order
) -> None:
    await shop.article("运费多少", "满九十九元包邮。", topic=Intent.SHIPPING_FEE)
    await desk.ask("anna", "我的快递到哪了")
    assert "包邮" in (await desk.ask("anna", "运费多少")).text


async def test_fetches_a_person_for_whoever_asks_instead_of_proving(
    desk: Desk, order: Order
) -> None:
    await desk.ask("anna", "我的快递到哪了")
    assert (await desk.ask("anna", "转人工，我都等了1000年了")).act == "handover_open"


async def test_no_longer_takes_digits_for_a_phone_once_identified(desk: Desk, order: Order) -> None:
    await desk.share_contact("anna", "+8613999999999")
    await desk.share_contact("anna", "+8613812344821")
    assert (await desk.ask("anna", "2026")).act == "not_understood"


async def test_many_accounts_guessing_at_one_order_lock_it_for_a_day(
    desk: Desk, order: Order
) -> None:
    tries = Policy().identity.order_tries
    for guess in range(tries):
        await desk.ask(f"guesser-{guess}", f"{order.number} 尾号{guess:04}")
    right = await desk.ask("latecomer", f"{order.number} 尾号{_DIGITS}")
    assert right.act == "identity_locked"
    assert await _grants(desk) == []
