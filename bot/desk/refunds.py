"""Where a customer's money is."""

from __future__ import annotations

from bot.desk import facts, heard, open_cases
from bot.desk.actions.asked_for import wants_refund
from bot.desk.actions.begin import begin_on
from bot.desk.turn import Outcome, Reply, Turn
from bot.desk.visible import NotOne, order_meant, with_product
from knowledge.queries import orders
from knowledge.records import ActionKind, HandoverReason, Order, Refund, RefundStatus
from models.values import EntityKind, Intent, SlotValue


async def refund_status(turn: Turn) -> Outcome:
    """Tell how the newest refund stands; a question that names no order needs no choice of one."""
    visible = await orders.orders_of(turn.unit, turn.customer_id, turn.account_id)
    refunds = await orders.refunds_of(turn.unit, [order.key for order in visible])
    if refunds and not await _names_order(turn, visible):
        order = next(order for order in visible if order.key == refunds[0].order_id)
        return _tell(turn, order, refunds[0])
    meant = await order_meant(turn, Intent.REFUND_STATUS)
    if isinstance(meant, NotOne):
        return meant.outcome
    own = await orders.refunds_of(turn.unit, [meant.key])
    if own:
        return _tell(turn, meant, own[0])
    text = turn.message.text
    asks = wants_refund(text) or heard.wants(turn.understanding, SlotValue.REFUND)
    if turn.context.draft is None and asks:
        return await begin_on(turn, ActionKind.RETURN_ITEMS, meant)
    return await open_cases.of_order(turn, meant) or _none(turn, meant)


async def _names_order(turn: Turn, visible: list[Order]) -> bool:
    numbers = (EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER)
    if turn.proven is not None or any(turn.understanding.first(kind) for kind in numbers):
        return True
    return len(await with_product(turn, visible)) == 1


def _none(turn: Turn, order: Order) -> Outcome:
    return Outcome(
        (Reply("refund_none", {"order_number": order.number}),),
        turn.context.settled(focus=order.number),
    )


def _tell(turn: Turn, order: Order, refund: Refund) -> Outcome:
    shown = {
        "order_number": order.number,
        "amount": facts.money(refund.amount_minor, refund.currency),
    }
    settled = turn.context.settled(focus=order.number)
    if refund.status is RefundStatus.REFUSED:
        reply = Reply("refund_refused", {"order_number": order.number})
        return Outcome((reply,), settled, hand_over=HandoverReason.NEEDS_ACTION, note=order.number)
    if refund.status is RefundStatus.PAID:
        if refund.paid_at is not None:
            shown["paid_on"] = facts.day(refund.paid_at, turn.now, turn.language)
        return Outcome((Reply("refund_paid", shown),), settled)
    if refund.due_at is not None and not facts.has_passed(refund.due_at, turn.now):
        shown["refund_due"] = facts.by_day(refund.due_at, turn.now, turn.language)
        return Outcome((Reply("refund_pending", shown),), settled)
    # Past its day, or without one: the records cannot say when, so a person does.
    return Outcome(
        (Reply("refund_pending", shown),),
        settled,
        hand_over=HandoverReason.NEEDS_ACTION,
        note=f"{order.number}: refund without a day to promise",
    )
