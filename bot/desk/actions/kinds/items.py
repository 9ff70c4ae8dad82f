"""Another size, colour or number in an order that has not left."""

from __future__ import annotations

from datetime import datetime

from bot.desk.actions.details import Details
from bot.desk.actions.kinds.kind import Doing, settle, take_back_money
from bot.desk.actions.seen import Seen
from bot.rules.actions.before_it_leaves import too_late
from bot.rules.actions.items import Change, may_change_items, saved
from bot.rules.actions.verdict import Refused, Verdict
from bot.rules.policy import Policy
from knowledge.queries import actions
from knowledge.records import ActionKind, OrderLine


class ChangeItems:
    """Lines of the order become others; what is saved goes back."""

    kind = ActionKind.CHANGE_ITEMS

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        return may_change_items(seen.facts, _changes(seen, details), policy)

    async def do(self, doing: Doing) -> dict[str, object]:
        order = doing.seen.order
        lines = await actions.lines_of(doing.unit, order.key)
        before: dict[str, object] = {
            "total_minor": order.total_minor,
            "lines": [[line.sku_id, line.quantity, line.unit_price_minor] for line in lines],
        }
        for one in doing.details.goods:
            await _put(doing, [line for line in lines if line.sku_id == one.sku_id], one.sku_id)
        order.total_minor = max(order.total_minor - _less(doing), 0)
        money = await settle(doing, "items changed", doing.policy.cancelling.refund_days)
        return {**before, **money}

    async def undo(self, doing: Doing) -> Refused | None:
        refused = too_late(doing.seen.facts, doing.policy.item_change.until)
        refused = refused or await take_back_money(doing)
        if refused is not None:
            return refused
        order, before = doing.seen.order, doing.action.before
        for line in await actions.lines_of(doing.unit, order.key):
            await doing.unit.delete(line)
        for sku_id, quantity, price in before["lines"]:
            doing.unit.add(
                OrderLine(
                    order_id=order.key, sku_id=sku_id, quantity=quantity, unit_price_minor=price
                )
            )
        order.total_minor = int(before["total_minor"])
        return None


async def _put(doing: Doing, lines: list[OrderLine], sku_id: int) -> None:
    """Make the order's lines of a SKU what was asked for: one line, of the new SKU if any."""
    wanted = next(one for one in doing.details.goods if one.sku_id == sku_id)
    first, *rest = lines
    for line in rest:
        await doing.unit.delete(line)
    if wanted.quantity == 0:
        await doing.unit.delete(first)
        return
    first.quantity = wanted.quantity
    new = doing.seen.variant(wanted.new_sku_id)
    if new is not None:
        first.sku_id, first.unit_price_minor = new.sku_id, new.price_minor


def _changes(seen: Seen, details: Details) -> list[Change]:
    return [Change(one.sku_id, one.quantity, seen.variant(one.new_sku_id)) for one in details.goods]


def _less(doing: Doing) -> int:
    """By how much the order's total falls: by what goes back, or is not to be paid any more."""
    if doing.seen.facts.is_paid:
        return doing.action.amount_minor
    return saved(doing.seen.facts, _changes(doing.seen, doing.details))
