"""Handing a conversation to staff: what they are told, and what the customer is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from bot.desk import facts
from bot.desk.turn import Reply
from bot.rules.policy import Policy
from knowledge.queries import handovers
from knowledge.records import (
    Author,
    Channel,
    ChannelAccount,
    Conversation,
    ConversationState,
    Customer,
    Handover,
    HandoverReason,
    Message,
    OutboxItem,
)
from knowledge.store import Unit
from models.values import Language, Mood

#: A waiting time is told only when this many recent ones are known.
_ENOUGH_WAITS = 5
#: How many messages the summary quotes, and how much of each, characters.
_QUOTED = 4
_QUOTE = 300

_REASONS = {
    HandoverReason.ASKED: "客户要求人工 / asked for a person",
    HandoverReason.ANGRY: "客户很着急生气 / customer is angry",
    HandoverReason.COMPLAINT: "投诉 / complaint",
    HandoverReason.NOT_UNDERSTOOD: "没听懂 / not understood",
    HandoverReason.NO_ANSWER: "知识库没有答案 / no article answers it",
    HandoverReason.PARCEL_PROBLEM: "包裹异常 / parcel problem",
    HandoverReason.IDENTITY_LOCKED: "身份核实多次失败 / identity not proven",
    HandoverReason.NEEDS_ACTION: "需要人工处理 / needs an action",
}


def reason_words(reason: HandoverReason) -> str:
    """Why, as staff read it."""
    return _REASONS[reason]


def waiting_facts(
    waits: Sequence[timedelta], now: datetime, policy: Policy, language: Language
) -> dict[str, str]:
    """What may honestly be promised: the usual wait in opening hours, or the next opening."""
    if not policy.hours.is_open(now):
        return {"opens_at": facts.moment(policy.hours.next_opening(now), now, language)}
    if len(waits) < _ENOUGH_WAITS:
        return {}
    usual = timedelta(seconds=median(wait.total_seconds() for wait in waits))
    return {"wait": facts.wait(usual, language)}


async def handover_reply(
    unit: Unit, now: datetime, policy: Policy, language: Language, mood: Mood
) -> Reply:
    """What the customer is told when staff take over."""
    known = waiting_facts(await handovers.recent_waits(unit), now, policy, language)
    if not policy.hours.is_open(now):
        return Reply("handover_closed", known)
    return Reply("handover_angry" if mood is Mood.ANGRY else "handover_open", known)


def summarise(messages: Sequence[Message], customer: Customer | None, note: str) -> str:
    """Who it is and what was said last, for whoever takes over."""
    who = f"{customer.name} ({customer.reference})" if customer else "未核实 / not identified"
    said = [f"– {m.text[:_QUOTE]}" for m in messages if m.author is Author.CUSTOMER and m.text]
    return "\n".join([who, *said[-_QUOTED:], *([note] if note else [])])


async def open_handover(
    unit: Unit,
    conversation: Conversation,
    reason: HandoverReason,
    summary: str,
    tried: str,
    now: datetime,
) -> Handover:
    """Put a conversation into staff's hands; one already there stays as it is."""
    found = await handovers.open_handover(unit, conversation.key)
    if found is not None:
        return found
    handover = Handover(
        conversation_id=conversation.key,
        reason=reason,
        summary=summary,
        tried=tried,
        created_at=now,
        waits_since=now,
    )
    conversation.state = ConversationState.WITH_STAFF
    unit.add(handover)
    await unit.flush()
    return handover


def staff_notice(
    staff_chat: str, key: str, text: str, conversation: Conversation, account: ChannelAccount
) -> OutboxItem:
    """A message to the staff's Telegram chat; the same key is sent once."""
    return OutboxItem(
        channel=Channel.TELEGRAM,
        destination=staff_chat,
        text=text,
        data={"conversation_id": conversation.key, "account": account.display_name},
        idempotency_key=key,
    )
