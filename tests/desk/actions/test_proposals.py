"""From a wish to "shall I?" and what its answer leads to, as a customer sees it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.rules.policy import Policy
from bot.rules.policy.approval import Approval, Undo
from knowledge.records import (
    Action,
    ActionState,
    Order,
    OrderStatus,
    Refund,
    RefundStatus,
)
from knowledge.store import Store
from models.values import Intent, Mood
from tests.fakes import NOW, Desk, FakeMind, Said, Shop

_NUMBER = "XE2611230042"
_OTHER_NUMBER = "XE2611230043"
_MILL_LANE = "12 Mill Lane, Leeds LS1 4AB"


async def _order(shop: Shop, desk: Desk, **known: Any) -> Order:
    """Anna's order, paid and not packed."""
    customer = await shop.customer()
    await desk.identify("anna", customer)
    known = {"number": _NUMBER, "status": OrderStatus.PREPARING, **known}
    return await shop.order(customer, (await shop.product(), 1), **known)


@pytest.fixture
async def order(desk: Desk, shop: Shop) -> Order:
    return await _order(shop, desk)


async def _proposed(desk: Desk, text: str = "取消订单") -> Said:
    said = await desk.ask("anna", text)
    assert said.act == "action_confirm"
    return said


def _button(said: Said, head: str) -> str:
    return next(action for action in said.buttons.values() if action.startswith(head))


async def _states(desk: Desk) -> list[ActionState]:
    return [one.state for one in await desk.records(Action)]


async def _status(desk: Desk) -> OrderStatus:
    (order,) = await desk.records(Order, Order.number == _NUMBER)
    return order.status


# --- asked, answered ---


async def test_nothing_is_done_before_the_customer_agrees(desk: Desk, order: Order) -> None:
    said = await _proposed(desk)
    assert list(said.buttons) == ["确认", "不用了"]
    assert all(fact in said.text for fact in ("取消订单", _NUMBER, "¥129.00"))
    assert (await _status(desk), await _states(desk)) == (
        OrderStatus.PREPARING,
        [ActionState.PROPOSED],
    )


@pytest.mark.parametrize("text", ["确认", "好的", "yes please", "👌好的"])
async def test_a_plain_yes_counts_as_the_button(desk: Desk, order: Order, text: str) -> None:
    await _proposed(desk)
    assert (await desk.ask("anna", text)).act == "action_done"
    assert await _status(desk) is OrderStatus.CANCELLED


async def test_the_button_does_it_and_another_takes_it_back(desk: Desk, order: Order) -> None:
    proposed = await _proposed(desk)
    done = await desk.press("anna", _button(proposed, "confirm:"))
    assert (done.act, list(done.buttons)) == ("action_done", ["撤回"])
    assert await _status(desk) is OrderStatus.CANCELLED
    undone = await desk.press("anna", _button(done, "undo:"))
    assert undone.act == "action_undone"
    assert (await _status(desk), await desk.records(Refund)) == (OrderStatus.PREPARING, [])


@pytest.mark.parametrize("text", ["不用了", "no thanks", "算了"])
async def test_a_plain_no_changes_nothing(desk: Desk, order: Order, text: str) -> None:
    await _proposed(desk)
    assert (await desk.ask("anna", text)).act in {"action_dropped", "form_left"}
    assert await _status(desk) is OrderStatus.PREPARING


async def test_what_is_neither_yes_nor_no_is_asked_once_more_then_staff_come(
    desk: Desk, order: Order
) -> None:
    await _proposed(desk)
    assert (await desk.ask("anna", "呃这个")).act == "ask_confirm_again"
    assert (await desk.ask("anna", "呃这个")).act == "handover_open"
    assert await _status(desk) is OrderStatus.PREPARING


async def test_a_question_in_between_is_answered_and_the_proposal_stays(
    desk: Desk, order: Order
) -> None:
    await desk.shop.article(
        "运费", "满九十九元包邮。", topic=Intent.SHIPPING_FEE, asks=["运费多少"]
    )
    await _proposed(desk)
    aside = await desk.ask("anna", "运费多少钱？")
    assert aside.act == "article+form_resumed+action_confirm"
    assert "满九十九元包邮" in aside.text
    assert (await desk.ask("anna", "好的")).act == "action_done"


