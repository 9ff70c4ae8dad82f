"""Whether a parcel may be claimed as lost."""

from __future__ import annotations

from datetime import datetime

from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.verdict import Allowed, Because, Refused, Verdict
from bot.rules.policy import Policy
from knowledge.records import CaseKind, OrderStatus, ReturnStatus, TrackingStatus


def may_claim(facts: OrderFacts, policy: Policy, now: datetime, *, refund: bool) -> Verdict:
    """When nothing was heard of it for `policy.claims.silent_days`, or the carrier gave it up."""
    order = facts.order
    if order.status is OrderStatus.CANCELLED:
        return Refused(Because.CANCELLED, when=order.cancelled_at)
    if order.status is OrderStatus.REFUNDED:
        return Refused(Because.REFUNDED)
    if order.status is OrderStatus.DELIVERED:
        return Refused(Because.DELIVERED, when=facts.delivered_at)
    if not facts.has_left:
        return Refused(Because.NOT_SENT)
    claimed = [
        case
        for case in facts.cases
        if case.kind is CaseKind.LOST
        and case.status not in {ReturnStatus.CLOSED, ReturnStatus.WITHDRAWN}
    ]
    if claimed:
        return Refused(Because.CASE_OPEN, number=claimed[-1].number or "")
    if not is_lost(facts, policy, now):
        return Refused(Because.NOT_LOST, when=facts.scanned_at or facts.shipped_at)
    return Allowed(facts.left_minor if refund else 0)


def is_lost(facts: OrderFacts, policy: Policy, now: datetime) -> bool:
    """Whether a parcel of the order is given up, sent back or silent for too long."""
    given_up = {TrackingStatus.EXPIRED, TrackingStatus.EXCEPTION}
    if any(one.status in given_up for one in facts.shipments):
        return True
    heard = facts.scanned_at or facts.shipped_at
    return heard is not None and now - heard >= policy.claims.silent
