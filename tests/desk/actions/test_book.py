"""The ledger: every step once, by its owner, and only while it still fits the records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest

from bot.desk.actions.book import Stale, apply
from bot.desk.actions.details import Details
from bot.desk.turn import Step, StepKind
from knowledge.queries import actions
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    Order,
    OrderStatus,
    Refund,
    RefundStatus,
)
from knowledge.store import Store
from tests.desk.actions.ledger import Ledger, state_of
from tests.fakes import NOW, Desk, Shop

K = ActionKind


async def _order(shop: Shop, **known: Any) -> Order:
    """A mug for ¥129.00, paid and not packed."""
    known = {"status": OrderStatus.PREPARING, **known}
    return await shop.order(await shop.customer(), (await shop.product(), 1), **known)


@pytest.fixture
async def order(any_desk: Desk) -> Order:
    return await _order(any_desk.shop)


@pytest.fixture
async def ledger(any_desk: Desk) -> Ledger:
    return await Ledger.of(any_desk)


@pytest.fixture
async def other(any_store: Store) -> AsyncIterator[Store]:
    """The store as a second process opens it."""
    opened = Store(any_store.url)
    yield opened
    await opened.close()


async def _at_once(*tries: Coroutine[Any, Any, object]) -> list[str]:
    """What became of several tries at the same instant: `done` or `Stale`, sorted."""
    came = await asyncio.gather(*tries, return_exceptions=True)
    assert all(isinstance(one, Action | Stale) for one in came), came
    return sorted("Stale" if isinstance(one, Stale) else "done" for one in came)


# --- once ---


async def test_a_message_proposes_once(ledger: Ledger, order: Order) -> None:
    for _ in range(2):
        await ledger.propose(K.CANCEL_ORDER, order, key="7:cancel_order")
    assert len(await ledger.desk.records(Action)) == 1


async def test_an_action_that_was_done_is_not_done_again(ledger: Ledger, order: Order) -> None:
    key = await ledger.done(K.CANCEL_ORDER, order)
    after = await state_of(ledger.desk, order)
    with pytest.raises(Stale):
        await ledger.take(StepKind.APPLY, key)
    assert await state_of(ledger.desk, order) == after


@pytest.mark.parametrize("kind", [K.CANCEL_ORDER, K.REQUEST_INVOICE])
async def test_two_processes_that_do_an_action_at_the_same_instant_do_it_once(
    ledger: Ledger, order: Order, other: Store, kind: ActionKind
) -> None:
    details = Details(title="李雷", email="lilei@example.com")
    key = await ledger.propose(kind, order, details)
    came = await _at_once(
        *(ledger.take(StepKind.APPLY, key, store=store) for store in (None, other, None, other))
    )
    assert came == ["Stale", "Stale", "Stale", "done"]
    state = await state_of(ledger.desk, order)
    assert len(state["refunds"]) + len(state["invoices"]) == 1


async def test_two_processes_that_undo_at_the_same_instant_undo_once(
    ledger: Ledger, order: Order, other: Store
) -> None:
    before = await state_of(ledger.desk, order)
    key = await ledger.done(K.CANCEL_ORDER, order)
    came = await _at_once(
        *(ledger.take(StepKind.UNDO, key, store=store) for store in (None, other))
    )
    assert came == ["Stale", "done"]
    assert await state_of(ledger.desk, order) == before


async def test_doing_and_dropping_at_the_same_instant_is_one_of_both(
    ledger: Ledger, order: Order, other: Store
) -> None:
    key = await ledger.propose(K.CANCEL_ORDER, order)
    came = await _at_once(
        ledger.take(StepKind.APPLY, key), ledger.take(StepKind.DROP, key, store=other)
    )
    assert came == ["Stale", "done"]
    applied = (await ledger.action(key)).state is ActionState.APPLIED
    assert len((await state_of(ledger.desk, order))["refunds"]) == int(applied)


async def test_two_actions_on_one_order_at_the_same_instant_see_each_other(
    any_desk: Desk, order: Order, other: Store
) -> None:
    first, second = await Ledger.of(any_desk, "anna"), await Ledger.of(any_desk, "bert")
    keys = [await one.propose(K.CANCEL_ORDER, order) for one in (first, second)]
    came = await _at_once(
        first.take(StepKind.APPLY, keys[0]), second.take(StepKind.APPLY, keys[1], store=other)
    )
    assert came == ["Stale", "done"]
    assert len(await any_desk.records(Refund)) == 1


# --- whose ---


@pytest.mark.parametrize("step", [StepKind.APPLY, StepKind.DROP, StepKind.WAIT, StepKind.UNDO])
async def test_a_step_of_another_account_is_void(
    any_desk: Desk, ledger: Ledger, order: Order, step: StepKind
) -> None:
    key = await ledger.propose(K.CANCEL_ORDER, order)
    if step is StepKind.UNDO:
        await ledger.take(StepKind.APPLY, key)
    state = (await ledger.action(key)).state
    mallory = await Ledger.of(any_desk, "mallory")
    with pytest.raises(Stale):
        await mallory.take(step, key)
    assert (await ledger.action(key)).state is state


async def test_a_step_about_nothing_is_void(ledger: Ledger) -> None:
    with pytest.raises(Stale):
        await ledger.take(StepKind.APPLY, "7:cancel_order")


# --- in which state ---


@pytest.mark.parametrize("step", [StepKind.APPLY, StepKind.WAIT, StepKind.UNDO])
async def test_what_was_dropped_stays_dropped(ledger: Ledger, order: Order, step: StepKind) -> None:
    key = await ledger.propose(K.CANCEL_ORDER, order)
    await ledger.take(StepKind.DROP, key)
    with pytest.raises(Stale):
        await ledger.take(step, key)
    assert (await ledger.action(key)).state is ActionState.DECLINED


async def test_a_new_proposal_makes_the_earlier_one_void(ledger: Ledger, order: Order) -> None:
    earlier = await ledger.propose(K.CANCEL_ORDER, order)
    await ledger.propose(K.CANCEL_ORDER, order)
    with pytest.raises(Stale):
        await ledger.take(StepKind.APPLY, earlier)


async def test_what_waits_for_staff_changes_nothing_yet(ledger: Ledger, order: Order) -> None:
    before = await state_of(ledger.desk, order)
    key = await ledger.propose(K.CANCEL_ORDER, order)
    await ledger.take(StepKind.WAIT, key)
    assert await state_of(ledger.desk, order) == before
    waiting = await ledger.action(key)
    assert (waiting.state, waiting.confirmed_at) == (ActionState.WAITING, ledger.desk.clock())
    with pytest.raises(Stale):
        await ledger.take(StepKind.APPLY, key)


async def test_a_price_difference_can_be_agreed_to_after_it_waited(desk: Desk, shop: Shop) -> None:
    order = await _order(shop, total_minor=15_900)
    (line,) = (await (await Ledger.of(desk)).seen(order)).lines
    async with desk.store.writing() as unit:
        offer = (await actions.offered(unit, [line.product_id]))[0]
        offer.sku.price_minor = 9_900
    ledger = await Ledger.of(desk)
    key = await ledger.propose(K.PROTECT_PRICE, order)
    await ledger.take(StepKind.WAIT, key)
    async with desk.store.writing() as unit:
        action = await actions.action_keyed(unit, key)
        assert action is not None
        await apply(unit, action, ActionState.WAITING, desk.policy, NOW)
    assert [one.amount_minor for one in await desk.records(Refund)] == [3_000]


# --- what has changed meanwhile ---


async def test_an_order_that_shipped_meanwhile_is_not_cancelled(
    ledger: Ledger, order: Order
) -> None:
    key = await ledger.propose(K.CANCEL_ORDER, order)
    await ledger.desk.shop.shipment(order, shipped_at=NOW)
    with pytest.raises(Stale):
        await ledger.take(StepKind.APPLY, key)
    assert (await ledger.action(key)).state is ActionState.PROPOSED
    assert (await state_of(ledger.desk, order))["refunds"] == []


async def test_an_amount_that_changed_meanwhile_is_not_paid(ledger: Ledger, order: Order) -> None:
    key = await ledger.propose(K.CANCEL_ORDER, order)
    await ledger.desk.shop.refund(order, RefundStatus.PAID, amount_minor=2_900)
    with pytest.raises(Stale):
        await ledger.take(StepKind.APPLY, key)
    assert (await state_of(ledger.desk, order))["order"][0] is OrderStatus.PREPARING


async def test_notices_are_stopped_at_once_and_once(ledger: Ledger) -> None:
    step = Step(StepKind.RECORD, "9:stop_notices", kind=K.STOP_NOTICES)
    for _ in range(2):
        await ledger._take(step, ledger.desk.store)
    (action,) = await ledger.desk.records(Action)
    assert (action.state, action.applied_at) == (ActionState.APPLIED, ledger.desk.clock())
    assert (await ledger.desk.account("anna")).notices_off_at == ledger.desk.clock()
