"""Whether what was done may be taken back: in time, and while nothing has followed from it."""

from __future__ import annotations

from datetime import datetime

from bot.rules.actions.before_it_leaves import too_late
from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.verdict import Because, Refused
from bot.rules.policy import Policy
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    InvoiceStatus,
    OrderStatus,
    PaymentStatus,
    RefundStatus,
    ReturnStatus,
)

#: What was worked out from the state that an action left behind, and so hinders its undo.
_RESTS_ON = {
    ActionKind.CHANGE_ITEMS: {ActionKind.CHANGE_ITEMS, ActionKind.PROTECT_PRICE},
    ActionKind.CHANGE_ADDRESS: {ActionKind.CHANGE_ADDRESS},
}


def may_undo(
    facts: OrderFacts, action: Action, policy: Policy, now: datetime, *, by_staff: bool = False
) -> Refused | None:
    """Why an action that was applied can not be taken back; None while it can.

    A customer may within `policy.undo.minutes`, staff later too. For both it is over once the
    order left, goods came, money moved, the invoice was written, or a later action rests on it.
    """
    assert action.applied_at is not None  # only what was applied is taken back
    until = action.applied_at + policy.undo.window
    if not by_staff and now > until:
        return Refused(Because.TOO_LATE, until=until)
    left = _left(facts, action, policy)
    if left is not None:
        return left
    followed = _is_settled(facts, action) or any(_rests_on(one, action) for one in facts.actions)
    return Refused(Because.FOLLOWED) if followed else None


def _left(facts: OrderFacts, action: Action, policy: Policy) -> Refused | None:
    """Why the order itself stands in the way."""
    match action.kind:
        case ActionKind.CHANGE_ADDRESS:
            return too_late(facts, policy.address_change.until)
        case ActionKind.CHANGE_ITEMS:
            return too_late(facts, policy.item_change.until)
        case ActionKind.CANCEL_ORDER if facts.order.status is not OrderStatus.CANCELLED:
            return Refused(Because.FOLLOWED)
    return None


def _is_settled(facts: OrderFacts, action: Action) -> bool:
    """Whether something that the action wrote down is no longer as it was written."""
    as_written = (
        ("refund_id", facts.refunds, RefundStatus.PENDING),
        ("payment_id", facts.payments, PaymentStatus.PENDING),
        ("case_id", facts.cases, ReturnStatus.OPEN),
        ("invoice_id", facts.invoices, InvoiceStatus.REQUESTED),
    )
    return any(
        one.id == action.before.get(key) and one.status is not status
        for key, records, status in as_written
        for one in records
    )


def _rests_on(later: Action, action: Action) -> bool:
    if later.state is not ActionState.APPLIED or later.kind not in _RESTS_ON.get(action.kind, ()):
        return False
    return later.key > action.key
