"""Cancelling an order."""

from __future__ import annotations

from datetime import datetime

from bot.desk.actions.details import Details
from bot.desk.actions.kinds.kind import Doing, settle, take_back_money
from bot.desk.actions.seen import Seen
from bot.rules.actions.cancelling import may_cancel
from bot.rules.actions.verdict import Because, Refused, Verdict
from bot.rules.policy import Policy
from knowledge.records import ActionKind, OrderStatus


class CancelOrder:
    """The order is cancelled, and what was paid goes back."""

    kind = ActionKind.CANCEL_ORDER

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        return may_cancel(seen.facts, policy)

    async def do(self, doing: Doing) -> dict[str, object]:
        order = doing.seen.order
        before: dict[str, object] = {"status": order.status.value}
        order.status, order.cancelled_at = OrderStatus.CANCELLED, doing.now
        money = await settle(doing, "order cancelled", doing.policy.cancelling.refund_days)
        return {**before, **money}

    async def undo(self, doing: Doing) -> Refused | None:
        order = doing.seen.order
        if order.status is not OrderStatus.CANCELLED:
            return Refused(Because.FOLLOWED)
        refused = await take_back_money(doing)
        if refused is None:
            order.status = OrderStatus(str(doing.action.before["status"]))
            order.cancelled_at = None
        return refused
