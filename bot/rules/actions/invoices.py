"""Whether an invoice may be asked for, and whether a tax number can be one."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.verdict import Allowed, Because, Refused, Verdict
from bot.rules.policy import Policy
from knowledge.records import OrderStatus

#: GB 32100-2015: 31 signs (no I, O, S, V, Z), the check sign from weights 3^n mod 31.
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def may_invoice(facts: OrderFacts, policy: Policy, now: datetime) -> Verdict:
    """Once an order, paid and not cancelled, within `policy.invoices.days`."""
    order = facts.order
    if order.status is OrderStatus.CANCELLED:
        return Refused(Because.CANCELLED, when=order.cancelled_at)
    if order.status is OrderStatus.REFUNDED:
        return Refused(Because.REFUNDED)
    if not facts.is_paid:
        return Refused(Because.NOT_PAID)
    if facts.invoices:
        return Refused(Because.INVOICED)
    until = order.placed_at + timedelta(days=policy.invoices.days)
    return Refused(Because.WINDOW_OVER, until=until) if now > until else Allowed()


def is_tax_number(text: str) -> bool:
    """Whether a text is a unified social credit identifier (统一社会信用代码, GB 32100-2015).

    91350100M000100Y43 is; with its last sign changed it is not.
    """
    code = text.strip().upper()
    if len(code) != _LENGTH or any(sign not in _SIGNS for sign in code):
        return False
    weighted = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(code[:-1]))
    return _SIGNS[(31 - weighted % 31) % 31] == code[-1]
