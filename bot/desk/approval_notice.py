"""What staff read in their chat about an action that they have to agree to."""

from __future__ import annotations

from datetime import datetime

from bot.desk import facts
from bot.desk.actions.seen import look
from bot.desk.actions.summary import of_action
from bot.desk.handover import staff_notice
from bot.rules.actions.approval import Risk
from bot.rules.policy import Policy
from knowledge.records import Action, ChannelAccount, Conversation, Order, OutboxItem
from knowledge.store import Unit

_KEY = "approval:"
_HOW = "回复 /agree 核准，/refuse 原因 不核准 / reply /agree, or /refuse and why"
_RISKS = {
    Risk.AMOUNT: "金额较大 / a large amount",
    Risk.REPEATED: "近期办理较多 / many lately",
    Risk.ANGRY: "客户生气 / customer is angry",
    Risk.ALWAYS: "每次都要核准 / always needs it",
}


async def approval_notice(
    unit: Unit,
    staff_chat: str,
    action: Action,
    conversation: Conversation,
    account: ChannelAccount,
    policy: Policy,
    now: datetime,
) -> OutboxItem:
    """Who wants what, why staff have to agree, and how they do; `now` in the shop's zone.

    What is wanted is told in the words that the customer agreed to.
    """
    order = await unit.get(Order, action.order_id) if action.order_id else None
    seen = None if order is None else await look(unit, order)
    amount = action.amount_minor
    text = "\n".join(
        [
            f"✋ 待核准 / to approve #{action.key}",
            account.display_name or account.external_id,
            of_action(action, seen, policy, now, conversation.language),
            *([facts.money(amount, action.currency)] if amount else []),
            *(_RISKS[Risk(risk)] for risk in action.risks),
            _HOW,
        ]
    )
    return staff_notice(staff_chat, f"{_KEY}{action.key}", text, conversation, account)


def action_of(key: str) -> int | None:
    """The action that a notice with this idempotency key is about: approval:7 -> 7."""
    kind, _, number = key.partition(":")
    return int(number) if f"{kind}:" == _KEY else None