async def test_a_correction_is_proposed_instead(desk: Desk, order: Order) -> None:
    desk.mind.hears(f"send it to {_MILL_LANE}", Intent.CHANGE_ADDRESS)
    first = await _proposed(desk, f"send it to {_MILL_LANE}")
    assert _MILL_LANE in first.text
    corrected = await desk.ask("anna", "no, to 14 Mill Lane, Leeds LS1 4AB")
    assert corrected.act == "action_confirm" and "14 Mill Lane" in corrected.text
    assert await _states(desk) == [ActionState.DECLINED, ActionState.PROPOSED]
    assert (await desk.press("anna", _button(first, "confirm:"))).act == "action_void"
    await desk.press("anna", _button(corrected, "confirm:"))
    (now,) = await desk.records(Order)
    assert now.address == "14 Mill Lane, Leeds LS1 4AB"


# --- once ---


async def test_a_button_that_is_pressed_twice_says_that_it_was_done(
    desk: Desk, order: Order
) -> None:
    confirm = _button(await _proposed(desk), "confirm:")
    acts = [(await desk.press("anna", confirm)).act for _ in range(2)]
    assert acts == ["action_done", "action_already"]
    assert len(await desk.records(Refund)) == 1


@pytest.fixture
async def second(any_store: Store) -> AsyncIterator[Store]:
    """The store as a second process opens it."""
    opened = Store(any_store.url)
    yield opened
    await opened.close()


async def test_a_yes_that_two_processes_answer_at_the_same_instant_counts_once(
    any_desk: Desk, second: Store
) -> None:
    await _order(any_desk.shop, any_desk)
    confirm = _button(await _proposed(any_desk), "confirm:")
    minds = [FakeMind(), FakeMind()]
    together = asyncio.Barrier(2)
    for mind in minds:
        mind.on_understand = lambda _text: together.wait()
    workers = [
        any_desk.another_answerer(minds[0]),
        Desk(second, mind=minds[1], clock=any_desk.clock).answerer,
    ]
    data = {"action": confirm}
    received = await any_desk.receive("anna", "确认", kind="button", data=data)
    await asyncio.gather(*(one.answer_next(received.conversation_id) for one in workers))

    assert await _states(any_desk) == [ActionState.APPLIED]
    assert len(await any_desk.records(Refund)) == 1
    acts = [message.act for message in await any_desk.messages("anna")]
    assert acts.count("action_done") == 1


# --- whose ---


async def test_another_accounts_proposal_is_void(desk: Desk, order: Order) -> None:
    proposed = await _proposed(desk)
    for action in proposed.buttons.values():
        assert (await desk.press("mallory", action)).act == "action_void"
    done = await desk.press("anna", _button(proposed, "confirm:"))
    assert (await desk.press("mallory", _button(done, "undo:"))).act == "nothing_to_undo"
    assert await _states(desk) == [ActionState.APPLIED]


@pytest.mark.parametrize("action", ["confirm:", "confirm:1:cancel_order", "drop:x", "undo:0:x"])
async def test_a_forged_button_does_nothing(desk: Desk, order: Order, action: str) -> None:
    await _proposed(desk)
    said = await desk.press("mallory", action)
    assert said.act in {"action_void", "nothing_to_undo"}
    assert await _states(desk) == [ActionState.PROPOSED]


# --- what has changed meanwhile ---


async def test_an_offer_is_void_after_its_time(desk: Desk, order: Order) -> None:
    confirm = _button(await _proposed(desk), "confirm:")
    desk.clock.move(minutes=61)
    assert (await desk.press("anna", confirm)).act == "action_void"
    assert (await _status(desk), await _states(desk)) == (
        OrderStatus.PREPARING,
        [ActionState.DECLINED],
    )


async def test_an_offer_holds_to_the_end_of_its_time(desk: Desk, order: Order) -> None:
    confirm = _button(await _proposed(desk), "confirm:")
    desk.clock.move(minutes=60)
    assert (await desk.press("anna", confirm)).act == "action_done"


async def test_an_order_that_shipped_before_the_yes_is_refused_with_the_reason(
    desk: Desk, shop: Shop, order: Order
) -> None:
    confirm = _button(await _proposed(desk), "confirm:")
    await shop.shipment(order, shipped_at=NOW + timedelta(minutes=2))
    desk.clock.move(minutes=5)
    refused = await desk.press("anna", confirm)
    assert refused.act == "action_refused"
    assert "10:02" in refused.text and "拒收" in refused.text
    assert await _states(desk) == [ActionState.DECLINED]


async def test_another_amount_is_proposed_anew(desk: Desk, shop: Shop, order: Order) -> None:
    first = await _proposed(desk)
    assert "¥129.00" in first.text
    await shop.refund(order, RefundStatus.PAID, amount_minor=2_900)
    anew = await desk.press("anna", _button(first, "confirm:"))
    assert anew.act == "action_confirm" and "¥100.00" in anew.text
    assert await _status(desk) is OrderStatus.PREPARING
    assert (await desk.ask("anna", "好的")).act == "action_done"
    assert [one.amount_minor for one in await desk.records(Refund)] == [2_900, 10_000]


