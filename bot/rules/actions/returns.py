"""Whether goods may come back: for the money, for another size, or because they are at fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.actions.facts import Line, OrderFacts
from bot.rules.actions.items import Variant
from bot.rules.actions.verdict import Allowed, Because, Refused, Verdict
from bot.rules.policy import Policy
from knowledge.records import OrderStatus


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many pieces of a SKU; `new` is what comes instead in an exchange."""

    sku_id: int
    quantity: int
    new: Variant | None = None


def may_return(
    facts: OrderFacts, wanted: Sequence[Wanted], policy: Policy, now: datetime
) -> Verdict:
    """Within `policy.returning.days` of delivery; what was paid for the goods goes back."""
    days, excluded = policy.returning.days, policy.returning.excluded_categories
    refused = _refused(facts, wanted, days, now) or _excluded(facts, wanted, excluded)
    return refused or Allowed(worth(facts, wanted))


def may_exchange(
    facts: OrderFacts, wanted: Sequence[Wanted], policy: Policy, now: datetime
) -> Verdict:
    """Within `policy.returning.exchange_days`, for another of the same product that is in stock.

    What is dearer is refused or left to be paid, by `policy.returning.difference`.
    """
    days, excluded = policy.returning.exchange_days, policy.returning.excluded_categories
    refused = _refused(facts, wanted, days, now) or _excluded(facts, wanted, excluded)
    if refused is not None:
        return refused
    saved = 0
    for one in wanted:
        line = facts.line_of(one.sku_id)
        assert line is not None  # _refused has looked
        if one.new is None or one.new.available < one.quantity:
            return Refused(Because.OUT_OF_STOCK, product=line.name_en)
        if one.new.sku_id == one.sku_id:
            return Refused(Because.SAME_ITEM, product=line.name_en)
        saved += one.quantity * (line.price_minor - one.new.price_minor)
    if saved < 0 and policy.returning.difference == "refuse":
        return Refused(Because.DEARER, amount_minor=-saved)
    return Allowed(min(facts.paid_for(saved), facts.left_minor) if saved > 0 else saved)


def may_report(
    facts: OrderFacts, wanted: Sequence[Wanted], policy: Policy, now: datetime, *, refund: bool
) -> Verdict:
    """Within `policy.reports.days` of delivery; with `refund` the goods' worth goes back."""
    refused = _refused(facts, wanted, policy.reports.days, now)
    return refused or Allowed(worth(facts, wanted) if refund else 0)


def may_claim_warranty(
    facts: OrderFacts, wanted: Sequence[Wanted], policy: Policy, now: datetime
) -> Verdict:
    """Within `policy.warranty.days` of delivery."""
    refused = _refused(facts, wanted, policy.warranty.days, now)
    return refused or _excluded(facts, wanted, policy.warranty.excluded_categories) or Allowed()


def worth(facts: OrderFacts, wanted: Sequence[Wanted]) -> int:
    """What was paid for the goods, minor units, never more than what may still go back."""
    lines = [(facts.line_of(one.sku_id), one.quantity) for one in wanted]
    listed = sum(line.price_minor * quantity for line, quantity in lines if line is not None)
    return min(facts.paid_for(listed), facts.left_minor)


def last_day(facts: OrderFacts, days: int) -> datetime | None:
    """The last moment of a window that begins with the delivery."""
    arrived = facts.delivered_at
    return None if arrived is None else arrived + timedelta(days=days)


def _refused(
    facts: OrderFacts, wanted: Sequence[Wanted], days: int, now: datetime
) -> Refused | None:
    order = facts.order
    if order.status is OrderStatus.CANCELLED:
        return Refused(Because.CANCELLED, when=order.cancelled_at)
    if order.status is OrderStatus.REFUNDED:
        return Refused(Because.REFUNDED)
    until = last_day(facts, days)
    if until is None:
        return Refused(Because.NOT_DELIVERED)
    # The day counts to its end, in the zone of `now`.
    if now.date() > until.astimezone(now.tzinfo).date():
        return Refused(Because.WINDOW_OVER, until=until)
    for one in wanted:
        refused = _too_many(facts, one, sum(w.quantity for w in wanted if w.sku_id == one.sku_id))
        if refused is not None:
            return refused
    return None


def _too_many(facts: OrderFacts, one: Wanted, together: int) -> Refused | None:
    line = facts.line_of(one.sku_id)
    if line is None or one.quantity < 1:
        return Refused(Because.NOT_IN_ORDER)
    if together > facts.free(one.sku_id):
        taken = [gone for gone in facts.taken if gone.sku_id == one.sku_id]
        if taken:
            number = taken[-1].case.number or ""
            return Refused(Because.CASE_OPEN, number=number, product=line.name_en)
        return Refused(Because.TOO_MANY, number=str(line.quantity), product=line.name_en)
    return None


def _excluded(
    facts: OrderFacts, wanted: Sequence[Wanted], categories: Sequence[str]
) -> Refused | None:
    lines: list[Line | None] = [facts.line_of(one.sku_id) for one in wanted]
    barred = next((line for line in lines if line and line.category in categories), None)
    return None if barred is None else Refused(Because.EXCLUDED, product=barred.name_en)
