"""Taking back what was done: in time, and while nothing has followed from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.undoing import may_undo
from bot.rules.actions.verdict import Because, Refused
from bot.rules.policy import Policy
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    Invoice,
    InvoiceStatus,
    OrderStatus,
    Payment,
    PaymentStatus,
    RefundStatus,
    ReturnStatus,
)
from tests.fakes import NOW
from tests.rules.actions.orders import action, case, delivered, facts, refund, shipment

_POLICY = Policy()


def _why(about: OrderFacts, done: Action) -> Because | None:
    refused = may_undo(about, done, _POLICY, NOW)
    return None if refused is None else refused.why


def test_a_customer_may_within_the_shops_minutes_and_staff_later_too() -> None:
    done = action(ActionKind.CHANGE_ADDRESS)
    last = NOW + timedelta(minutes=30)
    assert may_undo(facts(), done, _POLICY, last) is None
    late = last + timedelta(seconds=1)
    assert may_undo(facts(), done, _POLICY, late) == Refused(Because.TOO_LATE, until=last)
    assert may_undo(facts(), done, _POLICY, late, by_staff=True) is None


@pytest.mark.parametrize("kind", [ActionKind.CHANGE_ADDRESS, ActionKind.CHANGE_ITEMS])
def test_an_order_that_left_stays_as_it_left(kind: ActionKind) -> None:
    gone = facts(OrderStatus.SHIPPED, shipments=[shipment()])
    assert _why(gone, action(kind)) is Because.SHIPPED
    assert may_undo(gone, action(kind), _POLICY, NOW, by_staff=True) is not None


def test_goods_that_are_packed_stay_but_their_address_does_not() -> None:
    packed = facts(order={"packed_at": NOW})
    assert _why(packed, action(ActionKind.CHANGE_ITEMS)) is Because.PACKED
    assert _why(packed, action(ActionKind.CHANGE_ADDRESS)) is None


def test_a_cancelled_order_comes_back_unless_its_status_moved_on() -> None:
    cancelled = action(ActionKind.CANCEL_ORDER)
    assert _why(facts(OrderStatus.CANCELLED), cancelled) is None
    assert _why(facts(OrderStatus.REFUNDED), cancelled) is Because.FOLLOWED


@pytest.mark.parametrize("status", RefundStatus)
def test_money_that_has_moved_cannot_be_taken_back(status: RefundStatus) -> None:
    done = action(ActionKind.CANCEL_ORDER, before={"refund_id": 7})
    about = facts(OrderStatus.CANCELLED, refunds=[refund(100, status, key=7)])
    assert _why(about, done) is (None if status is RefundStatus.PENDING else Because.FOLLOWED)


def test_other_money_does_not_matter() -> None:
    done = action(ActionKind.CANCEL_ORDER, before={"refund_id": 7})
    about = facts(OrderStatus.CANCELLED, refunds=[refund(100, RefundStatus.PAID, key=8)])
    assert _why(about, done) is None


@pytest.mark.parametrize("status", PaymentStatus)
def test_a_difference_that_was_paid_cannot_be_taken_back(status: PaymentStatus) -> None:
    payment = Payment(id=3, order_id=1, method="difference", amount_minor=100, status=status)
    done = action(ActionKind.CHANGE_ITEMS, before={"payment_id": 3})
    expected = None if status is PaymentStatus.PENDING else Because.FOLLOWED
    assert _why(facts(payments=[payment]), done) is expected


@pytest.mark.parametrize("status", ReturnStatus)
def test_a_case_is_withdrawn_until_its_goods_are_here(status: ReturnStatus) -> None:
    done = action(ActionKind.RETURN_ITEMS, before={"case_id": 1})
    expected = None if status is ReturnStatus.OPEN else Because.FOLLOWED
    assert _why(delivered(cases=[case(status)]), done) is expected


@pytest.mark.parametrize("status", InvoiceStatus)
def test_an_invoice_is_withdrawn_until_it_is_written(status: InvoiceStatus) -> None:
    invoice = Invoice(id=4, order_id=1, title="李雷", status=status)
    done = action(ActionKind.REQUEST_INVOICE, before={"invoice_id": 4})
    expected = None if status is InvoiceStatus.REQUESTED else Because.FOLLOWED
    assert _why(facts(invoices=[invoice]), done) is expected


@pytest.mark.parametrize(
    ("first", "later", "hinders"),
    [
        (ActionKind.CHANGE_ITEMS, ActionKind.CHANGE_ITEMS, True),
        (ActionKind.CHANGE_ITEMS, ActionKind.PROTECT_PRICE, True),
        (ActionKind.CHANGE_ADDRESS, ActionKind.CHANGE_ADDRESS, True),
        (ActionKind.CHANGE_ITEMS, ActionKind.CHANGE_ADDRESS, False),
        (ActionKind.CHANGE_ADDRESS, ActionKind.REQUEST_INVOICE, False),
    ],
)
def test_what_a_later_action_rests_on_stays(
    first: ActionKind, later: ActionKind, hinders: bool
) -> None:
    done, after = action(first, key=1), action(later, key=2)
    expected = Because.FOLLOWED if hinders else None
    assert _why(facts(actions=[done, after]), done) is expected
    assert _why(facts(actions=[done, after]), after) is None


@pytest.mark.parametrize("state", [s for s in ActionState if s is not ActionState.APPLIED])
def test_only_what_was_done_rests_on_anything(state: ActionState) -> None:
    done, after = action(ActionKind.CHANGE_ITEMS), action(ActionKind.CHANGE_ITEMS, state, key=2)
    assert _why(facts(actions=[done, after]), done) is None
