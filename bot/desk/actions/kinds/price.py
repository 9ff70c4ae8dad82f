"""Paying back the difference when a price has fallen since the order."""

from __future__ import annotations

from datetime import datetime

from bot.desk.actions.details import Details
from bot.desk.actions.kinds.kind import Doing, settle, take_back_money
from bot.desk.actions.seen import Seen
from bot.rules.actions.prices import may_protect_price
from bot.rules.actions.verdict import Refused, Verdict
from bot.rules.policy import Policy
from knowledge.records import ActionKind


class ProtectPrice:
    """The difference goes back."""

    kind = ActionKind.PROTECT_PRICE

    def judge(self, seen: Seen, details: Details, policy: Policy, now: datetime) -> Verdict:
        return may_protect_price(seen.facts, policy, now)

    async def do(self, doing: Doing) -> dict[str, object]:
        return await settle(doing, "price protection", doing.policy.cancelling.refund_days)

    async def undo(self, doing: Doing) -> Refused | None:
        return await take_back_money(doing)
