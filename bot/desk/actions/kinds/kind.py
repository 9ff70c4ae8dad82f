"""What every kind of action can be asked: whether it may, what it says, doing it, undoing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.desk.actions.details import Details
from bot.desk.actions.seen import Seen
from bot.rules.actions.verdict import Allowed, Because, Refused, Verdict
from bot.rules.policy import Policy
from knowledge.records import (
    Action,
    ActionKind,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
)
from knowledge.store import Unit


@dataclass(frozen=True, slots=True)
class Doing:
    """An action about to be done or taken back, in a writing unit; `now` in the shop's zone."""

    unit: Unit
    action: Action
    details: Details
    seen: Seen
    policy: Policy
    now: datetime


class Kind(Protocol):
    """A kind of action. Its rule is pure; it is asked again in the unit that does the action."""

    kind: ActionKind

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        """Whether it may be done."""
        ...

    async def do(self, doing: Doing) -> dict[str, object]:
        """Do it; what was there before, to take it back with."""
        ...

    async def undo(self, doing: Doing) -> Refused | None:
        """Take it back, or say why that cannot be."""
        ...


def payable(verdict: Allowed, details: Details) -> int:
    """What an action pays: what the rule allows, or less where staff agreed to less.

    Allowed ¥129.00, agreed ¥100.00 -> ¥100.00; allowed ¥90.00 by now -> ¥90.00.
    """
    less = 0 < details.agreed_minor < verdict.amount_minor
    return details.agreed_minor if less else verdict.amount_minor


def owe(doing: Doing, amount_minor: int, reason: str, days: int) -> Refund | None:
    """Write down money that goes back within so many days; nothing where it is none."""
    if amount_minor <= 0:
        return None
    refund = Refund(
        order_id=doing.seen.order.key,
        amount_minor=amount_minor,
        currency=doing.seen.order.currency,
        status=RefundStatus.PENDING,
        requested_at=doing.now,
        due_at=doing.now + timedelta(days=days),
        reason=reason,
    )
    doing.unit.add(refund)
    return refund


async def settle(doing: Doing, reason: str, days: int) -> dict[str, object]:
    """Write down the money that the action moves, either way; what it is taken back by."""
    amount = doing.action.amount_minor
    moved = owe(doing, amount, reason, days) if amount >= 0 else _charge(doing, -amount)
    if moved is None:
        return {}
    await doing.unit.flush()
    return {"payment_id" if amount < 0 else "refund_id": moved.key}


def _charge(doing: Doing, amount_minor: int) -> Payment:
    """Write down what the customer still has to pay; the shop's own system asks for it."""
    payment = Payment(
        order_id=doing.seen.order.key,
        method="difference",
        amount_minor=amount_minor,
        currency=doing.seen.order.currency,
        status=PaymentStatus.PENDING,
    )
    doing.unit.add(payment)
    return payment


async def take_back_money(doing: Doing) -> Refused | None:
    """Withdraw the money that the action wrote down; refused once it is no longer pending."""
    charged = doing.action.before.get("payment_id")
    if charged is not None:
        payment = await doing.unit.get(Payment, int(charged))
        if payment is not None and payment.status is not PaymentStatus.PENDING:
            return Refused(Because.FOLLOWED)
        if payment is not None:
            await doing.unit.delete(payment)
    key = doing.action.before.get("refund_id")
    if key is None:
        return None
    refund = await doing.unit.get(Refund, int(key))
    if refund is None:
        return None
    if refund.status is not RefundStatus.PENDING:
        return Refused(Because.FOLLOWED)
    await doing.unit.delete(refund)
    return None