async def test_a_proposal_that_was_made_anew_can_be_left_like_any(
    desk: Desk, shop: Shop, order: Order
) -> None:
    first = await _proposed(desk)
    await shop.refund(order, RefundStatus.PAID, amount_minor=2_900)
    await desk.press("anna", _button(first, "confirm:"))
    assert (await desk.ask("anna", "算了")).act == "form_left"


async def test_what_ships_while_the_yes_is_worded_is_worked_out_again(
    desk: Desk, shop: Shop, order: Order
) -> None:
    confirm = _button(await _proposed(desk), "confirm:")
    word = desk.mind.word
    shipped: list[object] = []

    async def ships_first(plan: Any) -> str:
        if plan.act == "action_done" and not shipped:
            shipped.append(await shop.shipment(order, shipped_at=NOW))
        return await word(plan)

    desk.mind.word = ships_first  # type: ignore[method-assign]
    assert (await desk.press("anna", confirm)).act == "action_refused"
    assert await _status(desk) is OrderStatus.PREPARING


# --- staff ---


@pytest.mark.parametrize(
    ("policy", "risk"),
    [
        (Policy(approval=Approval(amount_over=100.0)), "amount"),
        (Policy(approval=Approval(more_than=0)), "repeated"),
        (Policy(approval=Approval(always=("cancel_order",))), "always"),
    ],
)
async def test_what_is_risky_waits_for_staff(store: Store, policy: Policy, risk: str) -> None:
    desk = Desk(store, policy=policy)
    await _order(desk.shop, desk)
    confirm = _button(await _proposed(desk), "confirm:")
    assert (await desk.press("anna", confirm)).act == "action_waiting"
    (action,) = await desk.records(Action)
    assert (action.state, action.risks) == (ActionState.WAITING, [risk])
    assert await _status(desk) is OrderStatus.PREPARING
    assert len(await desk.notices()) == 1
    assert (await desk.press("anna", confirm)).act == "action_waiting"


async def test_an_angry_customers_money_waits_for_staff(desk: Desk, order: Order) -> None:
    await _proposed(desk)
    desk.mind.hears("确认", Intent.AFFIRM, mood=Mood.ANGRY)
    assert (await desk.ask("anna", "确认")).act == "action_waiting"
    (action,) = await desk.records(Action)
    assert action.risks == ["angry"]


# --- taking it back ---


async def test_words_take_back_the_newest_action(desk: Desk, order: Order) -> None:
    await _proposed(desk)
    await desk.ask("anna", "确认")
    assert (await desk.ask("anna", "撤回")).act == "action_undone"
    assert (await desk.ask("anna", "撤回")).act == "nothing_to_undo"
    assert await _status(desk) is OrderStatus.PREPARING


async def test_a_button_that_comes_too_late_says_until_when_it_went(
    desk: Desk, order: Order
) -> None:
    await _proposed(desk)
    done = await desk.ask("anna", "确认")
    desk.clock.move(minutes=31)
    late = await desk.press("anna", _button(done, "undo:"))
    assert late.act == "action_refused" and "10:30" in late.text
    assert (await desk.ask("anna", "撤回")).act == "nothing_to_undo"
    assert await _status(desk) is OrderStatus.CANCELLED


async def test_money_that_has_left_cannot_be_taken_back_and_that_is_said(
    desk: Desk, order: Order
) -> None:
    await _proposed(desk)
    done = await desk.ask("anna", "确认")
    async with desk.store.writing() as unit:
        (refund,) = await desk.records(Refund)
        (await unit.merge(refund)).status = RefundStatus.PAID
    said = await desk.press("anna", _button(done, "undo:"))
    assert said.act == "action_refused" and "撤不回来" in said.text


async def test_a_shop_without_undo_offers_none(store: Store) -> None:
    desk = Desk(store, policy=Policy(undo=Undo(minutes=0)))
    await _order(desk.shop, desk)
    await _proposed(desk)
    assert (await desk.ask("anna", "确认")).buttons == {}


# --- several orders ---


async def test_the_other_one_is_proposed_instead(desk: Desk, shop: Shop, order: Order) -> None:
    other = Order(**{**order.model_dump(exclude={"id"}), "number": _OTHER_NUMBER})
    await shop.add(other)
    asked = await desk.ask("anna", "取消订单")
    assert asked.act == "choose_order"
    first = await desk.press("anna", f"order:cancel_order:{_NUMBER}")
    assert first.act == "action_confirm" and _NUMBER in first.text
    second = await desk.ask("anna", "不是这个，是另一个")
    assert second.act == "action_confirm" and _OTHER_NUMBER in second.text
