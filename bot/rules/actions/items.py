"""Whether the goods of an order that has not left may be changed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules.actions.before_it_leaves import too_late
from bot.rules.actions.facts import OrderFacts
from bot.rules.actions.verdict import Allowed, Because, Refused, Verdict
from bot.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Variant:
    """A SKU that could come instead: its price in minor units, and how many are to be had."""

    sku_id: int
    product_id: int
    price_minor: int
    available: int
    currency: str


@dataclass(frozen=True, slots=True)
class Change:
    """`quantity` pieces of `new` instead of what the order has of `sku_id`.

    `new` is None where only the number changes.
    """

    sku_id: int
    quantity: int
    new: Variant | None = None


def may_change_items(facts: OrderFacts, changes: list[Change], policy: Policy) -> Verdict:
    """Until packed or shipped, within what is in stock, and not for more money than was paid.

    Whoever takes something cheaper gets the difference: ¥129.00 to ¥99.00, two pieces -> ¥60.00.
    Nobody can be charged in a chat: by `policy.item_change.difference` what is dearer needs a new
    order, or leaves the difference to be paid.
    """
    refused = too_late(facts, policy.item_change.until)
    if refused is not None:
        return refused
    for change in changes:
        line = facts.line_of(change.sku_id)
        if line is None:
            return Refused(Because.NOT_IN_ORDER)
        new = change.new
        if (new is None or new.sku_id == change.sku_id) and change.quantity == line.quantity:
            return Refused(Because.SAME_ITEM, product=line.name_en)
        more = change.quantity if new is not None else change.quantity - line.quantity
        if new is not None and new.available < more:
            return Refused(Because.OUT_OF_STOCK, product=line.name_en)
    less = saved(facts, changes)
    if less < 0 and policy.item_change.difference == "refuse":
        return Refused(Because.DEARER, amount_minor=-less)
    return Allowed(min(less, facts.left_minor) if facts.is_paid else 0)


def saved(facts: OrderFacts, changes: list[Change]) -> int:
    """By how much less the order costs afterwards, minor units; below zero it costs more.

    A coupon is shared by all lines, so one of two pieces at ¥100.00 that cost ¥180.00 together
    -> ¥90.00.
    """
    less = 0
    for change in changes:
        line = facts.line_of(change.sku_id)
        if line is not None:
            price = line.price_minor if change.new is None else change.new.price_minor
            less += line.quantity * line.price_minor - change.quantity * price
    return facts.paid_for(less) if less > 0 else less
