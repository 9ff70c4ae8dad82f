"""Whether the difference is paid back when a price has fallen since the order (保价)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.verdict import Allowed, Because, Refused, Verdict
from bot.rules.policy import Policy
from knowledge.records import ActionKind, ActionState, OrderStatus


def may_protect_price(facts: OrderFacts, policy: Policy, now: datetime) -> Verdict:
    """Once an order, within `policy.price_protection.days` of it: what it would cost less today.

    Two pieces bought at ¥129.00 that cost ¥119.00 today -> ¥20.00.
    """
    order = facts.order
    if order.status is OrderStatus.CANCELLED:
        return Refused(Because.CANCELLED, when=order.cancelled_at)
    if order.status is OrderStatus.REFUNDED:
        return Refused(Because.REFUNDED)
    if not facts.is_paid:
        return Refused(Because.NOT_PAID)
    if policy.price_protection.days == 0:
        return Refused(Because.NEVER)
    # One that waits for staff does not count: it would stand in its own way when they agree.
    before = [one for one in facts.actions if one.kind is ActionKind.PROTECT_PRICE]
    if any(one.state is ActionState.APPLIED for one in before):
        return Refused(Because.PROTECTED)
    until = order.placed_at + timedelta(days=policy.price_protection.days)
    if now > until:
        return Refused(Because.WINDOW_OVER, until=until)
    less = sum(
        max(line.price_minor - line.now_minor, 0) * facts.free(line.sku_id) for line in facts.lines
    )
    less = min(less, facts.left_minor)
    return Allowed(less) if less else Refused(Because.NOT_CHEAPER)
