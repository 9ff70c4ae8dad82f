"""What can be done only while an order is in the shop's hands."""

from __future__ import annotations

from typing import Literal

from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.verdict import Because, Refused
from knowledge.records import OrderStatus


def too_late(facts: OrderFacts, until: Literal["packed", "shipped"]) -> Refused | None:
    """Why an order can no longer be changed; None while it can."""
    order = facts.order
    if order.status is OrderStatus.CANCELLED:
        return Refused(Because.CANCELLED, when=order.cancelled_at)
    if order.status is OrderStatus.REFUNDED:
        return Refused(Because.REFUNDED)
    if order.status is OrderStatus.DELIVERED:
        return Refused(Because.DELIVERED, when=facts.delivered_at)
    if facts.has_left:
        return Refused(Because.SHIPPED, when=facts.shipped_at)
    if until == "packed" and order.packed_at is not None:
        return Refused(Because.PACKED, when=order.packed_at)
    return None
