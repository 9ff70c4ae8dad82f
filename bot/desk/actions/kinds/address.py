"""Sending an order to another address."""

from __future__ import annotations

from datetime import datetime

from bot.desk.actions.details import Details
from bot.desk.actions.kinds.kind import Doing
from bot.desk.actions.seen import Seen
from bot.rules.actions.addresses import Destination, may_change_address
from bot.rules.actions.before_it_leaves import too_late
from bot.rules.actions.verdict import Refused, Verdict
from bot.rules.policy import Policy
from knowledge.records import ActionKind


class ChangeAddress:
    """The order goes elsewhere; recipient and phone stay where none is given."""

    kind = ActionKind.CHANGE_ADDRESS

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        wanted = Destination(details.address, details.recipient, details.phone)
        return may_change_address(seen.facts, wanted, policy)

    async def do(self, doing: Doing) -> dict[str, object]:
        order, wanted = doing.seen.order, doing.details
        before: dict[str, object] = {
            "address": order.address,
            "recipient": order.recipient,
            "phone": order.phone,
        }
        order.address = wanted.address
        order.recipient = wanted.recipient or order.recipient
        order.phone = wanted.phone or order.phone
        return before

    async def undo(self, doing: Doing) -> Refused | None:
        refused = too_late(doing.seen.facts, doing.policy.address_change.until)
        if refused is not None:
            return refused
        order, before = doing.seen.order, doing.action.before
        order.address = str(before["address"])
        order.recipient = str(before["recipient"])
        order.phone = str(before["phone"])
        return None
